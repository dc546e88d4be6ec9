"""One night's result as files: what they hold, how they are written, published and read again."""

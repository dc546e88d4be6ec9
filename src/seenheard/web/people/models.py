"""People are read from releases: the site keeps no rows of them."""

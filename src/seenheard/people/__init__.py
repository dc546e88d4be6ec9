"""Who is who: nominals of one human belong to one person."""

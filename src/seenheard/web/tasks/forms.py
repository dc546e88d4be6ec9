"""Tasks have no forms."""

"""Tasks have no pages."""

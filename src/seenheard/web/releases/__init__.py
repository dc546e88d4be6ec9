"""Loading one night's result."""

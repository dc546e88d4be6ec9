"""Trail: what a browser may ask for."""

"""People: what a browser may ask for."""

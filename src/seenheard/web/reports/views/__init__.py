"""Reports: what a browser may ask for."""

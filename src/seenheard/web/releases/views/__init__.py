"""Releases: what a browser may ask for."""

"""Readings: what a browser may ask for."""

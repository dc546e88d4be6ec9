"""Decisions: what a browser may ask for."""

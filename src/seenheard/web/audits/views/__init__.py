"""Audits: what a browser may ask for."""

"""Findings: what a browser may ask for."""

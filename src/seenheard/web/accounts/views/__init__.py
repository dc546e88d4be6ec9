"""Accounts: what a browser may ask for."""

"""Audits: schemes, plans, draws and their case files."""

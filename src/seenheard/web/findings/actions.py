"""Findings are made by loading a release: see releases.actions."""

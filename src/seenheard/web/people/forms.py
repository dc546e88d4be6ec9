"""People have no forms yet."""

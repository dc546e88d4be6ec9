"""Everything that reads the trail."""

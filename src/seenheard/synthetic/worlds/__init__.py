"""The worlds of the synthetic force: each draws outcomes first, then writes the records that bring them about."""

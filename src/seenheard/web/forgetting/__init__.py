"""Forgetting a person: the last room, because it reaches into every other."""

"""Readings of case files, what is referred back, and moderation."""

"""Who signs in, and who may see what."""

"""Benchmarks: what a night and the site's pages cost, beside the plainest thing that could do it. See README.md."""

"""Results: what those who answered said, as pages and files. All meaning comes from ``insights``."""

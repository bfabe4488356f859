"""Files that belong to something here: one copy of each content, outside the web root, read by who sees the owner."""

"""Pages of fieldwork, one noun a file."""

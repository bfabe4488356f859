"""Pages of the quality of records."""

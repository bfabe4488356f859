"""Pages of the last word."""

"""Pages of details."""

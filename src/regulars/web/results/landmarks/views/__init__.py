"""Pages of targets and events."""

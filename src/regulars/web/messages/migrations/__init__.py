"""The migrations of messages."""

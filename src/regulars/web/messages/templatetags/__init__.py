"""Tags of messages."""

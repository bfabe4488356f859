"""Messages: one outbox for whatever leaves the house."""

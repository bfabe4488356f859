"""The guest card: who arrives, how to serve them and why, and how it went."""

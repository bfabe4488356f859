"""Forms of accounts: ours, and the library's in our words."""

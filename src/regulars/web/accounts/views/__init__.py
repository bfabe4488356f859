"""The pages of accounts, one noun a file."""

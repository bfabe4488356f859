"""The pages of the company."""

"""The forms of the company."""

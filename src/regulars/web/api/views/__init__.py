"""The pages about REST: tokens, and the documentation."""

"""The page where somebody lands: how things stand, and what changed since they last looked."""

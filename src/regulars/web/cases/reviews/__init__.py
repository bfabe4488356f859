"""Public reviews, the ways by which feedback comes, and what was changed because of it."""

"""Research plans: written in nine fields, worked out, signed, and carried out as a study for each wave."""

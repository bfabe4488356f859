"""Finding customers by any fragment in any script, two Chinese signs included, in an index of our own."""

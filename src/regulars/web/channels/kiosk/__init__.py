"""A device that stands in a hall: one guest after the other answers on it, and nobody sees what another one said."""

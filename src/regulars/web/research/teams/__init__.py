"""Teams within units, and who belongs to them from when until when."""

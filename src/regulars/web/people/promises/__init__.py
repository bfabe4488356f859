"""What customers expect, and what they were promised: noted, kept or broken, counted."""

"""The indicator tree as a form: which rating belongs to which dimension, and what it weighs."""

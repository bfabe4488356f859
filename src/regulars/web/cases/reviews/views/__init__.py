"""Views of reviews, channels and changes."""

"""Disclosure: which groups are too small to be shown, and what must be hidden with them."""

from regulars.methods.disclosure.suppression import Suppression, suppress

__all__ = ["Suppression", "suppress"]

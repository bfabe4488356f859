"""Leaving: how long customers stay, who will leave, what it costs, and who comes back."""

from regulars.methods.leaving.survival import Survival, survival

__all__ = [
    "Survival",
    "survival",
]

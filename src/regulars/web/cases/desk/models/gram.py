"""What can be found of a case. Goes with the case, and the index with it: a trigger sees to that."""

from __future__ import annotations

from django.db import models


class Gram(models.Model):
    """``said``: title, words and names as they are compared; ``pieces``: see ``people/search/grams.py``."""

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="gram")
    said = models.TextField()
    pieces = models.TextField()

    def __str__(self) -> str:
        return f"pieces of {self.case_id}"

"""What can be found of a customer. Goes with the customer, and the index with it: a trigger sees to that."""

from __future__ import annotations

from django.db import models


class Gram(models.Model):
    """``pieces``: see ``grams.py``. SQLite has a full-text table over it, PostgreSQL an index."""

    customer = models.OneToOneField("people.Customer", models.CASCADE, primary_key=True, related_name="gram")
    pieces = models.TextField()

    def __str__(self) -> str:
        return f"pieces of {self.customer_id}"

"""What the index says about a person: their name, in pieces."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {"Gram.customer": Personal.KEY, "Gram.pieces": Personal.NAME}

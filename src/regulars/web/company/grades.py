"""How the company sorts its customers: what it has set, else what the methods take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.insights.scoring import Grades
from regulars.methods.loyalty.stage_rules import Rules
from regulars.web.company.models import Company

FIELDS = ("premium_part", "middle_part", "premium_from", "middle_from", "client_from", "inactive_after")


def grades_of(company: Company) -> Grades:
    """For the scores of the night, and for pages."""
    return grades_from({name: getattr(company, name) for name in FIELDS})


def grades_from(values: Mapping[str, Any]) -> Grades:
    """The same of values that are not stored yet; None where nothing is set."""
    usual, rules = Grades(), Rules()
    parts = tuple(
        before if values[name] is None else float(values[name])
        for name, before in zip(("premium_part", "middle_part"), usual.parts, strict=True)
    )
    cuts = (values["premium_from"], values["middle_from"])
    return Grades(
        parts=parts,
        cuts=None if None in cuts else (float(cuts[0]), float(cuts[1])),
        stages=Rules(
            client_from=values["client_from"] or rules.client_from,
            inactive_after=values["inactive_after"] or rules.inactive_after,
        ),
    )

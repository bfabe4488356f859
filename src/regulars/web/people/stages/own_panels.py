"""The card of the relationship on the overview of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people.panels import Asked, Tab, panel
from regulars.web.people.stages.forms import MoveForm
from regulars.web.people.stages.models import Relationship
from regulars.web.people.stages.queries import steps_of


def relationship(asked: Asked) -> Mapping[str, Any]:
    """Where it stands, the last steps, and a form for a step by hand."""
    scope = scope_of(asked.request.user, Permission.SEE_CUSTOMERS)
    return {
        "stands": Relationship.objects.filter(customer=asked.customer).exclude(stage="").first(),
        "steps": steps_of(asked.customer, scope),
        "move_form": MoveForm(prefix="move") if asked.edits else None,
    }


panel(Tab.OVERVIEW, "relationship", "stages/card.html", relationship, rank=5)

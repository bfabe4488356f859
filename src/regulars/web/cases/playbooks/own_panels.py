"""The playbook on the page of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from regulars.language import message
from regulars.web.cases.history import sort
from regulars.web.cases.panels import Asked, panel
from regulars.web.cases.playbooks.models import Done
from regulars.web.cases.playbooks.reading import Card, cards, offered
from regulars.web.words import current

SHOWN = 3


def playbook(asked: Asked) -> Mapping[str, Any] | None:
    """The cards that apply, and what was done of them; none for a case that needs nothing more."""
    done: defaultdict[str, set[int]] = defaultdict(set)
    for key, step in Done.objects.filter(case=asked.case).values_list("card", "step"):
        done[key].add(step)
    found = offered(asked.case)[:SHOWN]
    found += [cards()[key] for key in done if key in cards() and cards()[key] not in found]
    lines = [_line(one, done[one.key], current().tag) for one in found]
    return {"cards": lines} if lines and (asked.case.is_open or any(done.values())) else None


def _line(one: Card, done: set[int], tag: str) -> dict[str, Any]:
    """As the template takes it; a step with its place, and whether it was done."""
    return {
        "key": one.key,
        "name": one.name.in_language(tag),
        "about": one.about.in_language(tag),
        "avoid": one.avoid.in_language(tag),
        "steps": [(place, words.in_language(tag), place in done) for place, words in enumerate(one.steps)],
        "done": len(done),
    }


sort(
    "playbook",
    lambda data: message(
        "Playbook “{card}”: {done} of {count} steps done",
        card=cards()[data["card"]].name if data.get("card") in cards() else data.get("card", "?"),
        done=data.get("done", 0),
        count=data.get("of", 0),
    ),
)
panel("playbook", "playbooks/panel.html", playbook, side=True, rank=15)

"""What an anonymous answer may carry of its person: the groups that enough people were asked from, and no smaller.

Who was asked, and in which cell, unit and language, is known. So is who has answered, for nobody is asked twice. An
answer that carried a group of one would carry a name.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count

from regulars.insights.satisfaction.specify import SMALLEST_GROUP
from regulars.web.research.fieldwork.models import Asked
from regulars.web.research.models import Study

FRESH = 60  # seconds for which the sizes of the groups of a study are kept: a hundred thousand take 50 ms to count
NO_LANGUAGE = "und"


@dataclass(frozen=True)
class Group:
    """None and empty: nothing is said."""

    cell: int | None = None
    link: int | None = None
    language: str = ""


def known(study: int, name: str, whole: Group) -> Group:
    """As much of it as may be stored with the answer of somebody who belongs to it. ``name``: the study's public id."""
    return groups(study, name).get(whole, Group())


def common(study: int, part: Group) -> Group:
    """The same where of the language only that of the page is known: as much as may be stored with any of them."""
    there = [told for one, told in groups(study).items() if (one.cell, one.link) == (part.cell, part.link)]
    plain = all(not one.language for one in groups(study))
    return Group(
        part.cell if there and all(told.cell is not None for told in there) else None,
        part.link if there and all(told.link is not None for told in there) else None,
        part.language if plain or (there and all(told.language for told in there)) else "",
    )


def groups(study: int, name: str = "") -> Mapping[Group, Group]:
    """Who was asked -> what their answers may carry."""
    name = name or Study.objects.filter(pk=study).values_list("public_id", flat=True).get()
    return _groups(study, name, int(time.monotonic() / FRESH))


@lru_cache(maxsize=64)
def _groups(study: int, name: str, moment: int) -> Mapping[Group, Group]:
    rows = Asked.objects.filter(study=study, test=False).order_by().values_list("cell", "link", "language")
    return shared({Group(*group): count for *group, count in rows.annotate(count=Count("pk"))})


def shared(sizes: Mapping[Group, int], least: int = SMALLEST_GROUP) -> Mapping[Group, Group]:
    """The finest division of which every part is large enough, and what is left out of it too.

    >>> shared({Group(1, 1, "en"): 12, Group(1, 1, "zh"): 3})[Group(1, 1, "zh")]
    Group(cell=1, link=1, language='')
    """
    for coarser in (_all, _no_language, _cell_only):
        parts = Counter[Group]()
        for group, count in sizes.items():
            parts[coarser(group)] += count
        left = sum(count for count in parts.values() if count < least)
        if not left or left >= least:
            return {one: coarser(one) if parts[coarser(one)] >= least else Group() for one in sizes}
    return {one: Group() for one in sizes}


def _all(group: Group) -> Group:
    return group


def _no_language(group: Group) -> Group:
    return Group(group.cell, group.link)


def _cell_only(group: Group) -> Group:
    return Group(group.cell)

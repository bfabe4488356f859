"""What the result of a method looks like: one section a method, with its sentence, its table and its kind of chart.

Pages, documents and ``--chart`` on the command line draw the same section.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regulars.insights.pictures.attributes import ATTRIBUTE_PICTURES
from regulars.insights.pictures.buying import BUYING_PICTURES
from regulars.insights.pictures.comparison import COMPARISON_PICTURES
from regulars.insights.pictures.kano import KANO_PICTURES
from regulars.insights.pictures.leaving import LEAVING_PICTURES
from regulars.insights.pictures.linkage import LINKAGE_PICTURES
from regulars.insights.pictures.loyalty import LOYALTY_PICTURES
from regulars.insights.pictures.paths import PATH_PICTURES
from regulars.insights.pictures.patterns import PATTERNS_PICTURES
from regulars.insights.pictures.points import POINT_PICTURES
from regulars.insights.pictures.preference import PREFERENCE_PICTURES
from regulars.insights.pictures.service import SERVICE_PICTURES
from regulars.insights.pictures.textbook import TEXTBOOK_PICTURES
from regulars.insights.pictures.value import VALUE_PICTURES
from regulars.insights.pictures.worth import WORTH_PICTURES
from regulars.insights.report import Section

PICTURES: Mapping[str, Callable[[Any], Section]] = {
    **ATTRIBUTE_PICTURES,
    **BUYING_PICTURES,
    **COMPARISON_PICTURES,
    **KANO_PICTURES,
    **LEAVING_PICTURES,
    **LINKAGE_PICTURES,
    **LOYALTY_PICTURES,
    **PATH_PICTURES,
    **PATTERNS_PICTURES,
    **POINT_PICTURES,
    **PREFERENCE_PICTURES,
    **SERVICE_PICTURES,
    **TEXTBOOK_PICTURES,
    **VALUE_PICTURES,
    **WORTH_PICTURES,
}


def picture_of(method: str, result: Any) -> Section:
    """The section of a method's result. Raises ``KeyError`` for a method without a picture."""
    return PICTURES[method](result)


__all__ = ["PICTURES", "picture_of"]

"""The survey of the sample company, and the mappings of its two exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from regulars.simulate.answering import AGAIN, OVERALL, PROBLEMS, RECOMMEND, UNUSED
from regulars.simulate.content import Content
from regulars.simulate.parameters import Answering
from regulars.survey import ResponseMapping

if TYPE_CHECKING:
    from regulars.facts.imports import PurchaseMapping

ZONE = "Asia/Shanghai"


def purchase_mapping() -> PurchaseMapping:
    """The mapping of ``Company.purchases``."""
    # The facts floor is heavy; whoever only wants the tables does not load it.
    from regulars.facts.imports import PurchaseMapping

    return PurchaseMapping.from_dict(purchase_columns())


def purchase_columns() -> dict[str, Any]:
    """The same as plain data, as it would stand in a mapping file."""
    return {
        "source": "juniper-hotels",
        "purchase": "invoice",
        "line": "line",
        "customer": "guest",
        "at": "closed",
        "zone": ZONE,
        "amount": "amount",
        "currency_column": "currency",
        "cost": "cost",
        "quantity": "quantity",
        "product": "product",
        "category": "category",
        "channel": "channel",
        "unit": "hotel",
    }


def response_mapping(words: Content, answering: Answering) -> ResponseMapping:
    """The mapping of ``Company.responses``, with the survey in it."""
    survey = words.survey
    ratings = {"low": 1, "high": 5}
    items: dict[str, Any] = {
        key: {
            "role": "attribute",
            "label": survey["attributes"][key],
            "text": _filled(survey["attribute_question"], survey["attributes"][key]),
            "scale": ratings,
            "missing": [UNUSED],
            "labels": survey["ratings"],
            "tags": [tag for tag, keys in {**survey["layers"], **survey["tags"]}.items() if key in keys],
        }
        for key in answering.attributes
    }
    questions = survey["questions"]
    items[OVERALL] = {"role": "overall", **questions["overall"], "scale": ratings, "labels": survey["ratings"]}
    items[RECOMMEND] = {"kind": "nps", **questions["recommend"]}
    items[AGAIN] = {"role": "repurchase", **questions["again"], "scale": ratings, "labels": survey["likelihood"]}
    most = len(answering.problems_shares) - 1
    items[PROBLEMS] = {
        "role": "problem",
        **questions["problems"],
        "scale": {"low": 0, "high": most},
        "labels": {0: survey["problems"]["none"], most: survey["problems"]["most"]},
    }
    return ResponseMapping.from_dict(
        {
            "survey": {"name": survey["name"], "title": survey["title"], "sample": "opt-in", "privacy": "identified"},
            "source": "juniper-guests",
            "response": "response",
            "customer": "guest",
            "at": "answered",
            "zone": ZONE,
            "unit": "hotel",
            "wave": "wave",
            "language": "language",
            "channel": "asked_by",
            "items": items,
        }
    )


def _filled(question: Mapping[str, str], attribute: Mapping[str, str]) -> dict[str, str]:
    return {tag: words.format(attribute=attribute[tag]) for tag, words in question.items()}

"""From page to page: which comes next, which came before, and whether another may follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from regulars.survey.blocks import Block
from regulars.survey.conditions import decided
from regulars.survey.questionnaire import Questionnaire


def next_page(questionnaire: Questionnaire, page: int, asked: Collection[int]) -> int | None:
    """The next page on which something is asked; ``asked`` are the blocks that are, counted from 0."""
    later = range(page + 1, len(questionnaire.pages))
    return next((one for one in later if any(at in asked for at in questionnaire.pages[one])), None)


def page_before(questionnaire: Questionnaire, page: int, asked: Collection[int]) -> int | None:
    """The page before on which something is asked."""
    earlier = range(page - 1, -1, -1)
    return next((one for one in earlier if any(at in asked for at in questionnaire.pages[one])), None)


def may_follow(questionnaire: Questionnaire, page: int, values: Mapping[str, Any], today: date) -> bool:
    """Whether, whatever is answered on this page, another can come after it."""
    still = {one.name for block in _from(questionnaire, page) for one in block.known()}
    return any(
        block.when is None or decided(block.when, values, today, still) is not False
        for block in _from(questionnaire, page + 1)
    )


def names_on(questionnaire: Questionnaire, page: int) -> frozenset[str]:
    """The fields of a page's form."""
    return frozenset(one.name for at in questionnaire.pages[page] for one in questionnaire.blocks[at].fields())


def page_of(questionnaire: Questionnaire, name: str) -> int | None:
    """The page on which a field stands."""
    pages = range(len(questionnaire.pages))
    return next((page for page in pages if name in names_on(questionnaire, page)), None)


def _from(questionnaire: Questionnaire, page: int) -> list[Block]:
    return [questionnaire.blocks[at] for one in questionnaire.pages[page:] for at in one]

"""What a questionnaire must not do: contradict itself, or ask for more than a page and the facts can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.language import message
from regulars.survey.blocks import Upload
from regulars.survey.definition import Item, Role
from regulars.survey.errors import EntryError
from regulars.survey.tags import attribute_expected, same_scale
from regulars.survey.tree import Tree

if TYPE_CHECKING:
    from regulars.survey.questionnaire import Questionnaire

MOST_PARTS = 400  # what one page may send; a channel refuses longer ones, and with them the answers
MOST_FILES = 5
MOST_IN_ALL = 1_000  # each is a column of the facts


def check_size(questionnaire: Questionnaire) -> None:
    """Raise ``EntryError`` where no page, or no table of the facts, could take all that is asked."""
    parts = [sum(one.parts for one in block.fields()) for block in questionnaire.blocks]
    if sum(parts) > MOST_IN_ALL:
        raise EntryError(
            ("blocks",),
            message(
                "{n} answers are asked for, and a questionnaire takes {most} at most. "
                "Make several questionnaires of it.",
                n=sum(parts),
                most=MOST_IN_ALL,
            ),
        )
    uploads = [at for at, block in enumerate(questionnaire.blocks) if isinstance(block, Upload)]
    if len(uploads) > MOST_FILES:
        raise EntryError(
            ("blocks", uploads[MOST_FILES]),
            message("a questionnaire asks for {most} photos and files at most. Take one out.", most=MOST_FILES),
        )
    for page in questionnaire.pages:
        if (on_page := sum(parts[at] for at in page)) > MOST_PARTS:
            raise EntryError(
                ("blocks", page[0]),
                message(
                    "{n} answers are asked for on the page that begins here, and one page takes {most} at most. "
                    "Begin a new page further down: page: true.",
                    n=on_page,
                    most=MOST_PARTS,
                ),
            )


def check_tree(tree: Tree, items: tuple[Item, ...]) -> None:
    """Raise ``EntryError`` where the tree weighs what nobody rates."""
    rated = [item.key for item in items if item.numeric]
    for key in tree.items:
        if key not in rated:
            raise EntryError(
                ("tree",),
                message("there is no rating “{key}”. The tree can use: {known}.", key=key, known=tuple(rated)),
            )


def check_expectations(items: tuple[Item, ...]) -> None:
    """Raise ``EntryError`` for an expectation that nothing answers: it would be asked for nothing."""
    rated = {item.key: item for item in items if item.role is Role.ATTRIBUTE}
    for item in items:
        key = attribute_expected(item)
        if key is not None and (key not in rated or not same_scale(item, rated[key])):
            raise EntryError(
                ("blocks",),
                message(
                    "“{item}” asks what was expected of “{key}”; that needs an attribute “{key}” on the same scale. "
                    "There are: {known}.",
                    item=item.key,
                    key=key,
                    known=tuple(rated),
                ),
            )

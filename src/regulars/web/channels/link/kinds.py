"""Each kind of block as its template needs it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from regulars.language import message
from regulars.survey import Item
from regulars.survey.blocks import (
    BestWorst,
    Block,
    Choice,
    Choices,
    Comment,
    Consent,
    ConstantSum,
    DayQuestion,
    Information,
    Kano,
    Number,
    Photo,
    Prices,
    Quantity,
    Ranking,
    Ratings,
    Upload,
)
from regulars.survey.blocks.best_worst import ENDS
from regulars.survey.blocks.parted import Parted
from regulars.survey.blocks.ratings import WHY
from regulars.survey.fields import CHOSEN, NONE, SEPARATOR
from regulars.survey.order import in_order
from regulars.web.channels.link.forms import LARGEST_FILE
from regulars.web.words import say as said

if TYPE_CHECKING:
    from regulars.web.channels.link.shown import Page

ROOM = 23  # what fits on the line of a question beside the word of the chosen number, on a phone of 360 px


def wide(words: str) -> int:
    """How wide words are, in halves of a Han character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _ratings(page: Page, block: Ratings) -> dict[str, Any]:
    rows, items = [], {item.key: item for item in block.questions}
    for item in map(items.__getitem__, page.order(block)):
        row = page.row(item, block.scale, block.not_used, block.probe and block.probe.at_most)
        row["question"] = page.say(item.label)
        row["long"] = wide(row["question"]) > ROOM
        if block.probe is not None:
            name = WHY + item.key
            row["why"] = {
                "name": name,
                "label": page.say(block.probe.label),
                "longest": block.probe.longest,
                "typed": page.filled.typed.get(name, ""),
                "error": page.error(name),
            }
        rows.append(row)
    return {"heading": page.say(block.heading), "ends": page.ends(block.scale), "rows": rows}


def _number(page: Page, block: Number) -> dict[str, Any]:
    row = page.row(block.question, block.scale, block.not_used)
    # The whole question stands above; the word of the chosen number gets a line of its own where there is one.
    row["long"] = any(point["word"] for point in row["points"][1:-1])
    return {"row": row, "ends": page.ends(block.scale)}


def _choice(page: Page, block: Choice) -> dict[str, Any]:
    item = block.question
    return {
        "key": item.key,
        "question": page.say(item.text or item.label),
        "options": [
            {"value": key, "word": page.say(item.options[key]), "checked": page.filled.typed.get(item.key) == key}
            for key in page.order(block)
        ],
        "error": page.error(item.key),
    }


def _comment(page: Page, block: Comment) -> dict[str, Any]:
    return {**_typed(page, block.question), "longest": block.longest}


def _consent(page: Page, block: Consent) -> dict[str, Any]:
    return {
        "key": block.key,
        "value": CHOSEN,
        "label": page.say(block.label),
        "checked": block.key in page.filled.typed,
        "error": page.error(block.key),
    }


def _choices(page: Page, block: Choices) -> dict[str, Any]:
    ticked = page.filled.typed.get(block.key, "").split(SEPARATOR)
    words = {key: block.options[key] for key in page.order(block)}
    words |= {} if block.none is None else {NONE: block.none}
    options = [{"value": key, "word": page.say(one), "checked": key in ticked} for key, one in words.items()]
    most = "" if block.at_most is None else said(message("{n} at most", n=block.at_most))
    return {**_question(page, block), "options": options, "most": most}


def _ranking(page: Page, block: Ranking) -> dict[str, Any]:
    places = [str(place) for place in range(1, len(block.options) + 1)]
    return {**_question(page, block), "places": places, "parts": _parts(page, block)}


def _sum(page: Page, block: ConstantSum) -> dict[str, Any]:
    rest = said(message("{total} points in all", total=block.total))
    return {**_question(page, block), "most": rest, "parts": _parts(page, block)}


def _prices(page: Page, block: Prices) -> dict[str, Any]:
    return {**_question(page, block), "after": block.currency, "parts": _parts(page, block)}


def _best_worst(page: Page, block: BestWorst) -> dict[str, Any]:
    sets = []
    for at, row in enumerate(block.sets, 1):
        names = {end: block.name(f"{at}-{end}") for end in ENDS}
        chosen = {end: page.filled.typed.get(name) for end, name in names.items()}
        sets.append(
            {
                "title": said(message("{n} of {all}", n=at, all=len(block.sets))) if len(block.sets) > 1 else "",
                **names,
                "error": page.error(names["best"]) or page.error(names["worst"]),
                "rows": [
                    {"value": key, "word": page.say(block.options[key]), **{end: chosen[end] == key for end in ENDS}}
                    for key in in_order(row, page.order(block))
                ],
            }
        )
    return {**_question(page, block), "sets": sets}


def _kano(page: Page, block: Kano) -> dict[str, Any]:
    questions = []
    for name, words in block.questions():
        chosen = page.filled.typed.get(name)
        options = [
            {"value": str(point), "word": page.say(block.scale.labels[point]), "checked": chosen == str(point)}
            for point in range(block.scale.low, block.scale.high + 1)
        ]
        questions.append({"key": name, "question": page.say(words), "options": options, "error": page.error(name)})
    return {"heading": page.say(block.label), "questions": questions}


def _quantity(page: Page, block: Quantity) -> dict[str, Any]:
    return {**_typed(page, block.question), "after": page.say(block.after), "decimals": block.decimals}


def _day(page: Page, block: DayQuestion) -> dict[str, Any]:
    return _typed(page, block.question)


def _upload(page: Page, block: Upload) -> dict[str, Any]:
    photo = isinstance(block, Photo)
    kinds = "PNG, JPEG" if photo else "PDF, PNG, JPEG"
    return {
        "key": block.key,
        "question": page.say(block.text or block.label),
        "error": page.error(block.key),
        "camera": photo,
        "accept": "image/jpeg,image/png" if photo else "application/pdf,image/jpeg,image/png",
        "hint": said(message("{kinds}, up to {limit} MB", kinds=kinds, limit=LARGEST_FILE >> 20)),
        "kept": page.filled.files.get(block.key, ""),
    }


def _information(page: Page, block: Information) -> dict[str, Any]:
    return {"heading": page.say(block.heading), "text": page.say(block.text)}


def _typed(page: Page, item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "question": page.say(item.text or item.label),
        "typed": page.filled.typed.get(item.key, ""),
        "error": page.error(item.key),
    }


def _question(page: Page, block: Parted) -> dict[str, Any]:
    return {"key": block.key, "question": page.say(block.text or block.label), "error": page.error(block.key)}


def _parts(page: Page, block: Parted) -> list[dict[str, Any]]:
    return [
        {
            "name": block.name(key),
            "word": page.say(block.options[key]),
            "typed": page.filled.typed.get(block.name(key), ""),
            "error": page.error(block.name(key)),
        }
        for key in (page.order(block) or block.options)
    ]


SHOWN: dict[type[Block], Any] = {
    Ratings: _ratings,
    Number: _number,
    Choice: _choice,
    Choices: _choices,
    Ranking: _ranking,
    ConstantSum: _sum,
    BestWorst: _best_worst,
    Kano: _kano,
    Quantity: _quantity,
    Prices: _prices,
    DayQuestion: _day,
    Photo: _upload,
    Upload: _upload,
    Comment: _comment,
    Consent: _consent,
    Information: _information,
}

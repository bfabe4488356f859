"""Which blocks show, as a style sheet: a page without a script that asks only what fits the answers so far.

A condition becomes a selector over what is pressed. Browsers that know ``:has`` hide what is not asked; older ones
show everything, with the condition in words. In either, the server puts aside what does not count. A page never hides
what the server would ask: where what is pressed cannot tell, the block shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from math import prod

from regulars.survey import Questionnaire
from regulars.survey.blocks import Block, Ranking
from regulars.survey.conditions import Condition, holds, names_in
from regulars.survey.conditions.terms import All, Any, Not
from regulars.survey.fields import CHOSEN, FlagField, NumberField, OptionField, SeveralField

NEVER = ":not(*)"
SOME_DAY = date(2000, 1, 1)  # what a page can decide hangs on no day
MOST_WAYS = 500  # of pressing the buttons of one comparison
LONGEST = 20_000  # characters of a selector; a phone must match it at every tap

# Field of a condition -> every way of answering it: (selector of the form, answer). None for words, days and amounts.
Ways = Mapping[str, list[tuple[str, object]]]


def rules(questionnaire: Questionnaire) -> bytes:
    """The sheet; empty where everything is asked of everybody."""
    ways: dict[str, list[tuple[str, object]]] = {}
    found = []
    for at, block in enumerate(questionnaire.blocks, 1):
        wanted = "" if block.when is None else selector(block.when, ways)
        if wanted:
            found.append(
                f"form:not({wanted}) #_when-{at}{{display:none}}#_when-{at}>.if{{display:none}}"
                f"#_when-{at}>.if+*{{margin-top:32px}}"
            )
        if wanted is not None:
            # What is hidden stays pressed and does not count: nothing below may hang on it.
            for name, pressed, answer in ways_of(block):
                ways.setdefault(name, []).append((wanted + pressed, answer))
    return f"@supports selector(:has(a)){{{''.join(found)}}}".encode() if found else b""


def selector(condition: Condition, ways: Ways) -> str | None:
    """What a form matches while the condition holds; None where what is pressed cannot tell."""
    match condition:
        case All(conditions) | Any(conditions):
            parts = [selector(one, ways) for one in conditions]
            whole = [part for part in parts if part is not None]
            if len(whole) < len(parts):
                return None
            found = "".join(whole) if isinstance(condition, All) else f":is({','.join(whole)})"
        case Not(inner):
            part = selector(inner, ways)
            if part is None:
                return None
            found = f":not({part})"
        case _:
            return _test(condition, ways)
    return found if len(found) <= LONGEST else None


def _test(test: Condition, ways: Ways) -> str | None:
    """Every way of answering its fields is tried."""
    names = names_in(test)
    each = [ways.get(name, []) for name in names]
    if not 0 < prod(map(len, each)) <= MOST_WAYS:
        return None
    fitting = [
        "".join(pressed for pressed, _ in way)
        for way in product(*each)
        if holds(test, {name: answer for name, (_, answer) in zip(names, way, strict=True)}, SOME_DAY)
    ]
    if not fitting:
        return NEVER
    found = fitting[0] if len(fitting) == 1 else f":is({','.join(fitting)})"
    return found if len(found) <= LONGEST else None


def ways_of(block: Block) -> Iterator[tuple[str, str, object]]:
    """Fields of its conditions, each with a selector of the form and the answer that it stands for."""
    for field in block.fields():
        match field:
            case FlagField(name=name):
                yield name, _pressed(name, CHOSEN), True
            case OptionField(name=name, options=options):
                yield from ((name, _pressed(name, option), option) for option in options)
            case NumberField(name=name, scale=scale):
                join = " " if isinstance(block, Ranking) else ""  # a place is an option within a list
                for point in range(scale.low, scale.high + 1):
                    yield name, _pressed(name, str(point), join), point
            case SeveralField(name=name, options=options):
                for option in options:
                    ticked = _pressed(name, option)
                    yield name, ticked, (option,)
                    yield f"{name}-{option}", ticked, 1
                    yield f"{name}-{option}", f':has([name="{name}"]:checked):not({ticked})', 0


def _pressed(name: str, value: str, join: str = "") -> str:
    """Keys and values hold letters, digits and hyphens only: they are checked where the questionnaire is read."""
    return f':has([name="{name}"]{join}[value="{value}"]:checked)'

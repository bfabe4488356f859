"""Which blocks show, as a style sheet: a page without a script that asks only what fits the answers so far.

A condition becomes a selector over the buttons that are pressed. Browsers that know ``:has`` hide what is not asked;
older ones show everything, with the condition in words. In either, the server puts aside what does not count.
"""

from __future__ import annotations

from datetime import date
from itertools import product

from regulars.survey import Questionnaire
from regulars.survey.conditions import Condition, Kind, Known, Vocabulary, holds, names_in
from regulars.survey.conditions.terms import All, Any, Has, Not
from regulars.survey.fields import CHOSEN

NEVER = ":not(*)"
SOME_DAY = date(2000, 1, 1)  # what a page can decide hangs on no day


def rules(questionnaire: Questionnaire) -> bytes:
    """The sheet; empty where everything is asked of everybody."""
    known, found = Vocabulary(), []
    for at, block in enumerate(questionnaire.blocks, 1):
        wanted = None if block.when is None else selector(block.when, known)
        if wanted is not None:
            found.append(
                f"form:not({wanted}) #when-{at}{{display:none}}#when-{at}>.if{{display:none}}"
                f"#when-{at}>.if+*{{margin-top:32px}}"
            )
        known |= Vocabulary.of(block.known())
    return f"@supports selector(:has(a)){{{''.join(found)}}}".encode() if found else b""


def selector(condition: Condition, known: Vocabulary) -> str | None:
    """What a form matches while the condition holds; None where buttons alone cannot tell."""
    match condition:
        case All(conditions) | Any(conditions):
            parts = [selector(one, known) for one in conditions]
            if None in parts:
                return None
            whole = [part for part in parts if part is not None]
            return "".join(whole) if isinstance(condition, All) else f":is({','.join(whole)})"
        case Not(inner):
            part = selector(inner, known)
            return None if part is None else f":not({part})"
        case Has(field, value):
            return _pressed({field.name: value})
    return _test(condition, known)


def _test(test: Condition, known: Vocabulary) -> str | None:
    """Every way of pressing the buttons of its fields is tried."""
    names = names_in(test)
    buttons = [_buttons(known[name]) for name in names]
    if not all(buttons):
        return None
    ways = [dict(zip(names, way, strict=True)) for way in product(*buttons)]
    fitting = [way for way in ways if holds(test, {name: answer for name, (_, answer) in way.items()}, SOME_DAY)]
    if not fitting:
        return NEVER
    found = [_pressed({name: sent for name, (sent, _) in way.items()}) for way in fitting]
    return found[0] if len(found) == 1 else f":is({','.join(found)})"


def _buttons(known: Known) -> list[tuple[str, object]]:
    """What each button sends, and the answer that it stands for; none for words, days and open numbers."""
    match known.kind:
        case Kind.FLAG:
            return [(CHOSEN, True)]
        case Kind.CHOICE:
            return [(option, option) for option in known.options]
        case Kind.NUMBER if known.low is not None and known.high is not None:
            return [(str(point), point) for point in range(int(known.low), int(known.high) + 1)]
    return []


def _pressed(values: dict[str, str]) -> str:
    """Keys and values hold letters, digits and hyphens only: they are checked where the questionnaire is read."""
    return "".join(f':has([name="{name}"][value="{value}"]:checked)' for name, value in values.items())

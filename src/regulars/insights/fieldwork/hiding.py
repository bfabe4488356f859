"""Which rows of a breakdown are too small to be shown in a study that promised that nobody is known."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.language import Count, Missing, message


def hidden(answers: Mapping[str, int], smallest: int) -> frozenset[str]:
    """Rows with fewer answers than ``smallest``; where it is one, the next smallest too: the total would tell it.

    >>> sorted(hidden({"a": 3, "b": 30, "c": 12}, 10))
    ['a', 'c']
    >>> hidden({"a": 3, "b": 30}, 0)
    frozenset()
    """
    few = [key for key, count in answers.items() if 0 < count < smallest]
    if len(few) == 1 and len(answers) > 1:
        others = [key for key, count in answers.items() if key not in few and count]
        few += sorted(others, key=lambda key: answers[key])[:1]
    return frozenset(few)


def few(smallest: int) -> Missing:
    """What stands in the place of their numbers."""
    return Missing(message("not shown", least=Count(smallest)))

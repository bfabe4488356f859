"""Whom a few letters mean: those whose words begin so first, then those that have them anywhere."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from regulars.web.accounts.access import UnitScope
from regulars.web.jobs.models import Job
from regulars.web.jobs.models import State as JobState
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.search import table
from regulars.web.people.search.few import having_of_few
from regulars.web.people.search.grams import folded, wanted, words_of
from regulars.web.people.search.indexing import WORK, further_words

# Where the reader's units have no more customers than these, they are looked through: the index knows all customers of
# the company who have a piece, and most of them are not theirs.
FEW = 10_000
# Nobody leafs through more; who means somebody in particular types another letter.
MOST = 1_000


@dataclass(frozen=True)
class Found:
    """Keys of customers. ``first``: their name or number begins so; ``more``: there are others beside."""

    first: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()
    more: bool = False

    @property
    def all(self) -> tuple[int, ...]:
        """Everybody that was found."""
        return (*self.first, *self.rest)


def find(text: str, scope: UnitScope, *, most: int = MOST) -> Found | None:
    """Customers of a scope by fragments of number, name, address or telephone; None where nothing is asked for."""
    words = folded(text)
    if not words:
        return Found() if text.strip() else None
    keys = _candidates(words, scope, most)
    # Pieces of two words may look like a fragment that is in neither: the words themselves decide.
    rows = Customer.objects.filter(pk__in=keys[: 2 * most]).values_list("pk", "name", "number", "words")
    meant, unsure = [], []
    for row in rows:
        (meant if _all_in(words, words_of(row[3])) else unsure).append(row)
    further = further_words([row[0] for row in unsure]) if unsure else {}
    meant += [row for row in unsure if row[0] in further and _all_in(words, words_of(f"{row[3]} {further[row[0]]}"))]
    ranked = [(_rank(words, name, number), key) for key, name, number, _ in meant]
    kept = sorted(ranked, key=lambda one: one[0])[:most]
    first = tuple(key for rank, key in kept if rank == 0)
    return Found(first, tuple(key for rank, key in kept if rank), len(keys) > most)


def incomplete() -> bool:
    """Whether some customers cannot be found yet."""
    return Job.objects.filter(work=WORK, state__in=[JobState.WAITING, JobState.RUNNING]).exists()


def _candidates(words: Sequence[str], scope: UnitScope, most: int) -> list[int]:
    """Who has the pieces: those whose words begin so, and where there is room, those that have them anywhere."""
    if scope.unit_ids is not None and _few(scope.unit_ids):
        beginning = wanted(words, beginning=True)
        return having_of_few(wanted(words), beginning, units=sorted(scope.unit_ids), most=most + 1)
    keys = _having(words, scope, most, beginning=True)
    return keys if len(keys) > most else list(dict.fromkeys([*keys, *_having(words, scope, most)]))


def _few(units: Set[int]) -> bool:
    return 0 < CustomerUnit.objects.filter(unit__in=units).order_by().values("pk")[: FEW + 1].count() <= FEW


def _having(words: Sequence[str], scope: UnitScope, most: int, *, beginning: bool = False) -> list[int]:
    among, values = _within(scope)
    return table.having(wanted(words, beginning=beginning), among=among, values=values, most=most + 1)


def _within(scope: UnitScope) -> tuple[str, Sequence[int]]:
    """The rule of who sees a customer (``known_at``), in the query itself."""
    if scope.unit_ids is None:
        return "", ()
    units = sorted(scope.unit_ids)
    places = ", ".join(["%s"] * len(units)) or "NULL"
    here = CustomerUnit._meta.db_table
    return (
        f"EXISTS (SELECT 1 FROM {here} WHERE {here}.customer_id = found.customer_id AND unit_id IN ({places}))",  # noqa: S608 - ours
        units,
    )


def _all_in(words: Sequence[str], there: Sequence[str]) -> bool:
    return all(any(word in one for one in there) for word in words)


def _rank(words: Sequence[str], *texts: str) -> int:
    """0: a name or number begins so; 1: its words do; 2: it is somewhere within, or in an address."""
    said = [folded(text) for text in texts]
    if any("".join(one).startswith("".join(words)) for one in said):
        return 0
    return 1 if any(all(any(part.startswith(word) for part in one) for word in words) for one in said) else 2

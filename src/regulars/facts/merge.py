"""From staged rows to rows of a table, each at most once: the one step behind every import.

A stage is a Parquet file that an importer wrote: the columns of the contract with ``customer_id`` (canonical
text, or empty) in place of ``customer``, and ``row``, the row's number in the file. Of each staged row it is
decided whether it is *new*, *known* (the same key and values), a *correction* (the same key, other values: the old
row is replaced), *refused* (its customer was erased), or *ambiguous* (see ``baskets.py``). All of it is one commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.facts.baskets import Baskets
from regulars.facts.database import connection
from regulars.facts.disk import room_needed
from regulars.facts.history import already_imported
from regulars.facts.merging import Merge, MergeCounts
from regulars.facts.ratings import derive_ratings
from regulars.facts.table import Table

if TYPE_CHECKING:
    from regulars.facts.store import Facts
    from regulars.survey.definition import Survey

__all__ = ["Baskets", "MergeCounts", "merge_answers", "merge_purchases"]


def merge_purchases(
    facts: Facts,
    stage: Path,
    *,
    digest: str,
    note: Mapping[str, str],
    baskets: Baskets = "ask",
    undoable: bool = True,
) -> MergeCounts:
    """Bring staged purchase lines into ``purchases``.

    ``digest`` stands for the file and its mapping: once imported (and not undone), the same digest changes
    nothing. Lines without a number are numbered by their place within (source, purchase); ``baskets`` says what
    becomes of a basket of which the table already holds other lines. The column ``basket`` is stored as staged:
    the mapped purchase id, or empty where the file has none.
    """
    table = facts.purchases_table
    with facts.writing(table):
        if (rows := already_imported(table, digest)) is not None:
            return MergeCounts(known=rows)
        with _merge(facts, table, stage) as merge:
            merge.number_lines()
            merge.take_last_of_repeats()
            merge.compare()
            merge.settle_baskets(baskets)
            return merge.finish(digest, note, undoable=undoable)


def merge_answers(facts: Facts, survey: Survey, stage: Path, *, digest: str, note: Mapping[str, str]) -> MergeCounts:
    """Bring staged responses into ``answers/<survey>`` and store the survey's definition beside them.

    The key is (source, response). Items that are new in this version become new columns; the definition keeps the
    items of earlier versions.
    """
    table = facts.answers_table(survey)
    with facts.writing(table):
        survey = facts.definitions.joined(survey)
        if (rows := already_imported(table, digest)) is not None:
            facts.definitions.write(survey)
            derive_ratings(facts, survey.name)
            return MergeCounts(known=rows)
        with _merge(facts, table, stage) as merge:
            merge.take_last_of_repeats()
            merge.compare()
            counts = merge.finish(digest, {**note, "survey": facts.definitions.text(survey)}, undoable=True)
        facts.definitions.write(survey)
        derive_ratings(facts, survey.name)
        return counts


@contextmanager
def _merge(facts: Facts, table: Table, stage: Path) -> Iterator[Merge]:
    with facts.workspace() as folder, room_needed(facts.home), connection(folder) as db:
        yield Merge(facts.home, facts.keys, table, stage, folder, db)

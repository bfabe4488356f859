"""One company's facts: a folder with tables, keys and surveys.

::

    facts.json           marks the folder, and says the company's currency
    rates.json           what other currencies are worth in it
    lock, stage/         one writer, and its working space
    keys/                customer ids and their random keys
    joins/               whose rows are another's
    purchases/           Delta table
    answers/<survey>/    Delta tables
    ratings/             Delta table: one row a response and item, over all surveys
    customer_scores/     Delta table, derived from the others
    surveys/<name>.json  the definitions
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from regulars.facts import copying, erasure, history, joining, lock, scores, undo, weighing
from regulars.facts.answer_files import AnswerFiles, KeptFiles
from regulars.facts.contracts import PURCHASES, RATINGS, answers_contract
from regulars.facts.database import connection
from regulars.facts.definitions import Definitions, checked
from regulars.facts.disk import room_needed
from regulars.facts.folder import opened, settings, settle
from regulars.facts.imports import set_aside
from regulars.facts.joins import Join
from regulars.facts.keys import CustomerKeys, FileKeys
from regulars.facts.periods import day_of
from regulars.facts.rates import Rate, RatesChanged, RatesFile, Unrated
from regulars.facts.ratings import derive_ratings
from regulars.facts.reading import Purchases, Reader
from regulars.facts.responses import LiveResponse
from regulars.facts.table import Table
from regulars.facts.totals import PurchaseTotals
from regulars.language import Message, Text
from regulars.survey.definition import Survey
from regulars.survey.mapping import ResponseMapping

if TYPE_CHECKING:
    from regulars.facts.imports import ImportReport, PurchaseMapping

_LAST = 'select max("day") as last from {table}'
Progress = Callable[[Message, int, int | None], None]


def open_facts(path_or_url: str | Path, *, keys: CustomerKeys | None = None) -> Facts:
    """The facts in this folder; made when the folder is absent or empty.

    Raises ``NotAFactsFolderError`` for a folder that holds other things. ``keys`` replaces the map of customer
    keys that is kept in files.
    """
    return Facts(opened(path_or_url), keys)


@dataclass(frozen=True)
class TableStatus:
    """One table, for ``regulars doctor``."""

    table: str
    rows: int
    files: int
    bytes: int
    version: int
    last_import: datetime | None


class Facts:
    """What happened, in columns. Make one by :func:`open_facts`."""

    def __init__(self, home: Path, keys: CustomerKeys | None = None) -> None:
        self.home = home
        self.keys: CustomerKeys = keys or FileKeys(home / "keys")
        self.definitions = Definitions(home / "surveys")
        self.purchases_table = Table(home / "purchases", PURCHASES)
        self.ratings_table = Table(home / "ratings", RATINGS, sort=("survey", "metric", "day"))
        self.wait_seconds = lock.WAIT_SECONDS
        self._rates = RatesFile(home, lambda: self.own_currency)
        self._reader = Reader(lambda: self.currency, self._rates)
        self._kept_files = KeptFiles()

    # --- bringing in ---

    def import_purchases(
        self,
        file: str | Path,
        columns: Mapping[str, str] | None = None,
        *,
        mapping: PurchaseMapping | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
        **options: Any,
    ) -> ImportReport:
        """Import purchase lines from a CSV, TSV, XLSX or Parquet file."""
        from regulars.facts.imports.engine import import_purchases

        return import_purchases(self, file, columns, mapping=mapping, dry_run=dry_run, progress=progress, **options)

    def import_responses(
        self,
        file: str | Path,
        mapping: ResponseMapping,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
        **options: Any,
    ) -> ImportReport:
        """Import the answers of a survey."""
        from regulars.facts.imports.engine import import_responses

        return import_responses(self, file, mapping, dry_run=dry_run, progress=progress, **options)

    def undo_last_import(self, *, expected: str | None = None) -> undo.UndoReport:
        """Take back the last import; with ``expected`` only if it is that one."""
        return undo.undo_last_import(self, expected=expected)

    def publish_survey(self, survey: Survey) -> None:
        """Write the definition of a survey that Regulars asks, before its first response comes."""
        copying.publish_survey(self, survey)

    def copy_responses(
        self, responses: Iterable[LiveResponse], *, surveys: Iterable[Survey], batch: int, store_id: str
    ) -> copying.CopyReport:
        """Append a batch of responses that Regulars received, exactly once. See ``copying.py``."""
        return copying.copy_responses(self, responses, surveys=surveys, batch=batch, store_id=store_id)

    def replace_responses(
        self, responses: Iterable[LiveResponse], *, surveys: Iterable[Survey], batch: int, store_id: str
    ) -> copying.CopyReport:
        """All responses that Regulars received anew; imported ones stay."""
        return copying.replace_responses(self, responses, surveys=surveys, batch=batch, store_id=store_id)

    def weigh(self, survey: str, weights: Mapping[str, float | None]) -> int:
        """Give responses that were copied their survey weights; how many had another one. See ``weighing.py``."""
        return weighing.weigh(self, survey, weights)

    def publish_weightings(self, survey: str, margins: Mapping[str, Iterable[Text]]) -> bool:
        """Say to what the answers of each wave are weighted."""
        return weighing.publish_weightings(self, survey, margins)

    def last_batch(self, store_id: str) -> int:
        """The highest number of a batch that came from this store; a store that counts lower was restored."""
        return copying.last_batch(self, store_id)

    def imports(self) -> tuple[history.Import, ...]:
        """All imports, the latest first."""
        return history.imports(self.tables())

    def already_imported(self, table: str, digest: str) -> int | None:
        """The rows of the import with this digest, if it stands; ``table``: ``purchases`` or ``answers/<survey>``."""
        return history.already_imported(self._table(table), digest)

    # --- asking ---

    def purchases(self) -> Any:
        """All purchase lines, as an Ibis table."""
        return self._reader.table(self.purchases_table)

    def purchase_summary(self, period: str = "week", until: date | str | None = None) -> pa.Table:
        """Each customer's buying: customer, frequency, recency, T, monetary, first. See ``summary.py``."""
        return self._reader.summary(self.purchases_table, period, until)

    def transactions(self, until: date | str | None = None) -> pa.Table:
        """The days on which customers bought (customer, day), up to a day; by customer and day. See ``summary.py``."""
        return self._reader.transactions(self.purchases_table, until)

    def purchase_totals(self, until: date | str | None = None) -> PurchaseTotals:
        """Counts and sums of all purchases, up to a day."""
        return self._reader.totals(self.purchases_table, until)

    def last_purchase(self) -> date | None:
        """The last day with a line of a purchase; None where there is none."""
        found: date | None = self.ask(self.purchases_table, _LAST, {})["last"][0].as_py()
        return found

    def net_by_customer(self, until: date | str | None = None) -> pa.Table:
        """What each known customer brought in all (customer, net), up to a day; in ascending order of the keys."""
        return self._reader.net_by_customer(self.purchases_table, until)

    def about_purchases(self) -> Purchases:
        """The column of the purchases that may be summed, their currency and their last day. Raises where none may."""
        return self._reader.about(self.purchases_table)

    def bought(
        self, until: date | None = None, *, before: pa.Table | None = None, fresh: list[Path] | None = None
    ) -> pa.Table:
        """What each customer bought in all, up to a day: what scoring begins with; see ``bought.py``.

        With ``before`` (the same of an earlier day) only the customers of whom the ``fresh`` files hold a line are
        counted again.
        """
        return self._reader.bought(self.purchases_table, until, before, fresh)

    def customers(self) -> pa.Table:
        """Everybody who has a key (id, key): the only way from the facts back to the company's own ids."""
        return self._reader.rows(lambda: f"select id, key from {self.keys.relation()} order by key")

    def ask(self, table: Table, query: str, parameters: Mapping[str, Any]) -> pa.Table:
        """SQL over one table, for the readers of this floor; see ``person.py``."""
        return self._reader.ask(table, query, parameters)

    def surveys(self) -> list[str]:
        """Names of the surveys."""
        return self.definitions.names()

    def survey(self, name: str) -> Survey:
        """A survey's definition."""
        return self.definitions.read(name)

    def weightings(self, survey: str) -> dict[str, tuple[Text, ...]]:
        """Wave -> to what its answers are weighted, in words."""
        return weighing.weightings(self, survey)

    def answers(self, survey: str) -> Any:
        """All answers to a survey, as an Ibis table: one row a response, one column an item."""
        return self._reader.table(self.answers_table(self.survey(survey)))

    def ratings(self) -> Any:
        """One row a response and item, over all surveys, as an Ibis table."""
        return self._reader.table(self.ratings_table)

    def answer_files(self, survey: str) -> AnswerFiles:
        """The files that hold the answers to a survey now, for readers that keep what they have read of each."""
        return self._kept_files.now(Table(self.home / "answers" / checked(survey), answers_contract(_bare(survey))))

    def customer_scores(self, as_of: date | str | None = None) -> Any:
        """The latest scores of every customer, as an Ibis table; with ``as_of`` the latest known by that day.

        One row a customer, all of one day; no row before the first scoring. See ``scores.py`` for the columns.
        """
        until = day_of(as_of)
        table = self._reader.table(scores.scores_table(self))
        known = table if until is None else table.filter(table.day <= until)
        last = known.day.max().to_pyarrow().as_py()
        return table.filter(table.day == (last or date.min))

    def write_scores(self, rows: pa.Table, *, latest: bool = False) -> int:
        """Store the scores of one day; see :func:`regulars.facts.scores.write_scores`."""
        return scores.write_scores(self, rows, latest=latest)

    @property
    def own_currency(self) -> str | None:
        """The company's currency, if it was set."""
        own = settings(self.home).get("currency")
        return str(own) if own else None

    @property
    def currency(self) -> str | None:
        """The company's currency, if it was set; else the one currency of the purchases; else None."""
        own = self.own_currency
        if own:
            return own
        found = self._reader.currencies(self.purchases_table)
        return found[0] if len(found) == 1 else None

    def set_currency(self, currency: str) -> None:
        """Name the company's currency (ISO 4217)."""
        with lock.one_writer(self.home, wait_seconds=self.wait_seconds):
            settle(self.home, currency=currency)

    def rates(self) -> tuple[Rate, ...]:
        """The rates into the company's currency, by currency and day. See ``rates.py``."""
        found = self._rates.now()
        return found.rates if found else ()

    def add_rates(self, rates: Iterable[Rate], *, anew: bool = False) -> RatesChanged:
        """Keep these rates, in place of those of the same currency and day; with ``anew`` in place of all.

        They hold for the purchases that are here, too. Raises ``RateError``; then nothing has changed.
        """
        with lock.one_writer(self.home, wait_seconds=self.wait_seconds):
            return self._rates.keep(rates, anew=anew)

    def remove_rates(self, those: Collection[tuple[str, date]]) -> int:
        """Take away the rates of these currencies and days: the one before holds on. Returns how many there were."""
        with lock.one_writer(self.home, wait_seconds=self.wait_seconds):
            return self._rates.remove(those)

    def unrated(self) -> list[Unrated]:
        """The purchase lines in other currencies that have no rate on their day."""
        return self._reader.unrated(self.purchases_table)

    @property
    def rates_mark(self) -> str:
        """Changes with the rates that hold; empty where there are none."""
        found = self._rates.now()
        return found.mark if found else ""

    # --- keeping ---

    def erase_customers(self, ids: Iterable[object]) -> erasure.Erased:
        """Erase customers for good, by their own ids; many cost hardly more than one."""
        return erasure.erase_customers(self, ids)

    def merge_customers(self, joins: Iterable[Join]) -> joining.JoinReport:
        """Rows of some customers are those of others, now and whatever comes later; see ``joining.py``."""
        return joining.merge_customers(self, joins)

    def part_customers(self, names: Collection[str], *, live: Mapping[str, str] | None = None) -> joining.JoinReport:
        """Take joins back: every row goes to where it came from."""
        return joining.part_customers(self, names, live=live)

    def compact(self) -> dict[str, tuple[int, int]]:
        """Few large sorted files instead of many small ones; table -> (files before, files after)."""
        tables = self.tables()
        with (
            self.writing(*tables),
            self.workspace() as folder,
            room_needed(self.home),
            connection(folder) as db,
        ):
            for name in self.surveys():
                derive_ratings(self, name)  # of an import that was killed before it came to them
            done = {table.contract.name: table.compact(db) for table in tables}
            erasure.forget_unused(self)
            return done

    def compact_small(self, limit: int = 100) -> dict[str, tuple[int, int]]:
        """The same for the small files alone, in tables that have more than ``limit`` files."""
        return copying.compact_small(self, limit)

    def tend(self) -> dict[str, tuple[int, int]]:
        """What is to be done every night: few files, no dead ones, a short log; table -> files before, after."""
        return copying.tend(self)

    def upgrade(self) -> dict[str, list[str]]:
        """Give every table the columns that this version knows; table -> those that were new to it."""
        tables = self.tables()
        with self.writing(*tables), room_needed(self.home):
            grown = {table.contract.name: table.grow() for table in tables}
        return {name: columns for name, columns in grown.items() if columns}

    def status(self) -> tuple[TableStatus, ...]:
        """Size, version and last import of each table."""
        found = []
        for table in self.tables():
            now = table.snapshot()
            times = [one.at for one in history.imports([table])]
            found.append(
                TableStatus(
                    table.contract.name, now.rows, len(now.files), now.bytes, now.version, max(times, default=None)
                )
            )
        return tuple(found)

    # --- for the importers and the writers of this floor ---

    def tables(self) -> list[Table]:
        """The purchases, the answers to every survey that has a table; ratings and scores once there are some."""
        surveys = sorted(folder.parent.name for folder in (self.home / "answers").glob("*/_delta_log"))
        scored = scores.scores_table(self)
        derived = [table for table in (self.ratings_table, scored) if (table.path / "_delta_log").is_dir()]
        return [self.purchases_table, *(self.answers_of(name) for name in surveys), *derived]

    def answers_of(self, survey: str) -> Table:
        """The table of a survey's answers, with the columns that it has."""
        return self.answers_table(_bare(survey))

    def answers_table(self, survey: Survey) -> Table:
        """The table of a survey's answers, with the columns of all its versions."""
        path = self.home / "answers" / checked(survey.name)
        stored = Table(path, answers_contract(_bare(survey.name))).schema()
        return Table(path, answers_contract(survey, stored))

    @contextmanager
    def writing(self, *tables: Table, waiting: Callable[[Message], None] | None = None) -> Iterator[None]:
        """The writer's lock, with everything gone that a killed run left behind."""
        with lock.one_writer(self.home, wait_seconds=self.wait_seconds, waiting=waiting):
            lock.sweep(self.home)
            set_aside.sweep(self.home)
            if isinstance(self.keys, FileKeys):
                self.keys.clean()
            for table in tables:
                table.clean()
            try:
                yield
            except BaseException:
                for table in tables:
                    table.clean()  # a failed run leaves nothing behind, not even until the next one
                raise

    def workspace(self) -> AbstractContextManager[Path]:
        """A folder for working files on the same disk; it vanishes, also after a crash."""
        return lock.workspace(self.home)

    def _table(self, name: str) -> Table:
        if name == "purchases":
            return self.purchases_table
        if name == scores.NAME:
            return scores.scores_table(self)
        return self.answers_of(name.removeprefix("answers/"))


def _bare(name: str) -> Survey:
    """A survey of which only the name matters: the table itself knows its columns."""
    return Survey(name, Text.of(name), ())

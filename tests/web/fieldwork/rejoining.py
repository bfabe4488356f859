"""Trying to find out who gave which answer in an anonymous study, by everything that lies about.

Everything that is stored is laid out as properties of persons and properties of responses: each column of each table,
each row's place and what the database itself knows of it (``rowid``; ``xmin`` and ``ctid``), each file's time and the
place in it. Then each property of the one side is compared with each of the other: are they equal, are they in the same
order, more than if the responses had been dealt out at random?
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import numpy as np
from django.apps import apps
from django.db import connection
from django.test import Client
from scipy.stats import rankdata

if TYPE_CHECKING:
    from regulars.web.research.fieldwork.models import Asked


DEALS = 1000
Property = dict[str, Any]  # somebody -> value


@dataclass
class Laid:
    """``persons`` and ``responses``: name of a property -> who has which value; ``both``: rows and files with both."""

    persons: dict[str, Property] = field(default_factory=lambda: defaultdict(dict))
    responses: dict[str, Property] = field(default_factory=lambda: defaultdict(dict))
    both: list[str] = field(default_factory=list)


def answer(one: Asked, **fields: str) -> str:
    """Answer as one person; the public id of what that made."""
    from regulars.web.research.fieldwork.tokens import token_of
    from regulars.web.research.models import Response

    before = set(Response.objects.values_list("public_id", flat=True))
    path, client = f"/s/to/{token_of(one.public_id)}", Client()
    found = re.search(rb'name="form" value="([^"]+)"', client.get(path).content)
    assert found is not None
    sent = urlencode({"form": found[1].decode(), **fields})
    assert client.post(path, sent, content_type="application/x-www-form-urlencoded").status_code == 303
    (new,) = set(Response.objects.values_list("public_id", flat=True)) - before
    return new


def laid_out(truth: Mapping[str, str], home: Path) -> Laid:
    """All there is. ``truth``: public id of a person -> public id of their response."""
    from regulars.web.research.fieldwork.models import Asked
    from regulars.web.research.fieldwork.tokens import token_of
    from regulars.web.research.models import Response

    people = {one.public_id: one for one in Asked.objects.filter(public_id__in=truth).select_related("customer")}
    names = {
        name: public_id
        for public_id, one in people.items()
        for name in (public_id, token_of(public_id), one.token_hash, one.to, one.to_hash)
    }
    answers = dict(Response.objects.filter(public_id__in=truth.values()).values_list("public_id", "nonce"))
    given = {name: public_id for public_id, nonce in answers.items() for name in (public_id, nonce)}
    laid = Laid()
    keys = _keys(people, list(answers))
    for model in apps.get_models(include_auto_created=True):
        for at, row in enumerate(_rows(model)):
            _lay(laid, model, at, row, names, given, keys)
    _lay_files(laid, home, names, given)
    return laid


def _keys(people: Mapping[str, Asked], answers: list[str]) -> tuple[dict[tuple[str, Any], str], ...]:
    from regulars.web.research.models import Response

    persons = {("fieldwork.asked", one.pk): public_id for public_id, one in people.items()}
    persons |= {("people.customer", one.customer_id): public_id for public_id, one in people.items()}
    persons |= {("outbox.outgoing", one.invitation_id): public_id for public_id, one in people.items()}
    persons.pop(("people.customer", None), None)
    persons.pop(("outbox.outgoing", None), None)
    rows = Response.objects.filter(public_id__in=answers).values_list("pk", "public_id")
    return persons, {("research.response", pk): public_id for pk, public_id in rows}


def _rows(model: Any) -> Iterator[dict[str, Any]]:
    if model._meta.db_table not in connection.introspection.table_names():  # nothing lies there
        return
    hidden = "rowid AS _rowid" if connection.vendor == "sqlite" else "xmin::text::bigint AS _xmin, ctid::text AS _ctid"
    columns = ", ".join(connection.ops.quote_name(one.column) for one in model._meta.local_concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {hidden}, {columns} FROM {connection.ops.quote_name(model._meta.db_table)}")
        heads = [one[0] for one in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(heads, row, strict=True))


def _lay(
    laid: Laid, model: Any, at: int, row: dict[str, Any], names: Mapping[str, str], given: Mapping[str, str], keys: Any
) -> None:
    label = model._meta.label_lower
    own, theirs = _named(model, row, names, keys[0]), _named(model, row, given, keys[1])
    if own and theirs:
        laid.both.append(f"{label} {row}")
    for side, found in ((laid.persons, own), (laid.responses, theirs)):
        if len(found) == 1:
            for name, value in {**row, "_place": at}.items():
                side[f"{label}.{name}"][next(iter(found))] = _plain(value)
    # A row of many tells of each of them the place at which they stand in it.
    texts = {name: value for name, value in row.items() if len(own) > 1 and isinstance(value, str)}
    for name, value in texts.items():
        for place, word in enumerate(_words(value)):
            if word in names:
                laid.persons[f"{label}.{name}, place"][names[word]] = place


def _named(model: Any, row: dict[str, Any], names: Mapping[str, str], keys: Mapping[tuple[str, Any], str]) -> set[str]:
    """Who a row is about: by its keys, and by every word in it."""
    found: set[str] = set()
    for one in model._meta.local_concrete_fields:
        target = model if one.primary_key and not one.related_model else one.related_model
        value = row[one.column]
        if target is not None and (at := (target._meta.label_lower, value)) in keys:
            found.add(keys[at])
        if isinstance(value, str):
            found |= {names[word] for word in _words(value) if word in names}
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[\w@.+-]+", text)


def _lay_files(laid: Laid, home: Path, names: Mapping[str, str], given: Mapping[str, str]) -> None:
    import pyarrow.parquet as pq

    for path in sorted(home.rglob("*")):
        if not path.is_file():
            continue
        label, content = str(path.relative_to(home)), path.read_bytes()
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path).read()
            content = repr(table.to_pylist()).encode()
        own = {one: at for name, one in names.items() if (at := content.rfind(name.encode())) >= 0}
        theirs = {one: at for name, one in given.items() if (at := content.rfind(name.encode())) >= 0}
        database = path.name == "regulars.sqlite3"
        if own and theirs and not database:
            laid.both.append(label)
        for side, found in ((laid.persons, own), (laid.responses, theirs)):
            for one, at in found.items():
                kind = "database" if database else label.partition("/")[0]
                side[f"file {kind}, offset"][one] = at
                side[f"file {kind}, time"][one] = path.stat().st_mtime_ns
                side[f"file {kind}, name"][one] = label


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str) and re.fullmatch(r"\(\d+,\d+\)", value):  # ctid
        return tuple(int(part) for part in value[1:-1].split(","))
    return str(value) if isinstance(value, list | dict | bytes | memoryview) else value


@dataclass(frozen=True)
class Verdict:
    """``worst``: the pair that tells the most; ``chance``: how often dealing out at random tells as much somewhere."""

    worst: str
    strength: float
    chance: float
    pairs: int


def same_order(laid: Laid, truth: Mapping[str, str], seed: int = 1) -> Verdict:
    """Whether two properties are in the same order, or the opposite one."""
    return _verdict(laid, truth, seed, _ranks)


def same_values(laid: Laid, truth: Mapping[str, str], seed: int = 1) -> Verdict:
    """Whether two properties are equal more often than by chance."""
    return _verdict(laid, truth, seed, None)


def _ranks(values: list[Any]) -> np.ndarray | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values) or len(set(known)) < 2:
        return None
    try:
        order = {value: place for place, value in enumerate(sorted(set(known)))}
    except TypeError:
        return None
    ranks = rankdata([order[value] for value in values])
    spread = ranks - ranks.mean()
    return np.asarray(spread / np.sqrt((spread**2).sum()))


def _verdict(laid: Laid, truth: Mapping[str, str], seed: int, ranks: Any) -> Verdict:
    """The strongest pair, against the strongest pair of a thousand deals of the same responses."""
    people, answers = list(truth), list(truth.values())
    ours = _side(laid.persons, people, ranks)
    theirs = _side(laid.responses, answers, ranks)
    if not ours or not theirs:
        return Verdict("nothing to compare", 0.0, 1.0, 0)
    shuffled = np.random.default_rng(seed)
    deals = [np.arange(len(people)), *(shuffled.permutation(len(people)) for _ in range(DEALS))]
    left, right = np.stack(list(ours.values())), np.stack(list(theirs.values()))
    if ranks is not None:
        strengths = [np.abs(left @ right[:, deal].T) for deal in deals]
    else:
        # Of two properties that agree, each equal pair counts for as much as it is rare.
        rare = 1 / np.stack([_sizes(row) for row in right])
        strengths = [
            np.stack([((one == right[:, deal]) * rare[:, deal]).sum(axis=1) for one in left]) / len(people)
            for deal in deals
        ]
    most = np.array([float(one.max()) for one in strengths])
    at = np.unravel_index(int(strengths[0].argmax()), strengths[0].shape)
    worst = f"{list(ours)[at[0]]} ~ {list(theirs)[at[1]]}"
    return Verdict(worst, float(most[0]), float((most[1:] >= most[0] - 1e-9).mean()), strengths[0].size)


def _side(properties: Mapping[str, Property], of: list[str], ranks: Any) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for name, known in properties.items():
        values = [known.get(one) for one in of]
        if ranks is not None:
            row = ranks(values)
        elif len({str(value) for value in values}) < 2:
            row = None
        else:  # a number that is equal is equal however it is written
            row = np.array([_code(str(value)) for value in values])
        if row is not None:
            found[name] = row
    return found


def _code(text: str) -> int:
    return zlib.crc32(text.encode())


def _sizes(row: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(row, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse])


def in_no_order(people: list[Asked], seed: int) -> list[Asked]:
    """As people answer."""
    random.Random(seed).shuffle(people)
    return people


def in_a_home(home: str, count: int) -> None:
    """The same in a process and a home folder of its own; tells what came of it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from regulars.web.company.models import Company
    from regulars.web.research.fieldwork.spending import write_down

    from .test_rejoining import carried_out

    Company.objects.get_or_create(pk=1)
    _, truth = carried_out(count)
    write_down()
    laid = laid_out(truth, Path(home))
    order, values = same_order(laid, truth), same_values(laid, truth)
    told = {"order": order.chance, "values": values.chance, "worst": [order.worst, values.worst], "both": laid.both}
    print(json.dumps({**told, "persons": sorted(laid.persons)}))

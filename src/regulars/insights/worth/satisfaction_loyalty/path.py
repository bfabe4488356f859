"""The way from what customers judge to satisfaction, to loyalty, and to what they are worth: as far as it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from regulars.insights.loyalty.answers import Pair
from regulars.insights.pictures.paths import block_name, path_diagram
from regulars.insights.report import Section, Words
from regulars.insights.satisfaction.layers import NAMES as LAYER_NAMES
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, floats, reach, scored
from regulars.language import Count, Message, message
from regulars.methods import PathModel, satisfaction_to_loyalty
from regulars.methods.columns import Floats
from regulars.methods.errors import MethodError
from regulars.methods.path import PathBootstrap
from regulars.methods.path.ready import LOYALTY_PATHS, VALUE
from regulars.survey import Item, Role
from regulars.survey.tags import LAYERS, tagged

if TYPE_CHECKING:
    from regulars.facts import Facts

KEY = "path"
TITLE = message("From satisfaction to loyalty")
MOST = 20_000  # customers drawn for the model, whose paths are then known to one in a hundred
RESAMPLES = 200
FEWEST = PathBootstrap.minimum_n
SIDES = {"Trust": "trust", "Commitment": "commitment"}

# Keys of customers are random, so that the first ones by key are a random draw.
LATEST = """
    select customer, {columns} from (
        select customer, max_by(struct_pack({packed}, unit := "unit"),
                                struct_pack(at := coalesce("at", "day"), "source", response)) as latest
        from {table}
        where customer is not null and {overall} is not null
            and ($until is null or "day" <= $until) and ($since is null or "day" >= $since)
        group by customer)
    {within} order by customer {limit}
"""


@dataclass(frozen=True)
class Blocks:
    """The items of each block that the survey asks; ``drivers`` lead to satisfaction, ``named`` says them in words."""

    drivers: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, ...]]
    scales: Mapping[str, tuple[int, int]]

    @property
    def lacking(self) -> tuple[Words, ...]:
        """Blocks of the model that the survey does not ask."""
        return tuple(block_name(name) for name in SIDES if name not in self.others)


def blocks_of(pair: Pair) -> Blocks | Message:
    """The layers of the attributes where they have several, else all of them together; trust and commitment by tag."""
    items = [item for item in pair.survey.items if item.rated and item.scale is not None]
    attributes = [item for item in items if item.role is Role.ATTRIBUTE]
    if not attributes:
        return message("“{survey}” asks for no attributes: there is nothing that could lead to satisfaction.",
                       survey=pair.survey.title)  # fmt: skip
    layers = {layer: [item for item in attributes if layer in item.tags] for layer in LAYERS}
    filled = {layer: _keys(inside) for layer, inside in layers.items() if inside}
    sides = {name: _keys([item for item in items if tagged(item, "loyalty:") == side]) for name, side in SIDES.items()}
    loyal = [item for item in items if item.role in (Role.REPURCHASE, Role.RECOMMEND)]
    others = {
        "Satisfaction": (pair.satisfaction.key,),
        **{name: keys for name, keys in sides.items() if keys},
        "Loyalty": _keys(loyal),
    }
    drivers = filled if len(filled) > 1 else {"Quality": _keys(attributes)}
    used = {key for keys in (*drivers.values(), *others.values()) for key in keys}
    scales = {item.key: (item.scale.low, item.scale.high) for item in items if item.key in used and item.scale}
    return Blocks(drivers, others, scales)


def _keys(items: list[Item]) -> tuple[str, ...]:
    return tuple(item.key for item in items)


def model_of(blocks: Blocks, *, value: bool) -> PathModel:
    """The published model where all of it was asked, else what is left of its paths."""
    worth = {VALUE: (VALUE,)} if value else {}
    if not blocks.lacking:
        return satisfaction_to_loyalty(
            {**blocks.others, **worth}, drivers=blocks.drivers, scale=blocks.scales or None
        )  # fmt: skip
    all_blocks = {**blocks.drivers, **blocks.others, **worth}
    paths = [(name, "Satisfaction") for name in blocks.drivers]
    paths += [path for path in LOYALTY_PATHS if set(path) <= set(all_blocks)]
    paths += [("Loyalty", VALUE)] if value else []
    return PathModel(all_blocks, paths, scheme="path", scale=blocks.scales)


def frame_of(facts: Facts, pair: Pair, blocks: Blocks, wish: Wish) -> dict[str, Floats]:
    """The last response of each customer, and what is expected of them; at most so many, drawn at random.

    With a value only where it is known of enough customers; then only they count.
    """
    said = _said(facts, pair, sorted(blocks.scales), wish)
    frame = {key: floats(said, key) for key in blocks.scales}
    scores = scored(facts, replace(wish, units=None, among=None), "value")
    known, who = scores["customer"].to_numpy(), said["customer"].to_numpy()
    place = np.minimum(np.searchsorted(known, who), max(len(known) - 1, 0))
    value = np.full(len(who), np.nan)
    if len(known):
        value = np.where(known[place] == who, floats(scores, "value")[place], np.nan)
    there = ~np.isnan(value)
    if int(there.sum()) >= FEWEST and np.ptp(value[there]) > 0:
        return {key: column[there] for key, column in (frame | {VALUE: value}).items()}
    return frame


def _said(facts: Facts, pair: Pair, keys: list[str], wish: Wish) -> pa.Table:
    table = facts.answers_table(pair.survey)
    if table.schema() is None or not set(keys) <= set(table.contract.names):
        return pa.table({"customer": pa.array([], pa.int64()), **{key: pa.array([], pa.float64()) for key in keys}})
    units = reach(wish)
    asked = {"since": wish.first, "until": wish.last} | ({} if units is None else {"units": sorted(units)})
    parts = {
        "{columns}": ", ".join(f'latest.i{at} as "{_safe(key)}"' for at, key in enumerate(keys)),
        "{packed}": ", ".join(f'i{at} := "{_safe(key)}"' for at, key in enumerate(keys)),
        "{overall}": f'"{_safe(pair.satisfaction.key)}"',
        "{within}": "" if units is None else "where list_contains($units, latest.unit)",
        "{limit}": f"limit {MOST}" if wish.among is None else "",
    }
    query = LATEST
    for name, words in parts.items():
        query = query.replace(name, words)
    found = facts.ask(table, query, asked)
    return among(found, None if wish.among is None else chosen(facts, wish)).slice(0, MOST)


def _safe(key: str) -> str:
    return key.replace('"', '""')


def path_section(facts: Facts, pair: Pair, wish: Wish) -> Section:
    """The diagram with intervals; or why there is none."""
    blocks = blocks_of(pair)
    if isinstance(blocks, Message):
        return Section(KEY, TITLE, blocks)
    frame = frame_of(facts, pair, blocks, wish)
    n = len(next(iter(frame.values())))
    if n < FEWEST:
        return Section(KEY, TITLE, message("Too few answers for a path model: {n} customers, it takes {needed}.",
                                           n=Count(n), needed=FEWEST))  # fmt: skip
    try:
        found = model_of(blocks, value=VALUE in frame).fit(frame).bootstrap(RESAMPLES, seed=0)
    except MethodError as error:
        return Section(KEY, TITLE, message("There is no path model: {why}", why=error.message))
    return _drawn(found, blocks, value=VALUE in frame)


def _drawn(found: PathBootstrap, blocks: Blocks, *, value: bool) -> Section:
    picture = path_diagram(found)
    names = {name: LAYER_NAMES.get(name) or block_name(name) for name in (*blocks.drivers, *blocks.others, VALUE)}
    table = picture.table
    if table is None:
        return picture
    nodes = tuple(replace(node, name=names.get(node.key, node.name)) for node in table.nodes)
    rows = tuple(
        replace(row, name=message("{cause} → {effect}", cause=names[cause], effect=names[effect]))
        for row in table.rows
        for cause, effect in [table.arrows[row.key]]
    )
    return replace(
        picture,
        key=KEY,
        title=TITLE,
        table=replace(table, key=KEY, nodes=nodes, rows=rows),
        definition=_definition(found, blocks, value=value),
    )


def _definition(found: PathBootstrap, blocks: Blocks, *, value: bool) -> Message:
    lacking: list[Words] = list(blocks.lacking) + ([] if value else [block_name(VALUE)])
    said = message(
        "The last responses of {n} customers; a missing answer counts as the mean of its question. Paths show what "
        "goes together along a way that was assumed: they prove no cause.",
        n=Count(found.n),
    )
    if not lacking:
        return said
    return message("{one} {other}", one=said, other=message("Not in the answers, and so not in the model: {blocks}.",
                                                            blocks=tuple(lacking)))  # fmt: skip

"""The commands of path models: ``ecsi``, ``satisfaction-to-loyalty``, and ``path-model`` with a model of your own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.calculations import options
from regulars.cli.calculations.command import CHART, FILE, JSON, NEEDED, draw, signed
from regulars.cli.errors import WrongUsageError
from regulars.cli.output import print_json
from regulars.cli.settings import Settings
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.methods import PathModel

SCHEMES = "centroid|factor|path"


def _option(flag: str, metavar: str, text: Message, default: str | bool = False) -> Any:
    return typer.Option(flag, metavar=metavar, show_default=default, help=text.template)


BLOCKS = Annotated[
    str | None,
    _option(
        "--blocks",
        "GROUPS",
        message("Your columns, where they are called otherwise, such as “Value: V1, V2; Complaints: C1”."),
    ),
]
SCHEME = Annotated[str | None, _option("--scheme", SCHEMES, message("How neighbouring blocks are weighed."))]
SCALE = Annotated[str | None, _option("--scale", "LOW-HIGH", message("Lowest and highest answer of the scale."))]
WEIGHT = Annotated[str | None, _option("--weight", "NAME", message("Column with the survey weight."))]
COUNT = Annotated[
    str | None, _option("--count", "NAME", message("Column that says how many answers a row stands for."))
]
CLUSTER = Annotated[
    str | None,
    _option("--cluster", "NAME", message("Column with the customer or account that gave several answers.")),
]
MISSING = Annotated[
    str | None, _option("--missing", "CODES", message("Codes that mean “no answer”, such as 0,6,Blank."))
]
INCOMPLETE = Annotated[
    str,
    _option(
        "--incomplete",
        "mean|casewise",
        message("Put the item’s mean in the place of a missing answer, or leave the row out."),
        "mean",
    ),
]
CONSISTENT = Annotated[bool, typer.Option("--consistent", help=message("Correct for unreliability (PLSc).").template)]
TARGET = Annotated[
    str | None,
    _option("--target", "BLOCK", message("Show what a point more in each block would bring to this one.")),
]
Q_SQUARED = Annotated[
    str | None,
    _option(
        "--q-squared",
        "DISTANCE",
        message("Also how well hidden answers are predicted; one in so many is hidden in turn, such as 7."),
    ),
]
GROUP = Annotated[str | None, _option("--group", "NAME", message("Column with a group; compare the paths of groups."))]
CONFIDENCE = Annotated[str, _option("--confidence", "LEVEL", message("Level of the interval."), "0.95")]
RESAMPLES = Annotated[
    str, _option("--resamples", "N", message("How many resamples the intervals are made from; 0 for none."), "1000")
]
SEED = Annotated[str, _option("--seed", "N", message("The same seed gives the same intervals."), "0")]


DRIVERS = Annotated[
    str | None,
    _option(
        "--drivers",
        "GROUPS",
        message("Blocks that lead to satisfaction, instead of quality and price: “Rooms: r1, r2; Staff: s1”."),
    ),
]
MODEL = Annotated[str, _option("--model", "FILE", message("YAML or JSON file with “blocks” and “paths”."))]
# What every command about a path model takes beside its own options, in this order.
SHARED: dict[str, tuple[Any, Any]] = {
    "scheme": (SCHEME, None),
    "scale": (SCALE, None),
    "consistent": (CONSISTENT, False),
    "weight": (WEIGHT, None),
    "count": (COUNT, None),
    "cluster": (CLUSTER, None),
    "missing": (MISSING, None),
    "incomplete": (INCOMPLETE, "mean"),
    "target": (TARGET, None),
    "q_squared": (Q_SQUARED, None),
    "group": (GROUP, None),
    "confidence": (CONFIDENCE, "0.95"),
    "resamples": (RESAMPLES, "1000"),
    "seed": (SEED, "0"),
    "chart": (CHART, None),
    "json": (JSON, False),
}
COLUMNS = {"weight": "weights", "count": "counts", "cluster": "clusters", "group": "groups"}


@dataclass(frozen=True)
class Wanted:
    """The options that all commands have, read."""

    file: str
    columns: dict[str, str]  # parameter of the method -> column
    changes: dict[str, Any]  # of the model
    fit: dict[str, Any]
    target: str | None
    distance: int | None
    confidence: float
    n_resamples: int
    seed: int
    chart: str | None
    json: bool

    @classmethod
    def of(cls, given: dict[str, Any]) -> Wanted:
        """From the command line."""
        scale, distance = given["scale"], given["q_squared"]
        changes = {
            "scheme": given["scheme"],
            "scale": options.scale("--scale", scale) if scale else None,
            "consistent": given["consistent"],
        }
        return cls(
            file=given["file"],
            columns={parameter: given[name] for name, parameter in COLUMNS.items() if given[name]},
            changes={name: value for name, value in changes.items() if value},
            fit={"missing": options.codes(given["missing"] or ""), "incomplete": given["incomplete"]},
            target=given["target"],
            distance=options.whole("--q-squared", distance, least=2) if distance else None,
            confidence=options.decimal("--confidence", given["confidence"]),
            n_resamples=options.whole("--resamples", given["resamples"], least=0),
            seed=options.whole("--seed", given["seed"], least=0),
            chart=given["chart"],
            json=given["json"],
        )


def _command(
    name: str, model_of: Callable[[dict[str, Any], dict[str, Any]], PathModel], **own: tuple[Any, Any]
) -> Callable[..., Any]:
    """A command; ``model_of`` makes the path model of its options and of the changes to it."""

    def command(ctx: typer.Context, **given: Any) -> None:
        wanted = Wanted.of(given)
        _run(ctx.obj, model_of(given, wanted.changes), wanted)

    command.__name__ = name
    return signed(command, {"file": (FILE, NEEDED), **own, **SHARED})


def _groups(flag: str, text: str | None) -> Any:
    return options.named_lists(flag, text) if text else None


def _ecsi(given: dict[str, Any], changes: dict[str, Any]) -> PathModel:
    from regulars.methods import ecsi

    return ecsi(_groups("--blocks", given["blocks"]), **changes)


def _own(given: dict[str, Any], changes: dict[str, Any]) -> PathModel:
    from regulars.cli.calculations.path_files import read_model

    return read_model(given["model"], changes)


def _satisfaction_to_loyalty(given: dict[str, Any], changes: dict[str, Any]) -> PathModel:
    from regulars.methods import satisfaction_to_loyalty

    chosen, drivers = _groups("--blocks", given["blocks"]), _groups("--drivers", given["drivers"])
    return satisfaction_to_loyalty(chosen, drivers=drivers, **changes)


def _run(settings: Settings, model: PathModel, wanted: Wanted) -> None:
    """Read the columns, fit, print."""
    if (wanted.target or wanted.distance) and "groups" in wanted.columns:
        raise WrongUsageError(message("--group compares paths alone. Leave out --target and --q-squared, or --group."))
    from regulars.cli.calculations.columns import column, read_file
    from regulars.cli.calculations.path_tables import show_comparison, show_model

    table = read_file(wanted.file)
    frame = {item: column(table, item) for item in model.structure.items}
    given = {name: column(table, title) for name, title in wanted.columns.items()}
    chance = {"confidence": wanted.confidence, "seed": wanted.seed}
    if groups := given.pop("groups", None):
        compared = model.compare(frame, groups, n_resamples=wanted.n_resamples, **chance, **given, **wanted.fit)
        if wanted.json:
            print_json(compared.to_dict())
        else:
            show_comparison(settings, compared)
        _draw(settings, compared, wanted.chart)
        return
    fitted = model.fit(frame, **given, **wanted.fit)
    found = fitted.bootstrap(wanted.n_resamples, **chance) if wanted.n_resamples else None
    bring = fitted.importance_map(wanted.target, found=found) if wanted.target else None
    predicted = fitted.q_squared(wanted.distance) if wanted.distance else None
    if wanted.json:
        more = {} if bring is None else {"importance_map": bring.to_dict()}
        more |= {} if predicted is None else {"q_squared": dict(predicted)}
        print_json({**fitted.to_dict(), **(found.to_dict() if found else {}), **more})
    else:
        show_model(settings, fitted, found, bring, predicted)
    _draw(settings, bring or found or fitted, wanted.chart)


def _draw(settings: Settings, result: Any, path: str | None) -> None:
    if path:
        draw(settings, "path_model", result, path)


COMMANDS: tuple[tuple[Any, Message], ...] = (
    (
        _command("ecsi", _ecsi, blocks=(BLOCKS, None)),
        message(
            "European Customer Satisfaction Index: seven indices from 0 to 100, and what moves them.\n\n"
            "Columns are called IMAG1-5, CUEX1-3, PERQ1-7, PERV1-2, CUSA1-3, CUSCO, CUSL1-3, or as --blocks says; "
            "answers run from 1 to 10."
        ),
    ),
    (
        _command("path_model", _own, model=(MODEL, NEEDED)),
        message(
            "Path model of your own by partial least squares (PLS): indices, paths, effects.\n\n"
            "The model is a YAML or JSON file with “blocks” (the columns of each) and “paths” (such as "
            "“Quality -> Satisfaction”), or with “ready: acsi”; also scheme, scale, modes, consistent."
        ),
    ),
    (
        _command("satisfaction_to_loyalty", _satisfaction_to_loyalty, blocks=(BLOCKS, None), drivers=(DRIVERS, None)),
        message(
            "From satisfaction through trust and commitment to loyalty, and to what customers are worth.\n\n"
            "Columns are called quality_1-3, price_1-2, satisfaction_1-3, trust_1-3, commitment_1-3, recommend and "
            "repurchase, or as --blocks and --drivers say; a block “Customer value” is led to by loyalty."
        ),
    ),
)

"""The commands of path models: ``ecsi``, ``satisfaction-to-loyalty``, and ``path-model`` with a model of your own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.calculations import options
from regulars.cli.calculations.command import CHART, FILE, JSON
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


@dataclass(frozen=True)
class Wanted:
    """The options that all commands have, read."""

    file: str
    columns: dict[str, str]  # parameter of the method -> column
    fit: dict[str, Any]
    target: str | None
    distance: int | None
    confidence: float
    n_resamples: int
    seed: int
    chart: str | None
    json: bool


def ecsi(
    ctx: typer.Context,
    file: FILE,
    *,
    blocks: BLOCKS = None,
    scheme: SCHEME = None,
    scale: SCALE = None,
    consistent: CONSISTENT = False,
    weight: WEIGHT = None,
    count: COUNT = None,
    cluster: CLUSTER = None,
    missing: MISSING = None,
    incomplete: INCOMPLETE = "mean",
    target: TARGET = None,
    q_squared: Q_SQUARED = None,
    group: GROUP = None,
    confidence: CONFIDENCE = "0.95",
    resamples: RESAMPLES = "1000",
    seed: SEED = "0",
    chart: CHART = None,
    json: JSON = False,
) -> None:
    """Fit the European Customer Satisfaction Index."""
    changes = _changes(scheme, scale, consistent)
    chosen = options.named_lists("--blocks", blocks) if blocks else None
    columns = {"weights": weight, "counts": count, "clusters": cluster, "groups": group}
    wanted = _wanted(file, columns, missing, incomplete, target, q_squared, confidence, resamples, seed, chart, json)
    from regulars.methods import ecsi as ready

    _run(ctx.obj, ready(chosen, **changes), wanted)


def path_model(
    ctx: typer.Context,
    file: FILE,
    *,
    model: Annotated[str, _option("--model", "FILE", message("YAML or JSON file with “blocks” and “paths”."))],
    scheme: SCHEME = None,
    scale: SCALE = None,
    consistent: CONSISTENT = False,
    weight: WEIGHT = None,
    count: COUNT = None,
    cluster: CLUSTER = None,
    missing: MISSING = None,
    incomplete: INCOMPLETE = "mean",
    target: TARGET = None,
    q_squared: Q_SQUARED = None,
    group: GROUP = None,
    confidence: CONFIDENCE = "0.95",
    resamples: RESAMPLES = "1000",
    seed: SEED = "0",
    chart: CHART = None,
    json: JSON = False,
) -> None:
    """Fit a path model of your own."""
    columns = {"weights": weight, "counts": count, "clusters": cluster, "groups": group}
    wanted = _wanted(file, columns, missing, incomplete, target, q_squared, confidence, resamples, seed, chart, json)
    changes = _changes(scheme, scale, consistent)
    from regulars.cli.calculations.path_files import read_model

    _run(ctx.obj, read_model(model, changes), wanted)


def satisfaction_to_loyalty(
    ctx: typer.Context,
    file: FILE,
    *,
    blocks: BLOCKS = None,
    drivers: Annotated[
        str | None,
        _option(
            "--drivers",
            "GROUPS",
            message("Blocks that lead to satisfaction, instead of quality and price: “Rooms: r1, r2; Staff: s1”."),
        ),
    ] = None,
    scheme: SCHEME = None,
    scale: SCALE = None,
    consistent: CONSISTENT = False,
    weight: WEIGHT = None,
    count: COUNT = None,
    cluster: CLUSTER = None,
    missing: MISSING = None,
    incomplete: INCOMPLETE = "mean",
    target: TARGET = None,
    q_squared: Q_SQUARED = None,
    group: GROUP = None,
    confidence: CONFIDENCE = "0.95",
    resamples: RESAMPLES = "1000",
    seed: SEED = "0",
    chart: CHART = None,
    json: JSON = False,
) -> None:
    """Fit the path from satisfaction to loyalty."""
    changes = _changes(scheme, scale, consistent)
    chosen = options.named_lists("--blocks", blocks) if blocks else None
    columns = {"weights": weight, "counts": count, "clusters": cluster, "groups": group}
    wanted = _wanted(file, columns, missing, incomplete, target, q_squared, confidence, resamples, seed, chart, json)
    own = options.named_lists("--drivers", drivers) if drivers else None
    from regulars.methods import satisfaction_to_loyalty as ready

    _run(ctx.obj, ready(chosen, drivers=own, **changes), wanted)


def _changes(scheme: str | None, scale: str | None, consistent: bool) -> dict[str, Any]:
    given = {"scheme": scheme, "scale": options.scale("--scale", scale) if scale else None}
    return {name: value for name, value in given.items() if value} | ({"consistent": True} if consistent else {})


def _wanted(
    file: str,
    columns: dict[str, str | None],
    missing: str | None,
    incomplete: str,
    target: str | None,
    q_squared: str | None,
    confidence: str,
    resamples: str,
    seed: str,
    chart: str | None,
    json: bool,
) -> Wanted:
    return Wanted(
        file=file,
        columns={name: column for name, column in columns.items() if column},
        fit={"missing": options.codes(missing or ""), "incomplete": incomplete},
        target=target,
        distance=options.whole("--q-squared", q_squared, least=2) if q_squared else None,
        confidence=options.decimal("--confidence", confidence),
        n_resamples=options.whole("--resamples", resamples, least=0),
        seed=options.whole("--seed", seed, least=0),
        chart=chart,
        json=json,
    )


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
        from regulars.cli.calculations.command import draw

        draw(settings, "path_model", result, path)


COMMANDS: tuple[tuple[Any, Message], ...] = (
    (
        ecsi,
        message(
            "European Customer Satisfaction Index: seven indices from 0 to 100, and what moves them.\n\n"
            "Columns are called IMAG1-5, CUEX1-3, PERQ1-7, PERV1-2, CUSA1-3, CUSCO, CUSL1-3, or as --blocks says; "
            "answers run from 1 to 10."
        ),
    ),
    (
        path_model,
        message(
            "Path model of your own by partial least squares (PLS): indices, paths, effects.\n\n"
            "The model is a YAML or JSON file with “blocks” (the columns of each) and “paths” (such as "
            "“Quality -> Satisfaction”), or with “ready: acsi”; also scheme, scale, modes, consistent."
        ),
    ),
    (
        satisfaction_to_loyalty,
        message(
            "From satisfaction through trust and commitment to loyalty, and to what customers are worth.\n\n"
            "Columns are called quality_1-3, price_1-2, satisfaction_1-3, trust_1-3, commitment_1-3, recommend and "
            "repurchase, or as --blocks and --drivers say; a block “Customer value” is led to by loyalty."
        ),
    ),
)

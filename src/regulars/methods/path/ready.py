"""Ready path models: the blocks and paths that were published, the columns yours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from regulars.language import message
from regulars.methods.columns import Scale
from regulars.methods.errors import OptionError
from regulars.methods.path.model import PathModel
from regulars.methods.path.structure import Path
from regulars.methods.registry import method

Blocks = Mapping[str, Sequence[str]]
TEN: Scale = (1, 10)
VALUE = "Customer value"


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name}{j + 1}" for j in range(count))


ECSI_BLOCKS: Blocks = {
    "Image": _numbered("IMAG", 5),
    "Expectation": _numbered("CUEX", 3),
    "Quality": _numbered("PERQ", 7),
    "Value": _numbered("PERV", 2),
    "Satisfaction": _numbered("CUSA", 3),
    "Complaints": ("CUSCO",),
    "Loyalty": _numbered("CUSL", 3),
}
ACSI_BLOCKS: Blocks = {
    "Expectation": ("expected_overall", "expected_fit", "expected_reliability"),
    "Quality": ("quality_overall", "quality_fit", "quality_reliability"),
    "Value": ("price_given_quality", "quality_given_price"),
    "Satisfaction": ("satisfaction_overall", "satisfaction_confirmed", "satisfaction_ideal"),
    "Complaints": ("complaints",),
    "Loyalty": ("repurchase", "price_tolerance"),
}
CHAIN_BLOCKS: Blocks = {
    "Internal quality": ("internal_quality",),
    "Employee satisfaction": ("employee_satisfaction",),
    "Employee loyalty": ("employee_loyalty",),
    "Productivity": ("productivity",),
    "Service value": ("service_value",),
    "Customer satisfaction": ("customer_satisfaction",),
    "Customer loyalty": ("customer_loyalty",),
    "Growth": ("revenue_growth", "profitability"),
}
LOYALTY_BLOCKS: Blocks = {
    "Quality": _numbered("quality_", 3),
    "Price": _numbered("price_", 2),
    "Satisfaction": _numbered("satisfaction_", 3),
    "Trust": _numbered("trust_", 3),
    "Commitment": _numbered("commitment_", 3),
    "Loyalty": ("recommend", "repurchase"),
}
_FROM_EXPECTATION: tuple[Path, ...] = (
    ("Expectation", "Quality"),
    ("Expectation", "Value"),
    ("Expectation", "Satisfaction"),
    ("Quality", "Value"),
    ("Quality", "Satisfaction"),
    ("Value", "Satisfaction"),
    ("Satisfaction", "Complaints"),
    ("Satisfaction", "Loyalty"),
    ("Complaints", "Loyalty"),
)
ECSI_PATHS: tuple[Path, ...] = (
    ("Image", "Expectation"),
    ("Image", "Satisfaction"),
    ("Image", "Loyalty"),
    *_FROM_EXPECTATION,
)
CHAIN_PATHS: tuple[Path, ...] = (
    ("Internal quality", "Employee satisfaction"),
    ("Employee satisfaction", "Employee loyalty"),
    ("Employee satisfaction", "Productivity"),
    ("Employee loyalty", "Service value"),
    ("Productivity", "Service value"),
    ("Service value", "Customer satisfaction"),
    ("Customer satisfaction", "Customer loyalty"),
    ("Customer loyalty", "Growth"),
)
LOYALTY_PATHS: tuple[Path, ...] = (
    ("Satisfaction", "Trust"),
    ("Satisfaction", "Commitment"),
    ("Trust", "Commitment"),
    ("Satisfaction", "Loyalty"),
    ("Trust", "Loyalty"),
    ("Commitment", "Loyalty"),
)


@method(
    message("How high is our European Customer Satisfaction Index, and what moves it?"),
    rows=("M22",),
    samples=False,
)
def ecsi(blocks: Blocks | None = None, *, scheme: str = "centroid", scale: Any = TEN, **options: Any) -> PathModel:
    """The European Customer Satisfaction Index: image, expectation, quality, value, satisfaction, complaints, loyalty.

    Parameters:
        blocks: your columns, of every block whose columns are not called as in the published data
            (IMAG1-5, CUEX1-3, PERQ1-7, PERV1-2, CUSA1-3, CUSCO, CUSL1-3).
        scheme, scale, options: as in ``PathModel``; answers run from 1 to 10.

    Source: [tenenhaus2005].

    >>> model = ecsi({"Value": ["value_for_money"]})
    >>> len(model.paths), list(model.blocks)[:3], model.blocks["Value"]
    (12, ['Image', 'Expectation', 'Quality'], ('value_for_money',))
    """
    return _model(ECSI_BLOCKS, blocks, ECSI_PATHS, scheme=scheme, scale=scale, **options)


def acsi(blocks: Blocks | None = None, *, scheme: str = "centroid", scale: Any = TEN, **options: Any) -> PathModel:
    """The American Customer Satisfaction Index: as ``ecsi``, without image.

    Satisfaction is asked three times: overall, against what was expected, against the ideal. ``blocks``, ``scheme``,
    ``scale`` and the further options are as in ``ecsi``. Source: [fornell1996].

    >>> list(acsi().blocks["Satisfaction"])
    ['satisfaction_overall', 'satisfaction_confirmed', 'satisfaction_ideal']
    """
    return _model(ACSI_BLOCKS, blocks, _FROM_EXPECTATION, scheme=scheme, scale=scale, **options)


def service_profit_chain(blocks: Blocks | None = None, *, scheme: str = "path", **options: Any) -> PathModel:
    """The service-profit chain, from how staff are treated to growth; one row for each unit, not for each customer.

    Options are as in ``ecsi``; there is no scale, for its figures have several. Source: [heskett1994].

    >>> service_profit_chain().paths[-1]
    ('Customer loyalty', 'Growth')
    """
    return _model(CHAIN_BLOCKS, blocks, CHAIN_PATHS, scheme=scheme, **options)


@method(
    message("Does satisfaction lead to loyalty, through trust and commitment, and what is that worth?"),
    rows=("L22",),
    samples=False,
)
def satisfaction_to_loyalty(
    blocks: Blocks | None = None,
    *,
    drivers: Blocks | None = None,
    scheme: str = "path",
    scale: Any = None,
    **options: Any,
) -> PathModel:
    """From drivers through satisfaction, trust and commitment to loyalty, and to what customers are worth.

    Parameters:
        blocks: your columns, of every block whose columns are not called quality_1-3, price_1-2, satisfaction_1-3,
            trust_1-3, commitment_1-3, recommend and repurchase. With a block "Customer value" (such as a year's
            purchases of each respondent, on no scale) a path leads there from loyalty.
        drivers: blocks of your own that lead to satisfaction, in the place of quality and price.
        scheme, scale, options: as in ``PathModel``.

    Source: [morgan1994].

    >>> satisfaction_to_loyalty().paths[4]
    ('Trust', 'Commitment')
    >>> model = satisfaction_to_loyalty({"Customer value": ["spent"]}, drivers={"Staff": ["s1", "s2"]}, scale=(1, 5))
    >>> model.paths[0], model.paths[-1], "spent" in model.scales
    (('Staff', 'Satisfaction'), ('Loyalty', 'Customer value'), False)
    """
    given = dict(blocks or {})
    worth = {VALUE: given.pop(VALUE)} if VALUE in given else {}
    causes = dict(drivers) if drivers else {name: LOYALTY_BLOCKS[name] for name in ("Quality", "Price")}
    known = causes | {name: items for name, items in LOYALTY_BLOCKS.items() if name not in ("Quality", "Price")} | worth
    paths = tuple((name, "Satisfaction") for name in causes) + LOYALTY_PATHS
    paths += (("Loyalty", VALUE),) if worth else ()
    if worth and isinstance(scale, Sequence) and not isinstance(scale, str):
        answered = [item for name, items in known.items() if name != VALUE for item in given.get(name, items)]
        scale = dict.fromkeys(answered, scale)
    return _model(known, given, paths, scheme=scheme, scale=scale, **options)


def _model(known: Blocks, given: Blocks | None, paths: tuple[Path, ...], **options: Any) -> PathModel:
    for name in given or {}:
        if name not in known:
            raise OptionError(
                message("There is no block {block}. There are: {known}.", block=str(name), known=tuple(known))
            )
    blocks = {name: tuple((given or {}).get(name, items)) for name, items in known.items()}
    return PathModel(blocks, paths, **options)

"""Which columns and settings each method takes on the command line.

Declared, not derived from the functions: ``regulars --help`` must not import the methods. A test compares this
table with the registry and with the functions' own parameters, so neither can go ahead of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from regulars.cli.calculations import options
from regulars.language import Message, message


@dataclass(frozen=True)
class Take:
    """A column, or with ``many`` several, that the method's ``parameter`` takes."""

    parameter: str
    flag: str
    help: Message
    many: bool = False
    required: bool = True


@dataclass(frozen=True)
class Setting:
    """A keyword of the method; ``read`` makes a value of the words. Without it the method's own default holds."""

    parameter: str
    flag: str
    metavar: str
    help: Message
    read: Callable[[str, str], Any] = options.word
    default: str = ""
    required: bool = False


SAMPLING_TAKES = (
    Take("weights", "--weight", message("Column with the survey weight."), required=False),
    Take("counts", "--count", message("Column that says how many answers a row stands for."), required=False),
    Take(
        "clusters",
        "--cluster",
        message("Column with the customer or account that gave several answers."),
        required=False,
    ),
)
MISSING = Setting(
    "missing",
    "--missing",
    "CODES",
    message("Codes that mean “no answer”, such as 0,6,Blank."),
    lambda _, text: options.codes(text),
)
CONFIDENCE = Setting("confidence", "--confidence", "LEVEL", message("Level of the interval."), options.decimal, "0.95")
SAMPLING = (MISSING, CONFIDENCE)
SCALE = Setting(
    "scale", "--scale", "LOW-HIGH", message("Lowest and highest answer of the scale."), options.scale, "1-5"
)
ANY_SCALE = replace(SCALE, default="")


@dataclass(frozen=True)
class Calculation:
    """One command. ``samples``: takes weights, counts, clusters, missing codes and a level of confidence."""

    method: str
    help: Message
    takes: tuple[Take, ...]
    settings: tuple[Setting, ...] = ()
    samples: bool = True
    fits: bool = False  # a model class, with .fit
    name: str | None = None
    shown: tuple[str, ...] | None = None  # its columns on the terminal; None shows all
    begins: tuple[str, ...] = ()  # of the columns shown, those that begin a table of their own
    renamed: bool = False  # whether those tables are about the rows of the first, and repeat their names
    left_out: tuple[str, ...] = ()  # parameters that a plain file cannot give
    more: Callable[[Any], dict[str, Any]] | None = None  # numbers that the result computes on demand
    draws: bool = False  # has a picture (insights.pictures), so it takes --chart
    counted: Message | None = None  # what n counts; answers where samples, else customers
    implied: Callable[[dict[str, Any]], dict[str, list[str]]] | None = None  # parameter -> columns that a setting names

    @property
    def command(self) -> str:
        """Its name on the command line."""
        return self.name or self.method.replace("_", "-")

    @property
    def reads_file(self) -> bool:
        """Whether it starts from a file; a plan starts from its settings alone."""
        return bool(self.takes) or self.implied is not None

    @property
    def all_takes(self) -> tuple[Take, ...]:
        """Its own columns, then those that every estimate from a sample takes."""
        return (*self.takes, *(SAMPLING_TAKES if self.samples else ()))

    @property
    def all_settings(self) -> tuple[Setting, ...]:
        """Its own settings, then those that every estimate from a sample takes."""
        return (*self.settings, *(SAMPLING if self.samples else ()))


ANSWERS = Take("scores", "--column", message("Column with the answers."))
ITEMS = message("Column of one item; name several with commas, or repeat the option.")
ATTRIBUTES = Take(
    "X", "--column", message("Column of one attribute; name several with commas, or repeat the option."), many=True
)
OUTCOME_SCALE = Setting(
    "outcome_scale",
    "--outcome-scale",
    "LOW-HIGH",
    message("Scale of the outcome, if it is another one."),
    options.scale,
)
RESAMPLING = (
    Setting(
        "n_resamples",
        "--resamples",
        "N",
        message("How many resamples the intervals are made from."),
        options.whole,
        "1000",
    ),
    Setting("seed", "--seed", "N", message("The same seed gives the same intervals."), options.whole, "0"),
)
MORE_RESAMPLING = (replace(RESAMPLING[0], default="2000"), RESAMPLING[1])
DIMENSIONS = Setting(
    "dimensions",
    "--dimensions",
    "GROUPS",
    message("Items of each dimension, such as “people: P1, P2; place: P3”."),
    options.named_lists,
)
IMPORTANCE = Setting(
    "importance",
    "--importance",
    "johnson|lmg|NUMBERS",
    message("How importance is derived, or the importance of each attribute, such as 3,2,1."),
    options.word_or_decimals,
    "johnson",
)
DRIVER_METHOD = Setting("method", "--method", "lmg|johnson|pratt", message("How importance is derived."), default="lmg")
ORDERS = Setting(
    "orders",
    "--orders",
    "N",
    message("How many orders of entry LMG draws; 0 takes all. All up to 20 columns, if not given."),
    options.whole,
)
COUNTS = Take("counts", "--count", message("Column that says how many customers a row stands for."), required=False)
FREQUENCY = Take("frequency", "--frequency", message("Column with the number of repeat purchases."))
RECENCY = Take("recency", "--recency", message("Column with the time from the first purchase to the last."))
OBSERVED = Take("T", "--observed", message("Column with the time from the first purchase to the end of observation."))


def _spread(result: Any) -> dict[str, Any]:
    """What people ask of concentration first, the share with its interval."""
    low, high = result.top_share_interval(0.2)
    return {
        "top_share_20": result.top_share(0.2),
        "top_share_20_low": low,
        "top_share_20_high": high,
        "holders_of_80": result.holders_of(0.8),
    }


CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "nps",
        message("Net Promoter Score: would customers recommend us? Answers from 0 to 10."),
        (ANSWERS,),
        (Setting("interval", "--interval", "auto|score|wald", message("How the interval is made."), default="auto"),),
    ),
    Calculation(
        "csat",
        message("CSAT: the share of satisfied customers."),
        (ANSWERS,),
        (
            Setting(
                "top", "--top", "N", message("How many answers at the top count as satisfied."), options.whole, "2"
            ),
            SCALE,
        ),
    ),
    Calculation(
        "ces",
        message("Customer Effort Score: how easy do we make it?"),
        (ANSWERS,),
        (Setting("version", "--question", "1.0|2.0", message("Wording of the question."), default="2.0"),),
    ),
    Calculation(
        "mean_rating", message("Mean of a rating, and the same as an index from 0 to 100."), (ANSWERS,), (SCALE,)
    ),
    Calculation(
        "top_box",
        message("Share of the best and of the worst answers, and the distribution."),
        (ANSWERS,),
        (
            Setting("top", "--top", "N", message("How many answers at the top count."), options.whole, "1"),
            Setting("bottom", "--bottom", "N", message("How many answers at the bottom count."), options.whole, "1"),
            SCALE,
        ),
    ),
    Calculation(
        "weighted_index",
        message("Satisfaction index from 0 to 100 over several items, weighted by importance."),
        (Take("items", "--column", ITEMS, many=True),),
        (
            Setting(
                "importance",
                "--importance",
                "NUMBERS",
                message("Importance of each item in the same order, such as 3,2,1."),
                options.decimals,
                required=True,
            ),
            SCALE,
        ),
    ),
    Calculation(
        "drivers",
        message("Which attributes go with overall satisfaction, and how closely?"),
        (ATTRIBUTES, Take("y", "--outcome", message("Column with overall satisfaction."))),
        (
            DRIVER_METHOD,
            ANY_SCALE,
            OUTCOME_SCALE,
            Setting(
                "use",
                "--use",
                "casewise|pairwise",
                message("Rows with every answer, or for each pair of columns those with both."),
                default="casewise",
            ),
            ORDERS,
            *RESAMPLING,
        ),
        left_out=("names",),
        draws=True,
        shown=("names", "importance", "low", "high", "above_noise"),
    ),
    Calculation(
        "importance_performance",
        message("What should we improve first? Importance against performance, in four quadrants."),
        (ATTRIBUTES, Take("y", "--outcome", message("Column with overall satisfaction."), required=False)),
        (
            IMPORTANCE,
            Setting(
                "lines", "--lines", "means|medians|midpoint", message("Where the lines are drawn."), default="means"
            ),
            SCALE,
            OUTCOME_SCALE,
            *RESAMPLING,
        ),
        left_out=("names", "importance_scale"),
        shown=("names", "performance", "importance", "quadrant", "clear"),
        draws=True,
    ),
    Calculation(
        "concentration",
        message("Do a few customers bring most of the money? One row for each customer."),
        (Take("values", "--column", message("Column with the total of each customer.")), COUNTS),
        (
            Setting(
                "negative",
                "--negative",
                "refuse|exclude",
                message("What to do with totals below zero."),
                default="refuse",
            ),
            CONFIDENCE,
        ),
        samples=False,
        shown=(),
        more=_spread,
        draws=True,
    ),
    Calculation(
        "bg_nbd",
        message("BG/NBD model from a table of customers; from purchase lines see clv."),
        (FREQUENCY, RECENCY, OBSERVED, COUNTS),
        (CONFIDENCE,),
        samples=False,
        fits=True,
        left_out=("start",),
        shown=(),
        draws=True,
    ),
    Calculation(
        "mbg_nbd",
        message("MBG/NBD model, in which one-time buyers too may have left, from a table of customers."),
        (FREQUENCY, RECENCY, OBSERVED, COUNTS),
        (CONFIDENCE,),
        samples=False,
        fits=True,
        left_out=("start",),
        shown=(),
        draws=True,
    ),
    Calculation(
        "gamma_gamma",
        message("Gamma-Gamma model: how much does a customer spend at each purchase?"),
        (
            FREQUENCY,
            Take("monetary", "--monetary", message("Column with the mean value of a repeat purchase.")),
            COUNTS,
        ),
        (CONFIDENCE,),
        samples=False,
        fits=True,
        left_out=("start",),
        shown=(),
    ),
)

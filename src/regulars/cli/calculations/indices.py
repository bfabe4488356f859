"""The commands about several items together: indices, their weights, and whether the items belong together."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import ANY_SCALE, ITEMS, OUTCOME_SCALE, SCALE, Calculation, Setting, Take
from regulars.language import message

INDICES_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "lens_indices",
        message("An index for each lens, such as material, spiritual and social, and how they differ."),
        (),
        (
            Setting(
                "lenses",
                "--lenses",
                "GROUPS",
                message("Columns of each lens, such as “material: room, bed; social: ecology”."),
                options.named_lists,
                required=True,
            ),
            Setting(
                "importance",
                "--importance",
                "NUMBERS",
                message("Importance of each item in the order of the lenses; equal if not given."),
                options.decimals,
            ),
            SCALE,
        ),
        left_out=("items",),
        shown=(
            *("lenses", "index", "low", "high", "coverage", "lens_n"),
            *("first", "second", "difference", "difference_low", "difference_high"),
            *("names", "lens_of", "importance", "item_scores", "item_low", "item_high", "item_n"),
        ),
        begins=("first", "names"),
        draws=True,
        implied=lambda chosen: {"items": [column for columns in chosen["lenses"].values() for column in columns]},
    ),
    Calculation(
        "index_sensitivity",
        message("The index under several sets of weights side by side."),
        (
            Take("items", "--column", ITEMS, many=True),
            Take(
                "outcome",
                "--outcome",
                message("Column with overall satisfaction, for weights that are derived."),
                required=False,
            ),
        ),
        (
            Setting(
                "sources",
                "--weights",
                "SOURCES",
                message("Weights by name, such as “stated: 3,2,1; equal; derived: johnson”; the first is the measure."),
                options.sources,
                required=True,
            ),
            SCALE,
            OUTCOME_SCALE,
        ),
        shown=(
            *("sources", "index", "low", "high", "difference", "difference_low", "difference_high", "coverage"),
            *("names", "item_scores", "item_n"),
        ),
        begins=("names",),
    ),
    Calculation(
        "reliability",
        message("Cronbach’s alpha and McDonald’s omega: do the items measure one thing?"),
        (Take("items", "--column", ITEMS, many=True),),
        (ANY_SCALE,),
    ),
    Calculation(
        "ahp",
        message("Weights from a matrix of pairwise comparisons, with its consistency ratio (AHP)."),
        (
            Take(
                "matrix",
                "--column",
                message("Column of one item, rows in the same order; name several with commas, or repeat the option."),
                many=True,
            ),
        ),
        (
            Setting(
                "limit",
                "--limit",
                "NUMBER",
                message("Largest consistency ratio that passes."),
                options.decimal,
                "0.1",
            ),
        ),
        samples=False,
        left_out=("names",),
        counted=message("Items"),
    ),
)

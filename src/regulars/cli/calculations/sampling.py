"""The commands that plan a sample, draw it and weigh it. Two of them take no file: a plan starts from numbers."""

from __future__ import annotations

from dataclasses import replace

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, MISSING, Calculation, Setting, Take
from regulars.language import message

WEIGHT = Take("weights", "--weight", message("Column with the survey weight."))
EARLIER = Take("weights", "--weight", message("Column with the design weight before."), required=False)
COUNT = Take("counts", "--count", message("Column that says how many answers a row stands for."), required=False)
STRATUM = Take("strata", "--stratum", message("Column with the group that each row belongs to."))
DESIGN_EFFECT = Setting(
    "design_effect",
    "--design-effect",
    "NUMBER",
    message("How many times more answers weights and clusters cost."),
    options.decimal,
    "1",
)
RESPONSE_RATE = Setting(
    "response_rate",
    "--response-rate",
    "SHARE",
    message("Share of those asked who will answer, such as 0.3."),
    options.decimal,
    "1",
)
SIZE = Setting("n", "--n", "N", message("Size of the whole sample."), options.whole, required=True)
MOST = message("Largest weight allowed, as a multiple of the mean.")

SAMPLING_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "required_sample",
        message("How many answers do we need for a margin of error? Takes no file."),
        (),
        (
            Setting(
                "margin",
                "--margin",
                "NUMBER",
                message("Margin of error: 0.05 for a share, points of the scale for a mean, points for an NPS."),
                options.decimal,
                required=True,
            ),
            Setting("measure", "--measure", "share|mean|nps", message("What is estimated."), default="share"),
            Setting("share_expected", "--share", "SHARE", message("Share expected."), options.decimal, "0.5"),
            Setting(
                "standard_deviation",
                "--deviation",
                "NUMBER",
                message("Standard deviation of one answer, for a mean."),
                options.decimal,
            ),
            Setting("promoters", "--promoters", "SHARE", message("Promoters expected."), options.decimal, "0.5"),
            Setting("detractors", "--detractors", "SHARE", message("Detractors expected."), options.decimal, "0.5"),
            Setting("population", "--population", "N", message("How many people there are in all."), options.whole),
            DESIGN_EFFECT,
            RESPONSE_RATE,
            CONFIDENCE,
        ),
        samples=False,
        counted=message("Answers needed"),
    ),
    Calculation(
        "required_per_group",
        message("How many answers does each of two groups need, for a difference to show? Takes no file."),
        (),
        (
            Setting("first", "--first", "SHARE", message("Share in the first group."), options.decimal, required=True),
            Setting(
                "second", "--second", "SHARE", message("Share in the second group."), options.decimal, required=True
            ),
            Setting("power", "--power", "SHARE", message("Chance that the difference shows."), options.decimal, "0.8"),
            DESIGN_EFFECT,
            RESPONSE_RATE,
            CONFIDENCE,
        ),
        samples=False,
        counted=message("Answers needed in each group"),
    ),
    Calculation(
        "allocate_sample",
        message("Share a sample out among the groups of a population. One row for each group."),
        (
            Take("population", "--population", message("Column with the number of people in each group.")),
            Take("names", "--name", message("Column with the name of each group."), required=False),
            Take(
                "standard_deviations",
                "--deviation",
                message("Column with the standard deviation of one answer."),
                required=False,
            ),
            Take("costs", "--cost", message("Column with the cost of one answer."), required=False),
        ),
        (
            SIZE,
            Setting(
                "method",
                "--method",
                "proportional|equal|neyman",
                message("How the sample is shared out."),
                default="proportional",
            ),
            Setting("least", "--least", "N", message("Answers that every group gets."), options.whole, "2"),
        ),
        samples=False,
        shown=("strata", "population", "sizes", "fractions", "weights"),
        counted=message("Answers"),
    ),
    Calculation(
        "draw_sample",
        message("Draw a random sample that can be drawn again. One row for each person."),
        (
            Take("ids", "--id", message("Column with the id of each person.")),
            replace(STRATUM, required=False),
        ),
        (
            SIZE,
            Setting(
                "seed", "--seed", "N", message("The same seed draws the same people."), options.whole, required=True
            ),
            Setting(
                "method",
                "--method",
                "proportional|equal",
                message("How the sample is shared out."),
                default="proportional",
            ),
        ),
        samples=False,
        shown=("ids", "weights"),
        counted=message("People drawn"),
    ),
    Calculation(
        "response_rates",
        message("Response rates of AAPOR from the outcome of each case: RR1 to RR6, cooperation, refusal, contact."),
        (
            Take(
                "outcomes",
                "--column",
                message(
                    "Column with the outcome of each case, such as complete, refusal, or I, P, R, NC, O, UH, UO, NE."
                ),
            ),
            replace(COUNT, help=message("Column that says how many cases a row stands for.")),
        ),
        (
            Setting(
                "e",
                "--e",
                "SHARE",
                message("Share of the unknown cases that is eligible; estimated from the known ones if not given."),
                options.decimal,
            ),
        ),
        samples=False,
        left_out=("cases",),
        counted=message("Cases"),
    ),
    Calculation(
        "rake",
        message("Weights that make the sample look like the population in several columns at once."),
        (EARLIER, COUNT),
        (
            Setting(
                "margins",
                "--targets",
                "TARGETS",
                message("Population of each category, such as “sex: f=520, m=480; age: young=400, old=600”."),
                options.margins,
                required=True,
            ),
            Setting("most", "--most", "NUMBER", MOST, options.decimal),
            Setting(
                "tolerance",
                "--tolerance",
                "NUMBER",
                message("Stop once no combination of categories moves by this many people."),
                options.decimal,
            ),
        ),
        samples=False,
        left_out=("frame",),
        shown=("sample_shares", "population_shares", "weights"),
        counted=message("Answers"),
        implied=lambda chosen: {"frame": list(chosen["margins"])},
    ),
    Calculation(
        "post_stratify",
        message("Weights that give each group its share of the population."),
        (STRATUM, EARLIER, COUNT),
        (
            Setting(
                "targets",
                "--targets",
                "TARGETS",
                message("Population of each group, such as “lakeside=300, harbour=700”."),
                options.targets,
                required=True,
            ),
        ),
        samples=False,
        shown=("sample_shares", "population_shares", "weights"),
        counted=message("Answers"),
    ),
    Calculation(
        "trim",
        message("Cut the largest weights; the others take what is cut."),
        (WEIGHT, COUNT),
        (Setting("most", "--most", "NUMBER", MOST, options.decimal, "5"),),
        samples=False,
        shown=("weights",),
        counted=message("Answers"),
    ),
    Calculation(
        "design_effect",
        message("What weights and clusters cost in answers: Kish’s design effect."),
        (WEIGHT, COUNT),
        (
            Setting(
                "cluster_size",
                "--cluster-size",
                "NUMBER",
                message("Answers from each cluster, on average."),
                options.decimal,
                "1",
            ),
            Setting(
                "correlation",
                "--correlation",
                "NUMBER",
                message("How alike the answers of a cluster are, 0 to 1."),
                options.decimal,
                "0",
            ),
        ),
        samples=False,
        counted=message("Answers"),
    ),
    Calculation(
        "survey_mean",
        message("Mean and total with the standard errors of the sample’s design: strata, clusters, population."),
        (
            Take("values", "--column", message("Column with the numbers.")),
            replace(WEIGHT, required=False),
            replace(STRATUM, help=message("Column with the stratum that a row was drawn in."), required=False),
            Take(
                "clusters", "--cluster", message("Column with the first unit drawn, such as the hotel."), required=False
            ),
            Take(
                "population",
                "--population",
                message("Column that says how many first units the stratum has in all."),
                required=False,
            ),
        ),
        (MISSING, CONFIDENCE),
        samples=False,
        counted=message("Answers"),
    ),
)

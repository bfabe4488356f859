"""Words for the fields of results, and what kind of number each is."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.language import Kind, Message, message


@dataclass(frozen=True)
class Label:
    """How a field is called and written."""

    words: Message | str
    kind: Kind = Kind.NUMBER


# The estimates that the fields ``low`` and ``high`` belong to.
HEADLINES = ("points", "share", "mean", "index")

_SCORE = message("Score, 0 to 100")
_COUNT = message("Answers")

LABELS: dict[str, Label] = {
    "points": Label(message("Net Promoter Score"), Kind.POINTS),
    "share": Label(message("Share"), Kind.SHARE),
    "share_low": Label(message("Share, lower limit"), Kind.SHARE),
    "share_high": Label(message("Share, upper limit"), Kind.SHARE),
    "bottom_share": Label(message("Share at the bottom"), Kind.SHARE),
    "bottom_low": Label(message("Share at the bottom, lower limit"), Kind.SHARE),
    "bottom_high": Label(message("Share at the bottom, upper limit"), Kind.SHARE),
    "mean": Label(message("Mean")),
    "median": Label(message("Median")),
    "index": Label(message("Index, 0 to 100"), Kind.INDEX),
    "index_low": Label(message("Index, lower limit"), Kind.INDEX),
    "index_high": Label(message("Index, upper limit"), Kind.INDEX),
    "promoters": Label(message("Promoters"), Kind.SHARE),
    "passives": Label(message("Passives"), Kind.SHARE),
    "detractors": Label(message("Detractors"), Kind.SHARE),
    "standard_deviation": Label(message("Standard deviation")),
    "standard_error": Label(message("Standard error")),
    "coverage": Label(message("Importance of the items answered"), Kind.SHARE),
    "version": Label(message("Wording of the question")),
    "counts": Label(_COUNT),
    "shares": Label(message("Share of each answer"), Kind.SHARE),
    "shares_low": Label(message("Lower limit"), Kind.SHARE),
    "shares_high": Label(message("Upper limit"), Kind.SHARE),
    "names": Label(message("Item")),
    "importance": Label(message("Importance")),
    "item_scores": Label(_SCORE),
    "item_low": Label(message("Lower limit")),
    "item_high": Label(message("Upper limit")),
    "item_means": Label(message("Mean")),
    "gap_low": Label(message("Less the index, lower limit")),
    "gap_high": Label(message("Less the index, upper limit")),
    "item_n": Label(_COUNT),
    "low": Label(message("Lower limit")),
    "high": Label(message("Upper limit")),
    "high_is_good": Label(message("More is better")),
    "performance": Label(message("Performance")),
    "performance_line": Label(message("Line of performance")),
    "importance_line": Label(message("Line of importance")),
    "quadrant": Label(message("Quadrant")),
    "clear": Label(message("Clear")),
    "r_squared": Label(message("Explained together (R²)"), Kind.SHARE),
    "method": Label(message("Importance derived by")),
    "source": Label(message("Importance derived by")),
    "lines": Label(message("Lines at")),
    "n_resamples": Label(message("Resamples")),
    "seed": Label(message("Seed")),
    "gini": Label(message("Gini coefficient")),
    "total": Label(message("Total")),
    "n_negative": Label(message("Totals below zero, left out")),
    "top_share_20": Label(message("Held by the top fifth"), Kind.SHARE),
    "holders_of_80": Label(message("Customers who hold 80%")),
    "r": Label("r"),
    "alpha": Label("alpha"),
    "a": Label("a"),
    "b": Label("b"),
    "p": Label("p"),
    "q": Label("q"),
    "gamma": Label("gamma"),
    "log_likelihood": Label(message("Log-likelihood")),
    "correlation": Label(message("Correlation of frequency and value")),
    "recency": Label(message("Recency")),
    "frequency": Label(message("Frequency")),
    "monetary": Label(message("Amount")),
    "score": Label(message("Score")),
    "segment": Label(message("Segment")),
    "segments": Label(message("Customers")),
    "bins": Label(message("Number of scores")),
    "margin": Label(message("Margin of error")),
    "measure": Label(message("Measure")),
    "exact": Label(message("Before rounding")),
    "infinite": Label(message("Before design effect and population")),
    "invitations": Label(message("People to ask")),
    "population": Label(message("Population")),
    "response_rate": Label(message("Response rate"), Kind.SHARE),
    "first": Label(message("Share in the first group"), Kind.SHARE),
    "second": Label(message("Share in the second group"), Kind.SHARE),
    "power": Label(message("Power"), Kind.SHARE),
    "strata": Label(message("Group")),
    "sizes": Label(_COUNT),
    "fractions": Label(message("Share drawn"), Kind.SHARE),
    "weights": Label(message("Weight")),
    "rule": Label(message("Shared out")),
    "cost": Label(message("Cost")),
    "ids": Label(message("Person")),
    "rr1": Label("RR1", Kind.SHARE),
    "rr2": Label("RR2", Kind.SHARE),
    "rr3": Label("RR3", Kind.SHARE),
    "rr4": Label("RR4", Kind.SHARE),
    "rr5": Label("RR5", Kind.SHARE),
    "rr6": Label("RR6", Kind.SHARE),
    "coop1": Label("COOP1", Kind.SHARE),
    "coop2": Label("COOP2", Kind.SHARE),
    "coop3": Label("COOP3", Kind.SHARE),
    "coop4": Label("COOP4", Kind.SHARE),
    "ref1": Label("REF1", Kind.SHARE),
    "ref2": Label("REF2", Kind.SHARE),
    "ref3": Label("REF3", Kind.SHARE),
    "con1": Label("CON1", Kind.SHARE),
    "con2": Label("CON2", Kind.SHARE),
    "con3": Label("CON3", Kind.SHARE),
    "e": Label("e", Kind.SHARE),
    "e_stated": Label(message("e was stated")),
    "cases": Label(message("Cases")),
    "sample_shares": Label(message("In the sample"), Kind.SHARE),
    "population_shares": Label(message("In the population"), Kind.SHARE),
    "design_effect_before": Label(message("Design effect before")),
    "smallest": Label(message("Smallest weight, as a multiple of the mean")),
    "largest": Label(message("Largest weight, as a multiple of the mean")),
    "sweeps": Label(message("Sweeps")),
    "off": Label(message("Farthest from its target, as a part of it")),
    "most": Label(message("Largest multiple allowed")),
    "n_trimmed": Label(message("Answers at the largest weight")),
    "bound": Label(message("Largest weight allowed")),
    "weighting": Label(message("Design effect of weights")),
    "clustering": Label(message("Design effect of clusters")),
    "total_standard_error": Label(message("Standard error of the total")),
    "total_design_effect": Label(message("Design effect of the total")),
    "degrees": Label(message("Degrees of freedom")),
    "n": Label(_COUNT),
    "n_missing": Label(message("No answer")),
    "n_effective": Label(message("Effective answers")),
    "design_effect": Label(message("Design effect of weights and clusters")),
}

INTERVALS: dict[str, Message] = {
    "wilson": message("Wilson"),
    "wald": message("Wald"),
    "student": message("Student’s t"),
    "bootstrap": message("bootstrap"),
    "likelihood": message("likelihood"),
    "linearisation": message("linearisation"),
}

# Words that a result uses as values.
WORDS: dict[str, Message] = {
    "concentrate": message("fix first"),
    "keep_up": message("keep up"),
    "low_priority": message("watch"),
    "overkill": message("enough"),
    "stated": message("stated"),
    "means": message("means"),
    "medians": message("medians"),
    "midpoint": message("midpoint"),
    "proportional": message("proportional"),
    "equal": message("equal"),
    "neyman": message("Neyman"),
    "share": message("share"),
    "mean": message("mean"),
    "nps": message("NPS"),
}


def label_of(name: str) -> Label:
    """The words for a field; its own name where there are none (a test sees to it that there are)."""
    return LABELS.get(name, Label(name))

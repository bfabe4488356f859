"""The few words that documents add of their own."""

from __future__ import annotations

from regulars.language import Language, message, render


def labels(language: Language) -> dict[str, str]:
    """The fixed words of a document, by their place in it."""
    found = {
        "skip": message("Skip to content"),
        "contents": message("Contents"),
        "definition": message("Definition"),
        "exact": message("Exact figures"),
        "exact_hint": message("Every figure of this report with more digits. Intervals are 95% intervals."),
        "figure": message("Figure"),
        "value": message("Value"),
        "interval": message("95% interval"),
        "low": message("Lower limit"),
        "high": message("Upper limit"),
        "n": message("n"),
        "missing": message("Missing"),
        "method": message("How it was made"),
        "none": message("none"),
        "not_stated": message("not stated"),
        "same_numbers": message("The same numbers as a table"),
        "nothing": message("There is nothing to show here yet."),
        "source": message("Where the numbers come from"),
        "report": message("Report"),
        "comma": message(", "),
        "target": message("Target"),
        "reached": message("Against the target"),
        "sentences": message("What it says"),
        "chapter": message("Chapter"),
        "part": message("Part"),
        "sentence": message("Sentence"),
        "beside": message("Remark"),
        "made_with": message("Made with Regulars"),
        "weakest": message("weakest"),
        "below": message("clearly below"),
        "same": message("no clear difference"),
        "above": message("clearly above"),
    }
    return {key: render(words, language) for key, words in found.items()}


def named(name: str, value: str, language: Language) -> str:
    """A name and its value on one line."""
    return render(message("{name}: {value}", name=name, value=value), language)

"""The scale of a question: its ends, the words of every point, and the scales that questionnaires know already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from regulars.facts.questionnaires import studies
from regulars.language import Text, message
from regulars.survey.blocks import Kano
from regulars.survey.blocks.base import scale_to_dict
from regulars.web.research.editing.entries import Data, Entry, in_languages, read_words
from regulars.web.research.editing.sent import Sent, written_words
from regulars.web.words import current, say

LOWEST, HIGHEST, MOST = -100, 100, 11


@dataclass(frozen=True)
class ScaleEntry(Entry):
    """Lowest and highest point, with words for each between."""

    template: ClassVar[str] = "scale"

    five: bool = field(default=False, kw_only=True)  # from 1 to 5, all with words, as after Kano

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Ends and words."""
        scale = data.get(self.name) or {}
        low, high = scale.get("low", 1), scale.get("high", 5)
        yield f"{stem}scale.low", str(low)
        yield f"{stem}scale.high", str(high)
        for point in range(low, high + 1):
            yield from written_words(f"{stem}scale.{point}", (scale.get("labels") or {}).get(str(point)), languages)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """It goes up, and no thumb has to find more than eleven points."""
        name = f"{stem}scale"
        low, high = (sent.whole(f"{name}.{end}", LOWEST, HIGHEST) for end in ("low", "high"))
        for end, value in (("low", low), ("high", high)):
            if value is None:
                sent.wrong(f"{name}.{end}", message("Enter a whole number, such as 1 or 5."))
        if low is None or high is None:
            return {self.name: before.get(self.name)}
        if not 0 < high - low < MOST:
            sent.wrong(f"{name}.high", message("Enter a number above {low}, at most {most}.", low=low, most=low + 10))
        was = (before.get(self.name) or {}).get("labels") or {}
        labels = {
            str(point): words
            for point in range(low, min(high, low + MOST) + 1)
            if (words := read_words(sent, f"{name}.{point}", was.get(str(point))))
        }
        if self.five and (low, high, len(labels)) != (1, 5, 5):
            sent.wrong(f"{name}.low", message("These two questions have five answers, from 1 to 5, each with words."))
        return {self.name: {"low": low, "high": high, **({"labels": labels} if labels else {})}}

    def begin(self, sent: Sent) -> None:
        """With the words of the commonest scale; after Kano with those of his own."""
        kano = next((block.scale for one in studies() for block in one.blocks if isinstance(block, Kano)), None)
        scale = scale_to_dict(kano) if self.five and kano else next(iter(known_scales().values()))
        sent.typed |= dict(self.write({"scale": scale}, "", sent.languages))

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """With each point."""
        name = f"{stem}scale"
        ends = [_number(sent.at(f"{name}.{end}")) for end in ("low", "high")]
        points = range(ends[0], ends[1] + 1) if None not in ends and 0 < ends[1] - ends[0] < MOST else ()
        return {
            **super().shown(sent, stem),
            "low": sent.typed.get(f"{name}.low", ""),
            "high": sent.typed.get(f"{name}.high", ""),
            "problem_low": sent.problems.get(f"{name}.low"),
            "problem_high": sent.problems.get(f"{name}.high"),
            "points": [{"point": point, "languages": in_languages(sent, f"{name}.{point}")} for point in points],
            "known": [(key, say(words)) for key, words in known_names().items()],
        }


def use_known(sent: Sent, stem: str, key: str) -> None:
    """Put a known scale into the fields."""
    if scale := known_scales().get(key):
        entry = ScaleEntry("scale", message("Scale"))
        sent.typed |= dict(entry.write({"scale": scale}, stem, sent.languages))


@cache
def known_scales() -> Mapping[str, Mapping[str, Any]]:
    """The scales of the questionnaires that come with Regulars, each once, the commonest first."""
    found: dict[str, Mapping[str, Any]] = {}
    used: Counter[str] = Counter()
    for one in studies():
        for block in one.blocks:
            if (scale := getattr(block, "scale", None)) is None or callable(scale) or not scale.labels:
                continue
            data = scale_to_dict(scale)
            ends = [data["labels"].get(str(point), {}).get("en", "") for point in (scale.low, scale.high)]
            key = f"{scale.low}:{scale.high}:{':'.join(ends)}"
            # With words for every point rather than for its ends alone.
            if key not in found or len(found[key]["labels"]) < len(data["labels"]):
                found[key] = data
            used[key] += 1
    return dict(sorted(found.items(), key=lambda pair: -used[pair[0]]))


def known_names() -> dict[str, Any]:
    """What each is called: its ends, with their words."""
    return {
        key: message(
            "{low} {first} to {high} {last}",
            low=scale["low"],
            high=scale["high"],
            first=_word(scale, "low"),
            last=_word(scale, "high"),
        )
        for key, scale in known_scales().items()
    }


def _word(scale: Mapping[str, Any], end: str) -> str:
    return Text(scale["labels"].get(str(scale[end]), {})).in_language(current().tag)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None

"""How alike two names are, in any script. Pure: knows no database.

Chinese names are compared as they sound in Latin letters, so that 王小明, 王曉明 and Wang Xiaoming meet; family and
given name may stand in either order; capitals, accents, full width, titles and the legal form of a company count for
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

CLOSE = 0.93  # Jaro-Winkler: about one slip of the finger in a name
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_FORMS = (
    "股份有限公司", "有限责任公司", "有限公司", "股份公司", "责任公司", "集团公司", "公司", "集团", "先生", "女士",
    "小姐",
)  # fmt: skip
_LEGAL = frozenset(
    "ltd limited inc incorporated co corp corporation company llc llp lp plc gmbh mbh ag kg kgaa ohg ug ev sa sarl sas "
    "srl spa bv nv oy oyj ab as asa aps pty pte kk group holding holdings mr mrs ms miss dr prof".split()
)


class Alike(StrEnum):
    """From the best to none."""

    SAME = "same"
    SOUND = "sound"
    CLOSE = "close"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@lru_cache(50_000)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared.

    >>> parts_of("Dr. Zoë  MÜLLER"), parts_of("ＡＣＭＥ Trading Co., Ltd."), parts_of("上海回头客有限公司")
    (('zoe', 'muller'), ('acme', 'trading'), ('上海回头客',))
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    for form in _FORMS:
        if text.endswith(form) and len(text) > len(form):
            text = text.removesuffix(form)
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFC", "".join(sign for sign in text if not unicodedata.combining(sign)))
    words = _WORD.findall(text.replace(".", "").replace("'", "").replace("’", ""))
    kept = tuple(word for word in words if word not in _LEGAL)
    return kept or tuple(words)


@lru_cache(50_000)
def sounds_of(name: str) -> tuple[str, ...]:
    """The same in Latin letters.

    >>> sounds_of("王小明"), sounds_of("Wang Xiaoming"), sounds_of("呂娜")
    (('wangxiaoming',), ('wang', 'xiaoming'), ('luna',))
    """
    return tuple(_HAN.sub(_sound, word).replace("lv", "lu") if _HAN.search(word) else word for word in parts_of(name))


def _sound(han: re.Match[str]) -> str:
    from pypinyin import Style, lazy_pinyin  # reads a large dictionary, which most processes never open

    return "".join(lazy_pinyin(han[0], style=Style.NORMAL))


def key_of(name: str) -> str:
    """Equal for names that sound the same in whatever order; empty where there is too little to compare.

    >>> key_of("王小明") == key_of("Xiaoming WANG") == key_of("王曉明"), key_of("W")
    (True, '')
    """
    letters = "".join(sorted("".join(sounds_of(name))))
    return letters if len(letters) > 2 else ""


def alike(one: str, other: str) -> Alike:
    """How alike.

    >>> pairs = ("Li Mei", "MEI, Li"), ("李梅", "Li Mei"), ("Jon Smith", "John Smith"), ("A B", "")
    >>> [str(alike(*two)) for two in pairs]
    ['same', 'sound', 'close', 'unknown']
    """
    if not parts_of(one) or not parts_of(other):
        return Alike.UNKNOWN
    if sorted(parts_of(one)) == sorted(parts_of(other)):
        return Alike.SAME
    first, second = "".join(sounds_of(one)), "".join(sounds_of(other))
    if len(first) == len(second) and second in first + first:
        return Alike.SAME if "".join(parts_of(one)) == "".join(parts_of(other)) else Alike.SOUND
    turned = "".join(sorted(sounds_of(one))), "".join(sorted(sounds_of(other)))
    best = max(JaroWinkler.similarity(first, second), JaroWinkler.similarity(*turned))
    return Alike.CLOSE if best >= CLOSE else Alike.DIFFERENT

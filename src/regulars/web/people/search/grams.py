"""Words cut into short pieces, by which any fragment of them can be found.

Full-text engines cut Chinese at word boundaries that names do not have, and their piecewise indexes begin at three
signs; most Chinese names have two or three. So the pieces are cut here: two signs of any script but Latin, three of
Latin letters and digits, at every place of every word. Besides, the beginning of each word stands there with a mark,
so that those whose name begins so come first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# A letter that no name has, for the index takes nothing but letters and digits.
BEGINS = "\u01c3"
LONGEST = 4  # signs of a beginning
_WORDS = re.compile(r"[^\W_]+")
_DIGITS_APART = re.compile(r"\d[ ()./-]+\d")  # told in an eighth of the time
_TELEPHONES = re.compile(r"\+?\d+(?:[ ()./-]+\d+)+")


def folded(text: str) -> list[str]:
    """The words as they are compared: without capitals, accents, full width, and signs between letters.

    >>> folded("Zoë O’Neill-Müller, +86 138 0013"), folded("张伟 ＡＢＣ")
    (['zoe', 'o', 'neill', 'muller', '86', '138', '0013'], ['张伟', 'abc'])
    """
    if text.isascii():
        return _WORDS.findall(text.casefold())
    return [word for part in text.split() for word in (_folded(part) if not part.isascii() else folded(part))]


@lru_cache(maxsize=50_000)  # names come again and again
def _folded(text: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFC", "".join(sign for sign in text if not unicodedata.combining(sign)))
    return tuple(_WORDS.findall(text.casefold()))


def words_of(text: str) -> list[str]:
    """What somebody can be found by: the words, and telephone numbers without what is written between the digits.

    >>> words_of("C-17 Mei +86 138-0013 8000")
    ['c', '17', 'mei', '86', '138', '0013', '8000', '8613800138000']
    """
    if not _DIGITS_APART.search(text):
        return folded(text)
    return folded(text) + [re.sub(r"\D", "", one) for one in _TELEPHONES.findall(text)]


def pieces_of(words: Iterable[str]) -> str:
    """What the index keeps of these words, each piece once.

    >>> sorted(pieces_of(["张伟明"]).split())
    ['ǃ张伟明', '伟明', '张伟', '明']
    """
    found: set[str] = set()
    for word in words:
        found.add(BEGINS + word[:LONGEST])
        # Most words of ASCII are numbers and addresses, which nobody else has: remembering them takes longer.
        found.update([word[at : at + 3] for at in range(len(word))] if word.isascii() else _pieces(word))
    return " ".join(found)


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[str, ...]:
    return tuple(word[at : at + _size(sign)] for at, sign in enumerate(word))


def wanted(words: Iterable[str], *, beginning: bool = False) -> Iterator[tuple[str, bool]]:
    """The pieces that a fragment must have, each with whether it may go on behind.

    >>> list(wanted(["张伟"])), list(wanted(["zh"])), list(wanted(["zhang"], beginning=True))
    ([('张伟', False)], [('zh', True)], [('ǃzhan', False), ('zha', False), ('han', False), ('ang', False)])
    """
    for word in words:
        if beginning:
            yield BEGINS + word[:LONGEST], len(word) < LONGEST
            if len(word) <= LONGEST:
                continue
        whole = [word[at : at + _size(sign)] for at, sign in enumerate(word) if at + _size(sign) <= len(word)]
        if whole:
            yield from ((piece, False) for piece in whole)
        else:
            yield word, True


def _size(sign: str) -> int:
    return 3 if sign < "\u0250" else 2

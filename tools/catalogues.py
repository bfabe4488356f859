"""The catalogues of translations: which messages the code holds, and which of them a language lacks.

    python tools/catalogues.py update FLOOR   add what the code has and the catalogue lacks; drop what is gone
    python tools/catalogues.py check          fail unless every message stands in both languages

English is the source, so a message is complete when its Chinese is there, is not marked fuzzy, and has the
same named places. A floor has one file; a package inside a floor has its own (``methods.scores.po``).
"""

from __future__ import annotations

import re
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "regulars"
CATALOGUES = SOURCE / "language" / "catalogues" / "zh"
CALLS = {"message": None, "plural": (1, 2)}
TAGS = {"say": None, "say_plural": (1, 2)}
_TAG = re.compile(r'{%-?\s*(say|say_plural)\s+"((?:[^"\\]|\\.)*)"(?:\s+"((?:[^"\\]|\\.)*)")?')


def floors() -> dict[str, list[Path]]:
    """Catalogue name -> the source files whose messages it holds."""
    found: dict[str, list[Path]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.glob("web/**/templates/**/*")]):
        places = path.relative_to(SOURCE).parent.parts
        if places and path.is_file():
            found.setdefault(".".join(places[:2]), []).append(path)
    return found


def extracted(paths: list[Path]) -> Catalog:
    """All messages of these files."""
    catalogue = Catalog(locale="zh_Hans_CN", fuzzy=False)
    for path in paths:
        method, calls = ("python", CALLS) if path.suffix == ".py" else (template_words, TAGS)
        for _, words, _, _ in extract_from_file(method, path, keywords=calls):
            catalogue.add(words, locations=[(str(path.relative_to(SOURCE)), None)])
    return catalogue


def template_words(fileobj, keywords, comment_tags, options):
    """The words of the tags ``say`` and ``say_plural`` in a template, as Babel's extractors give them."""
    for number, line in enumerate(fileobj.read().decode().splitlines(), start=1):
        for tag, one, many in _TAG.findall(line):
            yield number, tag, (one, many) if tag == "say_plural" else one, []


def read(name: str) -> Catalog:
    """The catalogue as it stands; empty when there is none."""
    path = CATALOGUES / f"{name}.po"
    if not path.exists():
        return Catalog(locale="zh_Hans_CN", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def update(name: str) -> None:
    """Add what is new, keep what is translated, drop what the code no longer says."""
    old, fresh = read(name), extracted(floors()[name])
    result = Catalog(locale="zh_Hans_CN", fuzzy=False)
    for entry in fresh:
        if entry.id:
            known = old.get(key(entry.id))
            result.add(entry.id, known.string if known else None, locations=entry.locations)
    if not len(result):
        return
    with (CATALOGUES / f"{name}.po").open("wb") as file:
        write_po(file, result, sort_by_file=True, omit_header=False, width=110)
    # Dates and tool names in the header would change with every run and say nothing.
    path = CATALOGUES / f"{name}.po"
    head = ('"Language:', '"Content-Type', '"Content-Transfer', '"Plural-Forms', '"MIME')
    top, _, rest = path.read_text("utf-8").partition("\n\n")
    kept = [line for line in top.splitlines() if line.startswith(("msgid", "msgstr", *head))]
    path.write_text("\n".join(kept) + "\n\n" + rest, "utf-8")


def gaps() -> list[str]:
    """One line for each message that is not whole in Chinese, and for each translation of nothing."""
    lines = []
    for name, paths in floors().items():
        wanted, have = extracted(paths), read(name)
        for entry in wanted:
            if entry.id:
                lines += [
                    f"{name}: {problem}: {key(entry.id)!r}" for problem in problems(entry, have.get(key(entry.id)))
                ]
        lines += [f"{name}: no longer said: {key(e.id)!r}" for e in have if e.id and wanted.get(key(e.id)) is None]
    return lines


def problems(entry, translation) -> list[str]:
    """What is wrong with one translation."""
    if translation is None or not _strings(translation.string):
        return ["no Chinese"]
    if translation.fuzzy:
        return ["fuzzy"]
    allowed = set().union(*(places(words) for words in _strings(entry.id)))
    for words in _strings(translation.string):
        if not words:
            return ["no Chinese"]
        if places(words) - allowed or (isinstance(entry.id, str) and places(words) != allowed):
            return ["other places than in English"]
    return []


def places(template: str) -> set[str]:
    """The named places of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def key(identifier: str | tuple[str, ...] | list[str]) -> str:
    """A plural is known by its singular."""
    return identifier if isinstance(identifier, str) else identifier[0]


def _strings(words: object) -> list[str]:
    if isinstance(words, str):
        return [words] if words else []
    return [word for word in (words or ()) if isinstance(word, str)]


def main(arguments: list[str]) -> int:
    """Run one of the two commands."""
    match arguments:
        case ["update", *names]:
            for name in names or floors():
                update(name)
            return 0
        case ["check"]:
            found = gaps()
            print("\n".join(found) or "Every message stands in both languages.")
            return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What somebody wrote, out of what their mail program made of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 256 * 1024  # characters of HTML that are read: nobody writes more by hand
WRITTEN = 100_000  # characters that are kept
_QUOTE = "\ue010"  # where the history begins; a letter of the private area
_KEPT = frozenset(f"\n\t\u200d\u2002\u2003\u3000{_QUOTE}")  # besides what can be printed
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "svg", "math"))
_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre")
)
_QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "divrplyfwdmsg", "appendonsend", "ntes-mailmaster-quote")
_HEADS = re.compile(
    r"(?m)^[ \t]*(?:"
    r"On [^\n]{4,200}(?:\n[^\n]{0,120})?wrote:"
    r"|在[^\n]{4,200}写道[：:]|[^\n]{2,120}于[^\n]{4,120}写道[：:]"
    r"|-{2,}[ \t]*(?:Original Message|Original message|Forwarded message|原始邮件|转发邮件|回复的原邮件|邮件原件)"
    r"|_{20,}[ \t]*$"
    r"|\*?(?:From|发件人)[：:][^\n]{1,300}\n[ \t]*"
    r"\*?(?:Sent|Date|To|Subject|发送时间|发送日期|日期|时间|收件人|主题)[：:]"
    r")"
)


def written_and_quoted(text: str) -> tuple[str, str]:
    r"""What is new, and the history below it. Where nothing stands above the history, all of it counts as new.

    >>> written_and_quoted("Still cold.\n\nOn 3 May 2026, Lakeside wrote:\n> Sorry.")
    ('Still cold.', 'On 3 May 2026, Lakeside wrote:\n> Sorry.')
    >>> written_and_quoted("> Sorry.\nThanks!")
    ('> Sorry.\nThanks!', '')
    """
    ends = [one.start() for one in (_HEADS.search(text),) if one]
    ends += [at for at in (text.find(_QUOTE), _tail(text)) if at >= 0]
    end = min(ends, default=len(text))
    above, below = text[:end].replace(_QUOTE, "").strip(), text[end:].replace(_QUOTE, "").strip()
    return (above, below) if above else (below, "")


def _tail(text: str) -> int:
    """Where the lines that begin with a mark of quoting begin, at the end; -1 where there are none."""
    lines, at, found = text.splitlines(keepends=True), len(text), -1
    for line in reversed(lines):
        at -= len(line)
        if line.lstrip().startswith(">"):
            found = at
        elif line.strip():
            break
    return found


def tidy(text: str, longest: int = WRITTEN) -> str:
    """Without what no page and no database can hold, and without heaps of empty lines."""
    text = text[: 2 * longest].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    clean = "".join(sign for sign in text if sign in _KEPT or sign.isprintable())
    lines = (line.rstrip() for line in clean.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:longest]


def of_html(html: str) -> str:
    """The words of a page, without anything that runs or is not for reading."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    return "".join(reader.found)


class _Reader(HTMLParser):
    """Keeps the words; a block begins a new line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "body":
            self._unseen = 0  # a head that nobody closed
        if tag in _BLOCKS:
            self.found.append("\n")
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id", "type")).lower()
        if tag == "blockquote" or any(one in marks for one in _QUOTES):
            self.found.append(_QUOTE)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "blockquote"):
            self.found.append("\n")
        elif tag in ("td", "th"):
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(re.sub(r"[ \t\r\n]+", " ", data).replace(_QUOTE, ""))

"""Posters: what they say, on which paper, and that the code on them can be read."""

from __future__ import annotations

import io
import re
import struct
import zlib

import numpy as np
import pypdf
import pytest
import segno
from numpy.typing import NDArray

from regulars.documents.poster import House, Poster, Sheet, Spoken, posters_pdf, typeset

ADDRESS = "https://guests.juniper.example/s/k7m2p9xqbcd3"
HOUSE = House("Juniper Hotels", "#7b3a9c", "#ffffff")
SIZES = {Sheet.A4: (595, 842), Sheet.A6: (298, 420), Sheet.CARDS: (595, 842)}
ENGLISH = Spoken(
    "en", "How was “breakfast”?", "Point your phone at the code", "Or type this address:", "About 1 minute."
)
CHINESE = Spoken("zh", "早餐怎么样？", "用手机扫一扫", "或输入网址：", "大约1分钟。")


def drawing(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", scale=8, border=4)
    return out.getvalue().decode()


def poster(*words: Spoken, place: str = "Lakeside · Table 4") -> Poster:
    return Poster(drawing(ADDRESS), "guests.juniper.example/s/k7m2-p9xq-bcd3", place, words)


def said(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize("sheet", list(Sheet))
def test_a_page_for_each_place(sheet: Sheet) -> None:
    """On the right paper, with the words of both languages, the place and the address to type."""
    pdf = posters_pdf([poster(ENGLISH, CHINESE), poster(ENGLISH, place="Harbour")], sheet, HOUSE)

    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 2
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {SIZES[sheet]}
    text = said(pdf).replace("\u200b", "")
    for words in ("Howwas“breakfast”?", "早餐怎么样？", "用手机扫一扫", "Lakeside·Table4", "Harbour", "k7m2-p9xq-bcd3"):
        assert words in text


@pytest.mark.parametrize("sheet", list(Sheet))
def test_the_longest_question_stays_on_its_page(sheet: Sheet) -> None:
    """Words get smaller before they leave the page."""
    long = Spoken("en", "How satisfied were you with everything " * 12, "Point " * 12, "Or type:", "")
    pdf = posters_pdf([poster(long, CHINESE)], sheet, HOUSE)

    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


def test_hostile_words_are_no_program() -> None:
    """What would be code for the typesetter is printed as it was typed."""
    evil = Spoken("en", '#panic() $x$ "] *b*', '#read("/etc/passwd")', "", "")

    assert '#panic()$x$"]*b*' in said(posters_pdf([poster(evil)], Sheet.A4, House("#emph[x]", "#000000", "#ffffff")))


def test_the_printed_code_is_the_code_of_the_address() -> None:
    """Module by module, read from the printed card."""
    blank = Spoken("en", "", "", "", "")
    page = picture(
        typeset([poster(blank, place="")], Sheet.CARDS, House(" ", "#7b3a9c", "#ffffff"), format="png", ppi=100)
    )
    per_mm = 100 / 25.4
    card = page[int(17 * per_mm) : int(66 * per_mm), int(21 * per_mm) : int(61 * per_mm)] < 60
    rows, columns = np.flatnonzero(card.any(axis=1)), np.flatnonzero(card.any(axis=0))
    code = card[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wanted = np.array([list(row) for row in segno.make(ADDRESS, error="q", micro=False).matrix], dtype=bool)

    middles = [((np.arange(len(wanted)) + 0.5) * side / len(wanted)).astype(int) for side in code.shape]

    assert (code[np.ix_(*middles)] == wanted).all()


def picture(png: bytes) -> NDArray[np.uint8]:
    """The brightness of a PNG of 8 bits a channel; there is no library for pictures among ours."""
    at, data, width, height, channels = 8, b"", 0, 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", png[at + 8 : at + 18])
            channels = {0: 1, 2: 3, 6: 4}[colour]
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    lines = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, width * channels + 1)
    before = np.zeros(width * channels, dtype=np.uint8)
    out = np.empty((height, width, channels), dtype=np.uint8)
    for number, line in enumerate(lines):
        before = unfiltered(int(line[0]), line[1:], before, channels)
        out[number] = before.reshape(width, channels)
    return out[..., :3].max(axis=2)


def unfiltered(kind: int, line: NDArray[np.uint8], above: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    if kind == 0:
        return line.copy()
    if kind == 2:
        return line + above
    if kind == 1:
        return np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint8).reshape(-1)
    out, known = [0] * step + line.tolist(), [0] * step + above.tolist()
    for at in range(step, len(out)):
        left, up, corner = out[at - step], known[at], known[at - step]
        near = (left + up) // 2 if kind == 3 else min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        out[at] = (out[at] + near) & 255
    return np.array(out[step:], dtype=np.uint8)

"""A picture keeps itself and loses what a camera wrote beside it."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest

from regulars.web.files.errors import WrongKindError
from regulars.web.files.kinds import Kind
from regulars.web.files.metadata import without_metadata

# Eight by four pixels of red, as a browser writes them.
RED = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9"
    "lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAEAAgD"
    "ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEA"
    "AAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCMAVdf/9k="
)
PLACE = b"N 31 13 49.8 E 121 28 26.4"


def exif(order: str, orientation: int) -> bytes:
    """As a camera writes it: which way is up, and where it was."""
    tiff = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8)
    tiff += struct.pack(f"{order}H", 2)
    tiff += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff += struct.pack(f"{order}HHII", 0x010F, 2, len(PLACE), 38) + struct.pack(f"{order}I", 0) + PLACE
    return segment(0xE1, b"Exif\0\0" + tiff)


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def with_parts(*parts: bytes, after: bytes = b"") -> bytes:
    return RED[:2] + b"".join(parts) + RED[2:] + after


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_pixels_and_which_way_is_up(order: str) -> None:
    sent = with_parts(exif(order, 6), segment(0xFE, PLACE), segment(0xED, PLACE), after=b"\xff\xd8" + PLACE)

    clean = without_metadata(sent, Kind.JPEG)

    assert PLACE not in clean
    assert clean.startswith(RED[:20])
    assert clean[20:] == without_metadata(with_parts(exif(">", 6)), Kind.JPEG)[20:]
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in clean
    assert clean.endswith(RED[20:])


def test_what_tells_nothing_stays_as_it_is() -> None:
    assert without_metadata(RED, Kind.JPEG) == RED
    assert without_metadata(with_parts(exif("<", 1)), Kind.JPEG) == RED
    assert without_metadata(with_parts(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")), Kind.JPEG) == RED
    assert without_metadata(b"%PDF-1.7", Kind.PDF) == b"%PDF-1.7"


def test_a_png_keeps_its_pixels() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head, pixels, end = chunk(b"IHDR", b"\0" * 13), chunk(b"IDAT", b"red"), chunk(b"IEND", b"")
    begin = b"\x89PNG\r\n\x1a\n"

    clean = without_metadata(
        begin + head + chunk(b"eXIf", PLACE) + chunk(b"tEXt", PLACE) + pixels + end + PLACE, Kind.PNG
    )

    assert clean == begin + head + pixels + end


@pytest.mark.parametrize(
    "broken",
    [b"\xff\xd8\xff", RED[:60], RED[:2] + b"MZ" + RED[4:], b"\xff\xd8" + segment(0xFE, PLACE) + b"\xff\xd9"],
)
def test_what_is_no_picture_is_refused(broken: bytes) -> None:
    with pytest.raises(WrongKindError, match="damaged"):
        without_metadata(broken, Kind.JPEG)
    with pytest.raises(WrongKindError, match="damaged"):
        without_metadata(b"\x89PNG\r\n\x1a\n" + broken, Kind.PNG)

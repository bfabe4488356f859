"""Pictures without what a camera writes beside them: place, time, device, a second small picture, and what follows.

The picture itself stays as it is, to the byte; nothing is computed anew. Of all that stands beside it a JPEG keeps
which way is up and its colours, a PNG its colours.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from regulars.language import message
from regulars.web.files.errors import WrongKindError
from regulars.web.files.kinds import Kind

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_START_OF_SCAN, _EXIF, _END = 0xDA, 0xE1, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset([0x01, *range(0xD0, 0xD8)])  # markers without a length
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ORIENTATION = 0x0112
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD".split())


def without_metadata(content: bytes, kind: Kind) -> bytes:
    """A picture that tells nothing but itself. Raises ``WrongKindError`` where it is none."""
    try:
        if kind is Kind.JPEG:
            return _jpeg(content)
        if kind is Kind.PNG:
            return _png(content)
    except (struct.error, IndexError, ValueError):
        raise WrongKindError(
            message("This picture is damaged and cannot be read. Take it again, or choose another.")
        ) from None
    return content


def _jpeg(content: bytes) -> bytes:
    kept, turned, framed, scanned = list[bytes](), 1, False, False
    for marker, segment in _segments(content):
        payload = segment[4:]
        if marker == _EXIF and payload.startswith(b"Exif\0\0"):
            turned = _orientation(payload[6:])
        framed |= marker in _FRAMES
        scanned |= marker == _START_OF_SCAN
        if marker == 0xE0 and payload.startswith(b"JFIF\0"):
            segment = b"\xff\xe0\x00\x10" + payload[:12] + b"\0\0"  # without its small picture
        elif (0xE0 <= marker <= 0xEF and not _about_colours(marker, payload)) or marker == 0xFE:
            continue
        kept.append(segment)
    if not (framed and scanned):
        raise ValueError
    return b"".join([_SOI, *_upright(kept, turned), _EOI])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with all that belongs to it, up to the end of the picture; what follows that is left out."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError
        while content[at + 1] == 0xFF:  # fill
            at += 1
        marker = content[at + 1]
        if marker == _END:
            return
        if marker in _ALONE:
            end = at + 2
        else:
            end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
            if end < at + 4 or end > len(content):
                raise ValueError
        if marker == _START_OF_SCAN:
            found = _AFTER_SCAN.search(content, end)
            end = len(content) if found is None else found.start()
        yield marker, content[at:end]
        at = end


def _about_colours(marker: int, payload: bytes) -> bool:
    return (marker == 0xE2 and payload.startswith(b"ICC_PROFILE\0")) or (marker == 0xEE and payload[:5] == b"Adobe")


def _orientation(tiff: bytes) -> int:
    """Which way is up: 1 to 8; 1 where nothing readable says so."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except (KeyError, struct.error):
        pass
    return 1


def _upright(kept: list[bytes], turned: int) -> list[bytes]:
    """The segments, with a new note of which way is up after the first where it is not the usual one."""
    if turned == 1:
        return kept
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    note = b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff
    first = 1 if kept and kept[0].startswith(b"\xff\xe0") else 0
    return [*kept[:first], note, *kept[first:]]


def _png(content: bytes) -> bytes:
    kept, at = [_PNG_HEAD], len(_PNG_HEAD)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end

"""As much of SPSS system files as the tests need: numbers, compressed by bytecodes."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np


def read(path: Path) -> dict[str, np.ndarray]:
    """The numeric columns by their short names, in small letters; NaN where there is no value."""
    data = path.read_bytes()
    place, names = 176, []
    while (kind := struct.unpack_from("<i", data, place)[0]) != 999:
        if kind == 2:
            names.append(data[place + 24 : place + 32].decode().strip().lower())
        place += _size(data, place, kind)
    table = np.array(_values(data, place + 8, struct.unpack_from("<d", data, 84)[0])).reshape(-1, len(names))
    return {name: table[:, at] for at, name in enumerate(names) if name}


def _size(data: bytes, place: int, kind: int) -> int:
    """Bytes of a record of the dictionary."""
    count = struct.unpack_from("<i", data, place + 4)[0]
    if kind == 2:  # a variable: label and missing values may follow
        _, labelled, n_missing = struct.unpack_from("<3i", data, place + 4)
        label = 4 + -(-struct.unpack_from("<i", data, place + 32)[0] // 4) * 4 if labelled else 0
        return 32 + label + 8 * abs(n_missing)
    if kind == 3:  # labels of values
        end = place + 8
        for _ in range(count):
            end += 8 + -(-(data[end + 8] + 1) // 8) * 8
        return end - place
    if kind in (4, 6):
        return 8 + (4 if kind == 4 else 80) * count
    each, often = struct.unpack_from("<2i", data, place + 8)
    return 16 + each * often


def _values(data: bytes, place: int, bias: float) -> list[float]:
    """Eight codes say what the next eight values are; 253 that the value itself follows."""
    values: list[float] = []
    while place < len(data):
        codes, place = data[place : place + 8], place + 8
        for code in codes:
            if code == 252:
                break
            if code == 253:
                values.append(struct.unpack_from("<d", data, place)[0])
                place += 8
            elif code:
                values.append(float("nan") if code == 255 else code - bias)
    return values

"""Randomness with names: a new stream moves none of the others."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of this name: the same in every process, whatever other streams exist.

    >>> int(stream(2026, "buying").integers(1000)) == int(stream(2026, "buying").integers(1000))
    True
    """
    # crc32 and not hash(): hash() of a string differs from process to process.
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(seed, spawn_key=(crc32(name.encode()),))))

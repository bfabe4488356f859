"""Four types of service: how staff treat customers against how well the system works."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import scipy

from regulars.language import Message, message
from regulars.methods.columns import Floats

NODES = 48
ALMOST = 0.9999  # beyond this correlation the integral below is that of one variable
FAR = 37.0  # standard errors beyond which nothing is left of a normal distribution


class ServiceType(StrEnum):
    """What a team is to its customers; the last two are answers too."""

    FREEZER = "freezer"  # cold staff, poor system
    FACTORY = "factory"  # cold staff, good system
    FRIENDLY_ZOO = "friendly_zoo"  # warm staff, poor system
    QUALITY = "quality"  # warm staff, good system
    UNCLEAR = "no clear type"
    TOO_FEW = "too few to judge"

    @property
    def words(self) -> Message:
        """What customers hear from such a team."""
        return _WORDS[self]


TYPES = (ServiceType.FREEZER, ServiceType.FACTORY, ServiceType.FRIENDLY_ZOO, ServiceType.QUALITY)
_WORDS = {
    ServiceType.FREEZER: message("Freezer: cold staff, and a system that fails. Customers hear: we do not care."),
    ServiceType.FACTORY: message("Factory: the system works, the staff are cold. Customers hear: you are a number."),
    ServiceType.FRIENDLY_ZOO: message(
        "Friendly zoo: warm staff, but a system that fails. Customers hear: we are trying hard, but we are unsure how."
    ),
    ServiceType.QUALITY: message(
        "Quality: warm staff, and a system that works. Customers hear: we care, and we see to it."
    ),
    ServiceType.UNCLEAR: message("No clear type: the interval of one dimension or of both reaches across its line."),
    ServiceType.TOO_FEW: message("Too few answers to judge."),
}


def type_of(warm: bool, works: bool) -> ServiceType:
    """The quarter of the plane: staff above their line, system above its line."""
    return TYPES[2 * warm + works]


def chances_of_types(warm: Floats, works: Floats, correlation: Floats) -> Floats:
    """Probability of each of ``TYPES``, shape (teams, 4).

    ``warm`` and ``works``, shape (teams,): by how many standard errors each dimension lies above its line.
    """
    warm, works = (np.clip(column, -FAR, FAR) for column in (warm, works))
    both = both_below(warm, works, correlation)
    first, second = scipy.special.ndtr(warm), scipy.special.ndtr(works)
    shares = np.column_stack([1 - first - second + both, second - both, first - both, both])
    return np.asarray(np.clip(shares, 0.0, 1.0))


def both_below(h: Floats, k: Floats, correlation: Floats) -> Floats:
    """P(X < h and Y < k) of two normal variables that go together.

    Φ(h) Φ(k) plus the integral of exp(−(h² − 2 h k sin θ + k²) / (2 cos² θ)) / 2π over θ from 0 to arcsin of the
    correlation. Source: [drezner1990].
    """
    node, weight = np.polynomial.legendre.leggauss(NODES)
    end = np.arcsin(np.clip(correlation, -ALMOST, ALMOST))[:, None]
    angle = end * (node + 1) / 2
    square, product = (h**2 + k**2)[:, None], (h * k)[:, None]
    height = np.exp(-(square - 2 * product * np.sin(angle)) / (2 * np.cos(angle) ** 2))
    area = (height @ weight) * end[:, 0] / 2
    return np.asarray(scipy.special.ndtr(h) * scipy.special.ndtr(k) + area / (2 * np.pi))

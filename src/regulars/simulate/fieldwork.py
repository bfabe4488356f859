"""Who is asked in each wave, and who answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.optimize import brentq

from regulars.simulate.answering import UNUSED, AnswerModel
from regulars.simulate.buying import DAYS_PER_WEEK, Floats, Guests, Ints, Purchases
from regulars.simulate.parameters import CHINESE_SHARE, INVITATION_SHARES, Fieldwork
from regulars.simulate.streams import stream


@dataclass(frozen=True)
class Frame:
    """All guests whom a wave could ask: one row for each guest and wave.

    ``chance``: probability of being asked; ``unit``: hotel of the latest stay before the wave.
    """

    guest: Ints
    wave: Ints
    unit: Ints
    chance: Floats
    out: tuple[int, ...]  # day on which each wave went out


@dataclass(frozen=True)
class Asked:
    """Invitations: one row for each; ``answers`` rows × items, −1 where skipped, 0 where not used."""

    guest: Ints
    wave: Ints
    unit: Ints
    invitation: Ints
    answered: NDArray[np.bool_]
    day: Ints
    minute: Ints
    answers: Ints


@dataclass(frozen=True)
class Manner:
    """What a guest brings to every wave: how the guest is reached, and the language."""

    invitation: Ints
    chinese: NDArray[np.bool_]


def manners(seed: int, customers: int) -> Manner:
    """Draw it for all guests."""
    chance = stream(seed, "manners")
    shares = list(INVITATION_SHARES.values())
    return Manner(chance.choice(len(shares), customers, p=shares), chance.random(customers) < CHINESE_SHARE)


def frame(purchases: Purchases, unit: Ints, customers: int, days: int, fieldwork: Fieldwork) -> Frame:
    """Guests with a stay in the half-year before each wave."""
    wanted = round(customers * fieldwork.asked_share)
    parts, out = [], []
    for wave in range(fieldwork.waves):
        back = (fieldwork.waves - 1 - wave) * fieldwork.weeks_between * DAYS_PER_WEEK
        sent = days - 1 - back - fieldwork.days
        recent = np.flatnonzero((purchases.day > sent - fieldwork.window_days) & (purchases.day <= sent))
        # Purchases are sorted by guest and day: the last of each run is the latest stay.
        guest = purchases.guest[recent]
        latest = recent[np.r_[guest[1:] != guest[:-1], True][: len(guest)]]
        share = min(1.0, wanted / max(len(latest), 1))
        parts.append((purchases.guest[latest], np.full(len(latest), wave), unit[latest], np.full(len(latest), share)))
        out.append(sent)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Frame(columns[0], columns[1], columns[2], columns[3], tuple(out))


def response_chance(trait: Floats, invitation: Ints, fieldwork: Fieldwork) -> Floats:
    """Probability that a guest who is asked answers."""
    effects = np.array([fieldwork.invitation_effects[key] for key in INVITATION_SHARES])
    shares = np.array(list(INVITATION_SHARES.values()))
    points, weights = np.polynomial.hermite_e.hermegauss(20)
    odds = effects[:, None] + fieldwork.self_selection * points

    def rate(base: float) -> float:
        return float(shares @ scipy.special.expit(base + odds) @ weights / weights.sum())

    base = brentq(lambda level: rate(level) - fieldwork.response_rate, -12.0, 12.0)
    return np.asarray(scipy.special.expit(base + effects[invitation] + fieldwork.self_selection * trait))


def ask(seed: int, guests: Guests, manner: Manner, people: Frame, model: AnswerModel, fieldwork: Fieldwork) -> Asked:
    """Invite a random sample of each wave's frame, and collect what comes back."""
    chance = stream(seed, "fieldwork")
    ticket = chance.random(len(people.guest))
    row = np.concatenate([_drawn(people, ticket, wave) for wave in range(len(people.out))])
    guest, wave, unit = people.guest[row], people.wave[row], people.unit[row]
    trait, invitation = guests.trait[guest], manner.invitation[guest]
    wait = np.minimum(chance.exponential(4.0, len(row)), fieldwork.days - 1).astype(np.int64)
    felt = model.felt(stream(seed, "answers"), trait, unit)
    return Asked(
        guest=guest,
        wave=wave,
        unit=unit,
        invitation=invitation,
        answered=chance.random(len(row)) < response_chance(trait, invitation, fieldwork),
        day=np.array(people.out)[wave] + 1 + wait,
        minute=chance.integers(7 * 60, 23 * 60, len(row)),
        answers=_with_gaps(seed, model.ratings(felt), model),
    )


def _drawn(people: Frame, ticket: Floats, wave: int) -> Ints:
    inside = np.flatnonzero(people.wave == wave)
    count = round(len(inside) * float(people.chance[inside[0]])) if len(inside) else 0
    return np.sort(inside[np.argsort(ticket[inside])[:count]])


def _with_gaps(seed: int, answers: Ints, model: AnswerModel) -> Ints:
    """Not used, and skipped: both at random."""
    rows, items = answers.shape
    # The question about problems has a stream of its own: it came later, and moves none of the others.
    chance = np.column_stack(
        [stream(seed, "gaps").random((rows, items - 1)), stream(seed, "problem-gaps").random(rows)]
    )
    unused = np.array([attribute.unused for attribute in model.parameters.attributes.values()])
    skipped = np.array([model.parameters.skipped[key] for key in model.items[len(unused) :]])
    gap = chance < np.concatenate([unused, skipped])
    code = np.concatenate([np.full(len(unused), UNUSED), np.full(len(skipped), -1)])
    return np.where(gap, code, answers)

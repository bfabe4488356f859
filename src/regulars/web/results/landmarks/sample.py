"""What the sample company aims at, and what happened in one of its hotels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from regulars.insights.landmarks import Indicator
from regulars.language import Language
from regulars.simulate import LAST_DAY
from regulars.web.accounts.models import User
from regulars.web.company.models import Unit
from regulars.web.results.landmarks.actions import note, set_target
from regulars.web.results.landmarks.models import Happening, Target

HOTEL = "harbour"
SATISFIED, RECOMMENDED = 80, 20
RENOVATED = {Language.ENGLISH: "Lobby renovated", Language.CHINESE: "大堂装修"}
BEGUN, DONE = (3, 2), (4, 24)  # month and day of the last year with answers


def seed(*, hotels: Mapping[str, Unit], by: User, language: Language) -> None:
    """Two targets and a renovation. A second time, whatever became of them, they stay as they are."""
    if Target.objects.exists() or Happening.objects.exists():
        return
    year, hotel = LAST_DAY.year, hotels[HOTEL]
    whole: dict[str, Any] = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    with transaction.atomic():
        set_target(one=Target(indicator=Indicator.SATISFIED.value, value=SATISFIED, **whole), by=by)
        set_target(one=Target(indicator=Indicator.NPS.value, value=RECOMMENDED, unit=hotel, **whole), by=by)
        days = {"first": date(year, *BEGUN), "last": date(year, *DONE)}
        note(one=Happening(words=RENOVATED[language], unit=hotel, **days), by=by)

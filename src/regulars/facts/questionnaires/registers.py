"""Ready-made registers of touchpoints, to begin with."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from regulars.survey.touchpoints import Register


@cache
def registers() -> tuple[Register, ...]:
    """Those that come with Regulars; the one with stages alone last."""
    folder = resources.files("regulars").joinpath("content", "touchpoints")
    found = [
        Register.from_dict(yaml.safe_load(file.read_text("utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda one: (not one.touchpoints, one.name)))

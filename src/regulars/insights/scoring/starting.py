"""Parameters of the models as they are kept beside the scores: the next fit begins there."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from regulars.language import Message, message
from regulars.methods import BetaGeoNBD, GammaGamma, ModifiedBetaGeoNBD
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.errors import MethodError

if TYPE_CHECKING:
    from regulars.insights.scoring.estimate import Scores

BUYING: dict[str, type[BetaGeometric]] = {"BetaGeoNBD": BetaGeoNBD, "ModifiedBetaGeoNBD": ModifiedBetaGeoNBD}
SHORT = {"BetaGeoNBD": "BG/NBD", "ModifiedBetaGeoNBD": "MBG/NBD"}


@dataclass(frozen=True)
class Starts:
    """``told`` holds the models by what they are of, as plain data."""

    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Scores | None) -> Starts:
        """Of what was fitted."""
        if found is None:
            return cls()
        models = {"buying": found.model, "rival": found.rival, "spending": found.spending}
        return cls({name: _plain(model) for name, model in models.items() if model is not None})

    @classmethod
    def read(cls, text: str) -> Starts:
        """What was written; nothing where it cannot be read: the fit then begins from afar."""
        try:
            found = json.loads(text)
        except ValueError:
            return cls()
        return cls(found) if isinstance(found, dict) else cls()

    def written(self) -> str:
        """For the note."""
        return json.dumps(self.told)

    def buying(self) -> dict[type[BetaGeometric], BetaGeometric]:
        """The two models of purchases."""
        found = [_model(BUYING, self.told.get(name)) for name in ("buying", "rival")]
        return {type(model): model for model in found if model is not None}

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the model of purchases that was chosen says of its own parameters."""
        told = self.told.get("buying")
        model: BetaGeometric | None = _model(BUYING, told)
        if model is None or told is None or not isinstance(unknown := told.get("undetermined"), list):
            return ()
        names = tuple(name for name in model.names if name in unknown)
        said = replace(model, boundary=names).notes
        return tuple(
            message("Model of purchases ({model}): {note}", model=SHORT[told["model"]], note=one) for one in said
        )

    def spending(self) -> GammaGamma | None:
        """The model of amounts."""
        found: GammaGamma | None = _model({"GammaGamma": GammaGamma}, self.told.get("spending"))
        return found


def _plain(model: Any) -> dict[str, Any]:
    return {
        "model": type(model).__name__,
        "parameters": {name: float(getattr(model, name)) for name in model.names},
        "log_likelihood": float(model.log_likelihood),
        "undetermined": list(getattr(model, "boundary", ())),
    }


def _model(kinds: Mapping[str, type[Any]], told: Mapping[str, Any] | None) -> Any:
    if told is None:
        return None
    try:
        kind = kinds[told["model"]]
        values = {name: float(told["parameters"][name]) for name in kind.names}
        return kind(**values) if all(0 < value < math.inf for value in values.values()) else None
    except (TypeError, KeyError, ValueError, MethodError):
        return None

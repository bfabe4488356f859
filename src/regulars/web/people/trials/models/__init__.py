"""The models of trials."""

from regulars.web.people.trials.models.trial import Bought, State, Trial, TrialQuerySet

__all__ = ["Bought", "State", "Trial", "TrialQuerySet"]

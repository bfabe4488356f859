"""The models of promises."""

from regulars.web.people.promises.models.expectation import Expectation, Fact
from regulars.web.people.promises.models.promise import Outcome, Promise, PromiseQuerySet, today

__all__ = ["Expectation", "Fact", "Outcome", "Promise", "PromiseQuerySet", "today"]

"""The models of suggestions and care."""

from regulars.web.people.offers.models.care import CareDone, Done
from regulars.web.people.offers.models.rule import OfferRule
from regulars.web.people.offers.models.sequence import Sequence
from regulars.web.people.offers.models.suggestion import Answer, NoOffers, Suggestion

__all__ = ["Answer", "CareDone", "Done", "NoOffers", "OfferRule", "Sequence", "Suggestion"]

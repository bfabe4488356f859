"""The models of people."""

from regulars.web.people.models.consent import Consent, Purpose, Source, Way
from regulars.web.people.models.contact import Cadence, Contact
from regulars.web.people.models.customer import Customer, Kind
from regulars.web.people.models.place import CustomerUnit
from regulars.web.people.models.relation import Part, Relation
from regulars.web.people.models.score import Alive, CustomerScore
from regulars.web.people.models.segment import Segment

__all__ = [
    "Alive",
    "Cadence",
    "Consent",
    "Contact",
    "Customer",
    "CustomerScore",
    "CustomerUnit",
    "Kind",
    "Part",
    "Purpose",
    "Relation",
    "Segment",
    "Source",
    "Way",
]

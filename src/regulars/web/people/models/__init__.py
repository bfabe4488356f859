"""The models of people."""

from regulars.web.people.models.customer import Customer, Kind
from regulars.web.people.models.place import CustomerUnit
from regulars.web.people.models.relation import Relation
from regulars.web.people.models.score import Alive, CustomerScore

__all__ = ["Alive", "Customer", "CustomerScore", "CustomerUnit", "Kind", "Relation"]

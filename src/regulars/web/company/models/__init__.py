"""The models of the company."""

from regulars.web.company.models.calendar import Calendar
from regulars.web.company.models.company import Company
from regulars.web.company.models.unit import Unit, UnitMembership

__all__ = ["Calendar", "Company", "Unit", "UnitMembership"]

"""The models of the desk."""

from regulars.web.cases.desk.models.digest import Digest
from regulars.web.cases.desk.models.filter import Filter
from regulars.web.cases.desk.models.gram import Gram
from regulars.web.cases.desk.models.lot import Did, Do, Lot

__all__ = ["Did", "Digest", "Do", "Filter", "Gram", "Lot"]

"""Pages of what cases teach."""

from regulars.web.cases.knowledge.views.own import edit, own
from regulars.web.cases.knowledge.views.pages import causes_page, hidden, make_file, mouth

__all__ = ["causes_page", "edit", "hidden", "make_file", "mouth", "own"]

"""What people do with questionnaires, studies and links. Each is written into the trail."""

from regulars.web.research.actions.links import close_link, create_links
from regulars.web.research.actions.questionnaires import (
    create_copy,
    create_from_file,
    create_from_nothing,
    create_questionnaire,
    publish,
)
from regulars.web.research.actions.revisions import change_draft, go_to, redo, undo
from regulars.web.research.actions.studies import change_study, close_study, create_study, open_study

__all__ = [
    "change_draft",
    "change_study",
    "close_link",
    "close_study",
    "create_copy",
    "create_from_file",
    "create_from_nothing",
    "create_links",
    "create_questionnaire",
    "create_study",
    "go_to",
    "open_study",
    "publish",
    "redo",
    "undo",
]

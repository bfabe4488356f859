"""The models of the mail of cases."""

from regulars.web.cases.mail.models.mail import Mail, Sort
from regulars.web.cases.mail.models.mailbox import Mailbox, Seen
from regulars.web.cases.mail.models.rules import Rules, UnitAddress

__all__ = ["Mail", "Mailbox", "Rules", "Seen", "Sort", "UnitAddress"]

"""The models of the accounts."""

from regulars.web.accounts.models.grant import Grant
from regulars.web.accounts.models.invitation import Invitation
from regulars.web.accounts.models.signin_link import SignInLink
from regulars.web.accounts.models.user import User

__all__ = ["Grant", "Invitation", "SignInLink", "User"]

"""What the fields of the accounts say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "User.id": Personal.NONE,
    "User.public_id": Personal.KEY,
    "User.password": Personal.SECRET,
    "User.last_login": Personal.FACT,
    "User.email": Personal.NAME,
    "User.name": Personal.NAME,
    "User.language": Personal.FACT,
    "User.zone": Personal.FACT,
    "User.is_active": Personal.FACT,
    "User.joined": Personal.FACT,
    "User.stamp": Personal.SECRET,
    "Grant.id": Personal.NONE,
    "Grant.user": Personal.KEY,
    "Grant.role": Personal.FACT,
    "Grant.unit": Personal.FACT,
    "Grant.since": Personal.FACT,
    "Grant.until": Personal.FACT,
    "SignInLink.id": Personal.NONE,
    "SignInLink.user": Personal.KEY,
    "SignInLink.token_hash": Personal.SECRET,
    "SignInLink.made": Personal.FACT,
    "SignInLink.expires": Personal.FACT,
    "SignInLink.spent": Personal.FACT,
    **{
        f"Invitation.{field}": Personal.FACT
        for field in "language role unit since until made sent expires accepted withdrawn".split()
    },
    "Invitation.id": Personal.NONE,
    "Invitation.public_id": Personal.KEY,
    "Invitation.email": Personal.NAME,
    "Invitation.name": Personal.NAME,
    "Invitation.token_hash": Personal.SECRET,
    "Invitation.by": Personal.KEY,
    "Invitation.problem": Personal.WORDS,
}

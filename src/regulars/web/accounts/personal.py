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
}

"""What the fields of REST say about a person. Kept answers go after a day, and whenever a customer is erased."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Token.id": Personal.NONE,
    "Token.public_id": Personal.NONE,
    "Token.name": Personal.NONE,
    "Token.owner": Personal.KEY,
    "Token.scopes": Personal.NONE,
    "Token.secret_hash": Personal.SECRET,
    "Token.made": Personal.NONE,
    "Token.expires": Personal.NONE,
    "Token.used": Personal.NONE,
    "Token.ended": Personal.NONE,
    "KeptAnswer.id": Personal.NONE,
    "KeptAnswer.token": Personal.NONE,
    "KeptAnswer.key": Personal.NONE,
    "KeptAnswer.digest": Personal.NONE,
    "KeptAnswer.status": Personal.NONE,
    "KeptAnswer.headers": Personal.KEY,
    "KeptAnswer.body": Personal.WORDS,
    "KeptAnswer.at": Personal.NONE,
}

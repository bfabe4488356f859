"""What the fields of interviews say about a person: who asked, and whom."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Interview.id": Personal.NONE,
    "Interview.response": Personal.KEY,
    "Interview.way": Personal.FACT,
    "Interview.by": Personal.KEY,
    "Interview.at": Personal.FACT,
}

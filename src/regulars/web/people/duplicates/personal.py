"""What the fields of duplicates say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Pair.id": Personal.NONE,
    "Pair.public_id": Personal.KEY,
    "Pair.first": Personal.KEY,
    "Pair.second": Personal.KEY,
    "Pair.chance": Personal.FACT,
    "Pair.certain": Personal.FACT,
    "Pair.reasons": Personal.FACT,
    "Pair.opinion": Personal.FACT,
    "Pair.found": Personal.NONE,
    "Pair.decided": Personal.NONE,
    "Pair.by": Personal.KEY,
    "Merge.id": Personal.NONE,
    "Merge.public_id": Personal.NONE,
    "Merge.at": Personal.NONE,
    "Merge.by": Personal.KEY,
    "Merge.count": Personal.NONE,
    "Merge.undone_at": Personal.NONE,
    "Merge.undone_by": Personal.KEY,
    "Merge.follows": Personal.NONE,
    "Merge.live": Personal.KEY,
    "Merged.id": Personal.NONE,
    "Merged.merge": Personal.KEY,
    "Merged.place": Personal.NONE,
    "Merged.survivor": Personal.KEY,
    "Merged.into": Personal.KEY,
    "Merged.former": Personal.KEY,
    "Merged.key": Personal.KEY,
    "Merged.handle": Personal.KEY,
    "Merged.number": Personal.NAME,
    "Merged.name": Personal.NAME,
    "Merged.kept": Personal.WORDS,
    "MovedConsent.id": Personal.NONE,
    "MovedConsent.merged": Personal.KEY,
    "MovedConsent.consent": Personal.KEY,
    "MovedConsent.added": Personal.NONE,
}

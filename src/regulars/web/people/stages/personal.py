"""What the fields of relationships say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Relationship.customer": Personal.KEY,
    "Relationship.stage": Personal.FACT,
    "Relationship.since": Personal.FACT,
    "Relationship.complained": Personal.FACT,
    "Step.id": Personal.NONE,
    "Step.public_id": Personal.KEY,
    "Step.customer": Personal.KEY,
    "Step.before": Personal.FACT,
    "Step.stage": Personal.FACT,
    "Step.on": Personal.FACT,
    "Step.at": Personal.NONE,
    "Step.rule": Personal.FACT,
    "Step.words": Personal.WORDS,
    "Step.reckoned": Personal.NONE,
    "Step.by": Personal.KEY,
}

"""What the fields of research say about a person. Erasing a customer removes their responses whole."""

from __future__ import annotations

from regulars.web.personal import Personal

_OF_THE_COMPANY = {
    "Questionnaire": "id public_id name title draft revision made_from created changed",
    "Version": "id questionnaire number content published_at",
    "Revision": "id questionnaire draft said at",
    "Study": "id public_id questionnaire title privacy sample wave opens_at closes_at quota state created",
    "Cell": "id study key label population wanted quota unit rule answers",
    "Link": "id public_id study unit label channel test created closed_at",
    "Batch": "id closed",
    "OutboxRow": "id batch",
    "Store": "id token copied rebuild",
    "Tag": "id public_id name",
    "Response": "id study version test ineligible",
    "Partial": "id study version page test",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _OF_THE_COMPANY.items() for field in fields.split()},
    **{f"{model}.by": Personal.KEY for model in ("Questionnaire", "Revision", "Version", "Study", "Link")},
    "OutboxRow.response": Personal.KEY,
    "Response.public_id": Personal.KEY,
    "Response.unit": Personal.FACT,
    "Response.link": Personal.FACT,
    "Response.customer": Personal.KEY,
    "Response.cell": Personal.FACT,
    "Response.weight": Personal.FACT,
    "Response.nonce": Personal.KEY,
    "Response.at": Personal.FACT,
    "Response.day": Personal.FACT,
    "Response.language": Personal.FACT,
    "Response.channel": Personal.FACT,
    "Response.answers": Personal.WORDS,
    "Response.consents": Personal.FACT,
    "Response.late": Personal.FACT,
    "Response.complete": Personal.FACT,
    "Response.put_aside": Personal.WORDS,
    "Response.files": Personal.KEY,
    "Response.seconds": Personal.FACT,
    "Response.hurried": Personal.FACT,
    "Response.straight": Personal.FACT,
    **{f"Partial.{field}": Personal.KEY for field in ("nonce", "key", "customer")},
    **{f"Partial.{field}": Personal.FACT for field in ("unit", "link", "cell", "begun", "at", "day", "language")},
    "Partial.typed": Personal.WORDS,
    "Response.score": Personal.FACT,
    "Response.seen_at": Personal.FACT,
    "Response.hidden_at": Personal.FACT,
    "Response.hidden_by": Personal.KEY,
    "Response.hidden_reason": Personal.WORDS,
    "Response.tags": Personal.FACT,
}

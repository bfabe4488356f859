"""Addresses of the inbox. The response is Lakeside's: for those of another unit it does not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.web.addresses.shape import Address

SEE = ("administrator", "analyst", "manager", "agent", "dealer")
MANAGE = ("administrator", "manager", "agent")
OTHERS = ("colleague",)


def _response(world: Any) -> Any:
    from regulars.web.research.actions import create_questionnaire, create_study, publish
    from regulars.web.research.models import Response

    questionnaire = create_questionnaire(made_from="after-service-ces", name="repair", by=None)
    publish(questionnaire=questionnaire, by=None)
    return Response.objects.create(
        study=create_study(questionnaire=questionnaire, by=None),
        version=1,
        unit=world.units.lakeside,
        nonce="n",
        language="en",
        at=datetime(2026, 1, 5, 12, tzinfo=UTC),
        day=date(2026, 1, 5),
        answers={"effort": 2, "comment": "slow"},
    )


def _one(world: Any) -> dict[str, Any]:
    return {"public_id": _response(world).public_id}


def _photo(world: Any) -> dict[str, Any]:
    from regulars.web.files.actions import keep

    response = _response(world)
    # As small as a picture can be, and told by its first bytes.
    kept = keep(b"\xff\xd8\xff\xd9", name="a.jpg", owner=response)
    response.files = {"photo": kept.public_id}
    response.save(update_fields=["files"])
    return {"public_id": response.public_id, "file_id": kept.public_id}


def _tag(world: Any) -> dict[str, Any]:
    from regulars.web.research.models import Tag

    response = _response(world)
    tag = Tag.objects.create(name="breakfast")
    response.tags.add(tag)
    return {"public_id": response.public_id, "tag_id": tag.public_id}


def _change(name: str, **more: Any) -> Address:
    return Address(name, MANAGE, OTHERS, **{"arguments": _one, "method": "post", "good": (302,), **more})


ROWS = [
    Address("inbox:responses", (*SEE, *OTHERS)),
    Address("inbox:export", ("administrator", "analyst", "manager", *OTHERS)),
    Address("inbox:response", SEE, OTHERS, arguments=_one),
    Address("inbox:file", SEE, OTHERS, arguments=_photo),
    _change("inbox:unseen"),
    _change("inbox:tag", data=lambda world: {"name": "breakfast"}),
    _change("inbox:untag", arguments=_tag),
    _change("inbox:hide", data=lambda world: {"reason": "names a guest"}),
    _change("inbox:show"),
]

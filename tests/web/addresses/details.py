"""Addresses of details: changed by whoever may change the customer; the fields themselves by the administrator."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EDIT, OTHER, _guest
from tests.web.addresses.shape import Address


def _customer(world: Any) -> dict[str, str]:
    return {"customer": _guest(world).public_id}


def _address(world: Any) -> dict[str, str]:
    from regulars.web.people.details.models import Identifier

    guest = _guest(world)
    made = Identifier.objects.create(customer=guest, kind="wechat", value="mei", canonical="mei")
    return {"customer": guest.public_id, "address": made.public_id}


def _note(world: Any) -> dict[str, str]:
    from regulars.web.people.details.models import Note

    guest = _guest(world)
    return {"customer": guest.public_id, "note": Note.objects.create(customer=guest, words="likes tea").public_id}


def _file(world: Any) -> dict[str, str]:
    from regulars.web.people.details.models import Attachment

    guest = _guest(world)
    return {"customer": guest.public_id, "attachment": Attachment.objects.create(customer=guest).public_id}


def _upload(world: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"file-file": SimpleUploadedFile("letter.csv", b"a,b\n1,2\n"), "file-words": "their list"}


def _field(world: Any) -> dict[str, str]:
    from regulars.web.people.details.models import OwnField

    return {"public_id": OwnField.objects.create(key="room_wish", name={"en": "Room wish"}).public_id}


def _posted(name: str, arguments: Any, data: Any) -> Address:
    return Address(f"details:{name}", EDIT, OTHER, arguments, method="post", data=data, good=(302,))


ROWS = [
    Address("details:fields", ("administrator",)),
    Address("details:add_field", ("administrator",)),
    Address("details:field", ("administrator",), arguments=_field),
    _posted("values", _customer, lambda world: {}),
    _posted("add_address", _customer, lambda world: {"address-kind": "wechat", "address-value": "weiwei"}),
    _posted("address", _address, lambda world: {"do": "check"}),
    _posted("write_note", _customer, lambda world: {"note-words": "likes tea"}),
    _posted("note", _note, lambda world: {"do": "pin"}),
    _posted("attach", _customer, _upload),
    _posted("file", _file, lambda world: {"do": "remove"}),
]

"""Addresses of imports: for those who import for the whole company. A file belongs to nobody's unit."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

IMPORTERS = ("administrator", "analyst")


def _upload(**fields: Any) -> Any:
    def make(world: Any) -> dict[str, Any]:
        from regulars.web.imports.models import Kind, Upload

        made = Upload.objects.create(kind=Kind.PURCHASES, name="sales.csv", size=9, digest="0" * 64, **fields)
        return {"public_id": made.public_id}

    return make


def _saved(world: Any) -> dict[str, Any]:
    from regulars.web.imports.models import Kind, SavedMapping

    return {"pk": SavedMapping.objects.create(name="till", kind=Kind.PURCHASES, mapping={}).pk}


def _aside(world: Any) -> dict[str, Any]:
    from regulars.facts.imports.set_aside import FOLDER
    from regulars.web.facts import facts

    folder = facts().home / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / "bad.csv").write_text("a\n", "utf-8")
    return _upload(stage="done", aside="bad.csv")(world)


def _imported(world: Any) -> dict[str, Any]:
    from regulars.web.facts import facts

    file = world.home / "one.csv"
    file.write_text("customer,date,amount\n1,2026-01-02,3\n", "utf-8")
    return {"import_id": facts().import_purchases(file).import_id}


ROWS = [
    Address("imports:history", IMPORTERS),
    Address("imports:facts", ("administrator",)),
    Address("imports:send", IMPORTERS),
    Address("imports:undo", IMPORTERS, arguments=_imported),
    Address("imports:forget", IMPORTERS, arguments=_saved, method="post", good=(302,)),
    Address("imports:detail", IMPORTERS, arguments=_upload(stage="mapped")),
    Address("imports:columns", IMPORTERS, arguments=_upload()),
    Address("imports:reading", IMPORTERS, arguments=_upload(stage="done"), method="post", good=(302,)),
    Address("imports:run", IMPORTERS, arguments=_upload(stage="done"), method="post", good=(302,)),
    Address("imports:discard", IMPORTERS, arguments=_upload(), method="post", good=(302,)),
    Address("imports:set-aside", IMPORTERS, arguments=_aside),
]

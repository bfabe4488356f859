"""Addresses of studies, questionnaires and links. Whoever manages studies of the whole company changes them."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

MANAGERS = ("administrator", "analyst")


def _questionnaire(world: Any) -> Any:
    from regulars.web.research.actions import create_questionnaire

    return create_questionnaire(made_from="after-service-ces", name="effort", by=None)


def _study(world: Any) -> Any:
    from regulars.web.research.actions import create_study, publish

    made = _questionnaire(world)
    publish(questionnaire=made, by=None)
    return create_study(questionnaire=made, by=None)


def _open_study(world: Any) -> Any:
    from regulars.web.research.actions import open_study

    study = _study(world)
    open_study(study=study, by=None)
    return study


def _link(world: Any) -> Any:
    from regulars.web.research.actions import create_links

    return create_links(study=_study(world), units=[world.units.lakeside], by=None)[0]


def _of(make: Any, **more: str) -> Any:
    return lambda world: {"public_id": make(world).public_id, **more}


ROWS = [
    Address("research:studies", MANAGERS),
    Address("research:study-add", MANAGERS),
    Address("research:study", MANAGERS, arguments=_of(_study)),
    Address("research:study-change", MANAGERS, arguments=_of(_study)),
    Address("research:study-open", MANAGERS, arguments=_of(_study), method="post", good=(302,)),
    Address("research:study-close", MANAGERS, arguments=_of(_open_study), method="post", good=(302,)),
    Address("research:links", MANAGERS, arguments=_of(_study)),
    Address(
        "research:links",
        MANAGERS,
        arguments=_of(_study),
        method="post",
        data=lambda world: {"units": [world.units.lakeside.public_id]},
        good=(302,),
    ),
    Address("research:link", MANAGERS, arguments=_of(_link)),
    Address("research:link-code", MANAGERS, arguments=_of(_link, kind="svg")),
    Address("research:link-close", MANAGERS, arguments=_of(_link), method="post", good=(302,)),
    Address("research:questionnaires", MANAGERS),
    Address("research:questionnaire", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-new", MANAGERS),
    Address("research:questionnaire-edit", MANAGERS, arguments=_of(_questionnaire)),
    Address(
        "research:questionnaire-turn",
        MANAGERS,
        arguments=_of(_questionnaire),
        method="post",
        data=lambda world: {"turn": "duplicate", "at": "0"},
        good=(302,),
    ),
    Address("research:questionnaire-add-block", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-history", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-publish", MANAGERS, arguments=_of(_questionnaire), method="post", good=(302,)),
    Address("research:questionnaire-preview", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-preview-rules", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-texts", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-texts-file", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-texts-import", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-texts-apply", MANAGERS, arguments=_of(_questionnaire), method="post", good=(302,)),
    Address("research:questionnaire-changes", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-tree", MANAGERS, arguments=_of(_questionnaire)),
    Address("research:questionnaire-tree-judge", MANAGERS, arguments=_of(_questionnaire), good=(302,)),
    Address("research:questionnaire-tree-derive", MANAGERS, arguments=_of(_questionnaire)),
]

"""Knowledge as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class KnowledgeConfig(AppConfig):
    """The company's own causes; everything else here is read from cases, scores and answers."""

    name = "regulars.web.cases.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Stand in the navigation and on the page of a case, name the causes, hear of opponents."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("understand", message("Causes of complaints"), "knowledge:causes", Permission.SEE_CASES, rank=20)
        place("understand", message("Silent customers"), "knowledge:hidden", Permission.SEE_CASES, rank=21)
        place("understand", message("Word of mouth"), "knowledge:mouth", Permission.SEE_CASES, rank=22)
        for name in ("own_causes", "own_panels", "alarm"):
            import_module(f"regulars.web.cases.knowledge.{name}")

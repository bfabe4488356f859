"""Research as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from regulars.language import message


class ResearchConfig(AppConfig):
    """Questionnaires, studies and responses; the channels bring the answers."""

    name = "regulars.web.research"
    label = "research"

    def ready(self) -> None:
        """Stand in the navigation and in that of each study; say who reads the files of responses."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place
        from regulars.web.research import reading  # noqa: F401 (its rules register themselves)
        from regulars.web.research.places import Group, results_of, study_place

        place("listen", message("Studies"), "research:studies", Permission.MANAGE_STUDIES)
        place("listen", message("Responses"), "inbox:responses", Permission.SEE_RESPONSES)
        place("listen", message("Questionnaires"), "research:questionnaires", Permission.MANAGE_STUDIES)
        study_place(Group.OVERVIEW, message("Overview"), "research:study", rank=0)
        study_place(Group.WAYS, message("Links"), "research:links", rank=30)
        study_place(
            Group.RESULTS, message("Results"), "results:report", Permission.SEE_RESULTS, rank=90, address=results_of
        )

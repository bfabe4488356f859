"""Reviews and channels as a Django app, within cases."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from regulars.language import message


class ReviewsConfig(AppConfig):
    """What was written in public, by which ways feedback comes, what was changed because of it."""

    name = "regulars.web.cases.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Stand in the navigation and on the page of a case."""
        from regulars.web.accounts.roles import Permission
        from regulars.web.pages.places import place

        place("listen", message("Public reviews"), "reviews:reviews", Permission.SEE_CASES, rank=2)
        place("listen", message("Feedback channels"), "reviews:channels", Permission.SEE_CASES, rank=3)
        import_module("regulars.web.cases.reviews.own_panels")
        import_module("regulars.web.cases.reviews.listening")

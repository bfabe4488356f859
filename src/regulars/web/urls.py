"""All addresses. Each app keeps its own; the page of a guest has its own entrance (``channels/link``)."""

from __future__ import annotations

from django.urls import include, path

from regulars.web.pages.views import entrance, errors

urlpatterns = [
    path("", entrance.home, name="home"),
    path("language/", entrance.language, name="language"),
    path("accounts/", include("regulars.web.accounts.urls")),
    path("account/", include("regulars.web.accounts.library")),
    path("jobs/", include("regulars.web.jobs.urls")),
    path("company/", include("regulars.web.company.urls")),
    path("customers/", include("regulars.web.people.urls")),
    path("customers/", include("regulars.web.people.timeline.urls")),
    path("relationships/", include("regulars.web.people.stages.urls")),
    path("details/", include("regulars.web.people.details.urls")),
    path("segments/", include("regulars.web.people.segment_urls")),
    path("duplicates/", include("regulars.web.people.duplicates.urls")),
    path("quality/", include("regulars.web.people.quality.urls")),
    path("rights/", include("regulars.web.people.rights.urls")),
    path("my/", include("regulars.web.people.rights.own_urls")),
    path("promises/", include("regulars.web.people.promises.urls")),
    path("arrivals/", include("regulars.web.people.cards.urls")),
    path("suggestions/", include("regulars.web.people.offers.urls")),
    path("hidden/", include("regulars.web.cases.candidates.urls")),
    path("", include("regulars.web.cases.reviews.urls")),
    path("policies/", include("regulars.web.cases.policies.urls")),
    path("gestures/", include("regulars.web.cases.advice.urls")),
    path("causes/", include("regulars.web.cases.knowledge.urls")),
    path("playbooks/", include("regulars.web.cases.playbooks.urls")),
    path("cases/mail/", include("regulars.web.cases.mail.urls")),
    path("verdict/", include("regulars.web.cases.verdicts.own_urls")),
    path("cases/", include("regulars.web.cases.verdicts.urls")),
    path("cases/intake/", include("regulars.web.cases.intake.urls")),
    path("help/", include("regulars.web.cases.intake.help_urls")),
    path("cases/", include("regulars.web.cases.desk.urls")),
    path("cases/", include("regulars.web.cases.urls")),
    path("messages/", include("regulars.web.messages.urls")),
    path("responses/", include("regulars.web.research.inbox_urls")),
    path("imports/feeds/", include("regulars.web.imports.feeds.urls")),
    path("imports/", include("regulars.web.imports.urls")),
    path("audit/", include("regulars.web.audit.urls")),
    path("today/", include("regulars.web.results.today.urls")),
    path("subscriptions/", include("regulars.web.results.watching.urls")),
    path("", include("regulars.web.results.landmarks.urls")),
    path("results/", include("regulars.web.results.urls")),
    path("worth/", include("regulars.web.worth.urls")),
    path("keep/", include("regulars.web.worth.keep.urls")),
    path("tracking/", include("regulars.web.results.tracking.urls")),
    path("scorecard/", include("regulars.web.results.scorecard.urls")),
    path("", include("regulars.web.service.urls")),
    path("standards/", include("regulars.web.service.standards_urls")),
    path("teams/", include("regulars.web.research.teams.urls")),
    path("touchpoints/", include("regulars.web.research.touchpoints.urls")),
    path("plans/", include("regulars.web.research.plans.urls")),
    path("programmes/", include("regulars.web.research.programme.urls")),
    path("events/", include("regulars.web.research.events.urls")),
    path("in/", include("regulars.web.research.events.in_urls")),
    path("feedback/", include("regulars.web.channels.feedback.urls")),
    path("interviews/", include("regulars.web.channels.interviewer.urls")),
    path("", include("regulars.web.channels.kiosk.urls")),
    path("", include("regulars.web.channels.poster.urls")),
    path("", include("regulars.web.channels.widget.urls")),
    path("", include("regulars.web.research.fieldwork.urls")),
    path("studies/<slug:public_id>/weights/", include("regulars.web.research.weights.urls")),
    path("", include("regulars.web.research.urls")),
    path("s/", include("regulars.web.channels.link.urls")),
    path("files/", include("regulars.web.files.urls")),
    path("tokens/", include("regulars.web.api.page_urls")),
    path("api/v1/", include("regulars.web.api.urls")),
]

handler400 = errors.garbled
handler404 = errors.missing
handler403 = errors.forbidden
handler500 = errors.broken

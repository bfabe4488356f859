"""Every day: what begins, what is over, what was bought. Now and then: what customers answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from regulars.language import Language, message, render
from regulars.web.absolute import absolute
from regulars.web.facts import facts
from regulars.web.jobs.clock import company_zone
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.people.promises.models import today
from regulars.web.people.trials import actions
from regulars.web.people.trials.errors import TrialError
from regulars.web.people.trials.models import Bought, State, Trial
from regulars.web.people.trials.models.trial import TOLD
from regulars.web.people.trials.queries import WITHIN

KIND = "trial"
SOURCE = "trials"
AT_ONCE = 500
# The first purchase of what was tried, by its category or its own name, in the days that count.
BOUGHT = """
    select t.trial as trial, min(p."day") as "day" from (
        select unnest($trials) as trial, unnest($customers) as customer, unnest($whats) as what,
            cast(unnest($firsts) as date) as "first", cast(unnest($lasts) as date) as "last") t
    join {table} p on p.customer = t.customer
    where p.amount > 0 and p."day" > t."first" and p."day" <= t."last"
        and (lower(p.category) = t.what or lower(p.product) = t.what)
    group by t.trial
"""
KNOWN = """
    select distinct lower(x) as what from (select category as x from {table} union all select product as x from {table})
    where x is not null and list_contains($whats, lower(x))
"""


@work("trials.day", message("Following what customers try"))
def day(progress: Progress) -> dict[str, Any]:
    """Begin what is due, hand on what is over, look for sales."""
    now = today()
    begun = Trial.objects.filter(state=State.OFFERED, first__lte=now).update(state=State.RUNNING)
    return {"begun": begun, "over": hand_on(now), "told": _alarm(now), **look_for_sales(now)}


@work("trials.hear", message("Hearing how trials were"))
def hear(progress: Progress) -> dict[str, Any]:
    """From the answers to the survey that was sent after the trial."""
    return {"heard": listen()}


def hand_on(day: date) -> int:
    """To the events: a trigger of the kind asks the customer how it was."""
    from regulars.web.research.events.taking import happened

    rows = Trial.objects.waiting(day).filter(handed=None).select_related("customer", "unit").order_by("pk")
    count = 0
    for one in rows[:AT_ONCE]:
        with transaction.atomic():
            happened(
                kind=KIND,
                source=SOURCE,
                key=one.public_id,
                customer=one.customer,
                unit=one.unit,
                at=datetime.combine(one.until, time(18), tzinfo=company_zone()),
                details={"what": one.what, "days": (one.until - one.first).days + 1},
            )
            Trial.objects.filter(pk=one.pk).update(handed=timezone.now())
        count += 1
    return count


def listen() -> int:
    """Only answers with names: what was promised to stay nobody's is not told of a customer."""
    from regulars.web.research.events.models import Happening
    from regulars.web.research.models import Response

    count = 0
    rows = Trial.objects.filter(state=State.RUNNING, handed__isnull=False).in_bulk(field_name="public_id")
    asked = Happening.objects.filter(
        source=SOURCE, key__in=list(rows)[:AT_ONCE], asked__study__privacy="identified"
    ).select_related("asked")
    for event in asked:
        answers = Response.objects.counted().filter(study=event.asked.study_id, at__gte=event.received)
        answer = answers.filter(customer=event.customer_id, score__isnull=False).order_by("at").first()
        if answer is None:
            continue
        try:
            actions.tell_by(rows[event.key], answer.score)
            count += 1
        except TrialError:  # somebody at the desk was quicker
            continue
    return count


def look_for_sales(day: date) -> dict[str, int]:
    """What was bought; and, once its days are over, what was not, where the purchases know of such a thing."""
    if not facts().purchases_table.snapshot().files:
        return {"bought": 0, "not_bought": 0}
    rows = Trial.objects.filter(state__in=TOLD, bought="", told_on__gte=day - 2 * WITHIN).select_related("customer")
    waiting = {one.pk: one for one in rows.order_by("told_on")[:20_000]}
    bought = dict(_sales(list(waiting.values())))
    for pk, on in bought.items():
        _settle(waiting[pk], Bought.BOUGHT, on)
    known = _known({one.what.lower() for one in waiting.values()})
    last = facts().last_purchase()
    over = [
        one
        for one in waiting.values()
        if one.pk not in bought and one.what.lower() in known and last and one.told_on + WITHIN < last
    ]
    for one in over:
        _settle(one, Bought.NOT_BOUGHT, None)
    return {"bought": len(bought), "not_bought": len(over)}


def _settle(one: Trial, bought: Bought, on: date | None) -> None:
    try:
        actions.settle(trial=one, bought=bought, by=None, on=on)
    except TrialError:  # somebody noted it in this very moment
        return


def _sales(waiting: list[Trial]) -> Iterator[tuple[int, date]]:
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        given = {
            "trials": [one.pk for one in some],
            "customers": [one.customer.key for one in some],
            "whats": [one.what.lower() for one in some],
            "firsts": [min(one.until, one.told_on).isoformat() for one in some],
            "lasts": [(one.told_on + WITHIN).isoformat() for one in some],
        }
        for row in facts().ask(facts().purchases_table, BOUGHT, given).to_pylist():
            yield row["trial"], row["day"]


def _known(whats: set[str]) -> set[str]:
    if not whats:
        return set()
    return set(facts().ask(facts().purchases_table, KNOWN, {"whats": sorted(whats)})["what"].to_pylist())


def _alarm(day: date) -> int:
    """Whoever sees to it hears, once, that nobody knows how it was. No customer is named in a mail."""
    rows = Trial.objects.waiting(day - timedelta(days=1)).filter(alarmed=None, owner__is_active=True)
    waiting = list(rows.select_related("owner"))
    owners = {one.owner_id: one.owner for one in waiting}
    with transaction.atomic():
        queue_all(letters=[_letter(one, day) for one in owners.values()])
        Trial.objects.filter(pk__in=[one.pk for one in waiting]).update(alarmed=timezone.now())
    return len(owners)


def _letter(owner: Any, day: date) -> Letter:
    language = Language.parse(owner.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        owner.email,
        render(message("A trial is over: ask how it was"), language),
        render(message("Nothing is sold to the customer before it is confirmed as a good experience."), language),
        nonce=f"trials:{owner.public_id}:{day}",
        language=language,
        link=absolute(f"{reverse('trials:trials')}?state=ask"),
        link_words=render(message("Open the page"), language),
    )


daily("trials.day", at="04:10")
every("trials.hear", minutes=10)

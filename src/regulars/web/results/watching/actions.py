"""What people do with their subscriptions."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.jobs.clock import company_zone
from regulars.web.results.watching.errors import SubscriptionError
from regulars.web.results.watching.models import Subscription

MOST = 50


def keep(*, one: Subscription) -> Subscription:
    """Store a new one or a changed one; the first digest comes on the next of its days."""
    fresh = one.pk is None
    if fresh and Subscription.objects.filter(user=one.user).count() >= MOST:
        raise SubscriptionError(
            message("You have as many subscriptions as one person may have. End one that you no longer read.")
        )
    one.told = one.due(timezone.now().astimezone(company_zone()).date())
    try:
        with transaction.atomic():
            one.save()
            event = Event.SUBSCRIBED if fresh else Event.SUBSCRIPTION_CHANGED
            record(event, target=one, by=one.user, survey=one.survey)
    except IntegrityError as error:
        raise SubscriptionError(message("You already have a subscription to this. Change that one.")) from error
    return one


@transaction.atomic
def end(*, one: Subscription) -> None:
    """No more mails of it."""
    record(Event.SUBSCRIPTION_ENDED, target=one, by=one.user, survey=one.survey)
    one.delete()

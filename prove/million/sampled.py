"""A home with the sample company at its largest: a million guests, what they bought and answered, in its six hotels."""

from __future__ import annotations

import os
from pathlib import Path

NAMED = 2_000  # guests with a name and an address; the others are known by their number, as a till knows them
ASKED = 0.26  # invitations in a wave for each guest


def filled(home: Path, customers: int) -> Path:
    """Facts with planted answers, scores, the list of customers, accounts, cases, promises and trials."""
    if not (home / "facts" / "facts.json").exists():
        bought_and_answered(home, customers)
    application(home)
    from regulars.language import Language
    from regulars.web import sample
    from regulars.web.cases.models import Case
    from regulars.web.people import sample as guests

    if not Case.objects.exists():
        everybody = guests.list_of_people
        guests.list_of_people = lambda numbers, language: everybody(numbers[:NAMED], language=language)
        sample.set_up(Language.ENGLISH, lambda step, *_: print(step, flush=True))
    return home


def bought_and_answered(home: Path, customers: int) -> None:
    """The two exports, imported."""
    from regulars.facts import open_facts
    from regulars.simulate import Fieldwork, Parameters, company

    made = company(customers=customers, parameters=Parameters(fieldwork=Fieldwork(asked_share=ASKED)))
    facts = open_facts(home / "facts")
    facts.set_currency("CNY")
    made.write(facts)


def application(home: Path) -> None:
    """Django on the home."""
    os.environ.update(REGULARS_HOME=str(home), DJANGO_SETTINGS_MODULE="regulars.web.settings")
    import django

    django.setup()
    from regulars.web.server.prepare import prepare

    prepare(lambda _: None)

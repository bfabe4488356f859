"""What is answered to try a study out stands in no number and on no page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.research import queries
from regulars.web.research.copying import copy_waiting, rebuild
from regulars.web.research.models import Link, OutboxRow, Response, Study

from .conftest import Phone

pytestmark = pytest.mark.django_db


def test_a_test_answer_counts_nowhere(
    study: Any, link: Any, units: Any, people: SimpleNamespace, client_of: Any
) -> None:
    """Beside one that does: the inbox, the study, its versions and links, its quota, the facts."""
    Study.objects.filter(pk=study.pk).update(quota=2)
    tried = Link.objects.create(study=study, unit=units.lakeside, test=True)
    for address in (link.public_id, tried.public_id, tried.public_id):
        phone = Phone(address)
        phone.send({**phone.form().fields, "recommend": "9", "comment": f"from {address}"})
    scope, client = scope_of(people.administrator, Permission.SEE_RESPONSES), client_of(people.administrator)
    study.refresh_from_db()
    test = Response.objects.filter(test=True).first()

    inbox = client.get("/responses/").content.decode()

    assert [Response.objects.count(), Response.objects.counted().count(), OutboxRow.objects.count()] == [3, 1, 1]
    assert not study.full()
    assert queries.study_shown(study, scope).answers == queries.studies(scope)[0].answers == 1
    assert [one["answers"] for one in queries.versions_of(study.questionnaire)] == [1]
    assert [one.answers for one in queries.links_of(study, scope)] == [1]
    assert [one.count for one in queries.manners(study, scope)] == [1, 0, 0, *[0] * 3]
    assert f"from {link.public_id}" in inbox
    assert f"from {tried.public_id}" not in inbox
    assert client.get(f"/responses/{test.public_id}/").status_code == 404
    assert (copy_waiting(), rebuild().responses) == (1, 1)

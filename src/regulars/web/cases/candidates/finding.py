"""Looking through answers for complaints that nobody has opened a case of."""

from __future__ import annotations

from itertools import islice

from django.db import transaction

from regulars.language import message
from regulars.web.cases.candidates.judging import judge
from regulars.web.cases.candidates.models import Candidate, Seen
from regulars.web.cases.intake.vocabulary import written
from regulars.web.jobs.registry import Progress
from regulars.web.research.inbox.shown import definitions
from regulars.web.research.models import Response

ROWS = 500
AGAIN = 2000  # keys of answers under way are handed out before they are stored: the last ones are looked at once more


def find(progress: Progress) -> int:
    """Propose what is new since the last look; says how many."""
    mark = Seen.objects.filter(pk=1).first() or Seen(pk=1)
    rows = Response.objects.filter(pk__gt=max(0, mark.last - AGAIN), study__privacy="identified")
    keys = rows.counted().shown().filter(candidate=None, cases=None).order_by("pk").values_list("pk", flat=True)
    left, made, done, last = iter(list(keys)), 0, 0, mark.last
    while some := list(islice(left, ROWS)):
        made += _propose(some)
        done, last = done + len(some), max(last, some[-1])
        progress(message("Looking through open answers"), done)
    with transaction.atomic():
        Seen.objects.update_or_create(pk=1, defaults={"last": last})
    return made


def _propose(keys: list[int]) -> int:
    found = list(Response.objects.filter(pk__in=keys).select_related("study__questionnaire"))
    known = definitions(found)
    made = []
    for one in found:
        asked = known.get((one.study.questionnaire_id, one.version))
        judged = judge(list(written(one, asked)), one.score)
        if judged.proposed:
            made.append(Candidate(response=one, points=judged.points, why=list(judged.why)))
    Candidate.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)

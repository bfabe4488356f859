"""What the pages of fieldwork load first: the study with its fieldwork, whose people the reader may see."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from regulars.web.research.fieldwork.models import Asked, Draw, Fieldwork, SentList
from regulars.web.research.models import Cell, Study
from regulars.web.research.views.guard import study_of


def work_of(request: HttpRequest, public_id: str) -> tuple[Study, Fieldwork]:
    """The study and how it is carried out; not stored before somebody says so."""
    study = study_of(request, public_id)
    found = Fieldwork.objects.filter(study=study).first() or Fieldwork(study=study)
    found.study = study
    return study, found


def draw_of(study: Study, public_id: str) -> Draw:
    """One draw of the study."""
    return get_object_or_404(Draw, study=study, public_id=public_id)


def asked_of(study: Study, public_id: str) -> Asked:
    """One who is asked."""
    rows = Asked.objects.filter(test=False).select_related("customer", "study")
    return get_object_or_404(rows, study=study, public_id=public_id)


def list_of(study: Study, public_id: str) -> SentList:
    """One list that was sent in."""
    return get_object_or_404(SentList.objects.select_related("study", "draw"), study=study, public_id=public_id)


def cell_of(study: Study, key: str) -> Cell:
    """One part of the population."""
    return get_object_or_404(Cell.objects.select_related("study", "unit"), study=study, key=key)

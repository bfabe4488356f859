"""The words of a draft: languages side by side, out to translators as a file, and in again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.survey import Questionnaire as Definition
from regulars.survey.errors import EntryError
from regulars.survey.wording import Rewording, Row, Translation, reworded, translated, where, with_languages
from regulars.web.paging import page_of
from regulars.web.research import actions
from regulars.web.research.actions.revisions import meanwhile
from regulars.web.research.models import Questionnaire
from regulars.web.research.views.guard import for_the_company, questionnaire_of, seen_by
from regulars.web.research.wording.files import rows_of, workbook
from regulars.web.research.wording.sheet import MOST_ROWS, Sheet
from regulars.web.words import later, say

_SALT = "research.texts"
_HOUR = 3600
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TextsFileForm(forms.Form):
    """A file that a translator filled in."""

    file = forms.FileField(
        label=later(message("File")), help_text=later(message("The workbook from here with its columns filled in."))
    )


@for_the_company
def texts(request: HttpRequest, public_id: str) -> HttpResponse:
    """Languages side by side; what is typed is kept until it is right."""
    found = questionnaire_of(public_id)
    if request.method != "POST":
        return _page(request, found, Sheet(found.definition()))
    seen = seen_by(request)
    typed = {name: value for name, value in request.POST.items() if name[:1].isdigit()}
    if seen is not None and seen != (found.revision_id or 0):
        messages.warning(request, say(meanwhile(found, seen)))
        return _page(request, found, _as_seen(found, seen, typed).carried(found.definition()), 409)
    sheet = Sheet(found.definition(), typed)
    changes = sheet.changes()
    draft = reworded(found.draft, changes)
    try:
        actions.change_draft(questionnaire=found, draft=draft, by=request.user, seen=seen)
    except EntryError as error:
        wrong = {sheet.field_of(error.place): say(error.problem)}
        return _page(request, found, Sheet(sheet.questionnaire, typed, wrong), 400)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        found = questionnaire_of(public_id)
        return _page(request, found, sheet.carried(found.definition()), 409)
    messages.success(request, say(_saved(changes)))
    return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)


@for_the_company
def texts_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """All words as a workbook for translators."""
    found = questionnaire_of(public_id)
    return HttpResponse(
        workbook(found.definition()),
        content_type=_XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{found.name}-texts.xlsx"',
            "Cache-Control": "private, no-store",
        },
    )


@for_the_company
def texts_import(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the file would change; nothing changes yet."""
    found = questionnaire_of(public_id)
    form = TextsFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"questionnaire": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = rows_of(form.cleaned_data["file"], found.definition().languages)
            plan = translated(found.definition(), rows)
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            held = [list(asdict(row).values()) for row in rows]
            kept = signing.dumps([public_id, found.revision_id or 0, held], salt=_SALT, compress=True)
            shown = [(where(one.place), one) for one in plan.changed]
            return render(
                request, "research/texts_preview.html", {**context, "plan": plan, "rows": shown, "kept": kept}
            )
    return render(request, "research/texts_import.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_company
def texts_apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do what was shown, unless somebody changed the draft meanwhile."""
    found = questionnaire_of(public_id)
    try:
        of, seen, sent = signing.loads(request.POST.get("rows", ""), salt=_SALT, max_age=_HOUR)
        if of != public_id:
            raise signing.BadSignature
        plan: Translation = translated(found.definition(), [Row(*values) for values in sent])
        draft = with_languages(found.draft, plan)
        actions.change_draft(questionnaire=found, draft=draft, by=request.user, seen=seen)
    except (signing.BadSignature, TypeError, ValueError):
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("research:questionnaire-texts-import", public_id)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("research:questionnaire-texts-import", public_id)
    messages.success(request, say(_saved(plan.changed)))
    return redirect("research:questionnaire-texts", public_id)


def _as_seen(found: Questionnaire, seen: int, typed: dict[str, str]) -> Sheet:
    """What was sent, beside the words that it was typed over: the fields are numbered as these were."""
    history = found.revisions.order_by("pk")
    was = (history.filter(pk=seen) if seen else history).first()
    return Sheet(found.definition() if was is None else Definition.from_dict(was.draft), typed)


def _page(request: HttpRequest, found: Questionnaire, sheet: Sheet, status: int = 200) -> HttpResponse:
    missing = request.GET.get("only") == "missing"
    lacking = sheet.numbered(missing=True)
    rows = lacking if missing else sheet.numbered(missing=False)
    page = page_of(request, rows, MOST_ROWS)
    context = {
        "questionnaire": found,
        "languages": sheet.questionnaire.languages,
        "page": page,
        "lines": list(sheet.lines(list(page))),
        "lacking": len(lacking),
        "missing": missing,
        "seen": found.revision_id or 0,
        "errors": [(name, words) for name, words in sheet.errors.items()],
    }
    return render(request, "research/texts.html", context, status=status)


def _saved(changes: list[Rewording] | tuple[Rewording, ...]) -> Any:
    if not changes:
        return message("Nothing was changed.")
    return plural(
        "{count} text saved. Guests see it when it is published.",
        "{count} texts saved. Guests see them when they are published.",
        len(changes),
    )

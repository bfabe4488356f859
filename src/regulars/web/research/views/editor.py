"""The editor of a draft: the list of its blocks, the form of one, and how guests will see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message
from regulars.survey.blocks import Kano
from regulars.survey.errors import DefinitionError
from regulars.survey.fields import cleaned
from regulars.web.back import own_page
from regulars.web.research import actions, queries
from regulars.web.research.actions import revisions
from regulars.web.research.editing.breaks import Break, breaks, mended
from regulars.web.research.editing.form import PRESSES, BlockForm
from regulars.web.research.editing.head import HeadForm
from regulars.web.research.editing.kinds import KINDS
from regulars.web.research.editing.overview import overview
from regulars.web.research.editing.turns import TURNS, keys_of, moved, turned
from regulars.web.research.errors import ChangedMeanwhileError
from regulars.web.research.history import key_of, title_of
from regulars.web.research.models import Questionnaire, Revision
from regulars.web.research.views.guard import for_the_company, questionnaire_of, seen_by
from regulars.web.words import current, say

Form = BlockForm | HeadForm
HEAD = "head"
FRAMES = csp_update({"frame-src": ["'self'"]})
LARGEST = 10**6


@for_the_company
@FRAMES
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One block, or the words around them, in the middle of all others."""
    found = questionnaire_of(public_id)
    if request.method == "POST":
        return _sent(request, found)
    return page(request, found, _form(request, found))


@require_POST
@for_the_company
@FRAMES
def turn(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the list and the history can do: move, duplicate, remove, take back, make again."""
    found, do = questionnaire_of(public_id), request.POST.get("turn", "")
    at = _at(request.POST.get("at"), len(found.draft["blocks"]) - 1) or 0
    try:
        if do in ("undo", "redo", "go-to"):
            return _through_history(request, found, do, at)
        return _turned(request, found, do, at)
    except ChangedMeanwhileError as error:
        # What was meant may stand elsewhere by now: look first.
        messages.warning(request, say(error.message))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return _to(found, min(at, len(found.draft["blocks"]) - 1))


def page(
    request: HttpRequest,
    found: Questionnaire,
    form: Form,
    *,
    status: int = 200,
    told: Message | None = None,
    broken: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The editor. ``told``: why nothing is stored; ``broken``: what the wish would break, with the wish."""
    definition, latest = found.definition(), found.latest
    context = {
        "questionnaire": found,
        "form": form.shown(),
        "overview": overview(definition),
        "at": form.at if isinstance(form, BlockForm) else HEAD,
        "fresh": isinstance(form, BlockForm) and form.fresh,
        "step": _step(request, form),
        "seen": found.revision_id or 0,
        "undo": revisions.before(found),
        "redo": revisions.after(found),
        "latest": latest,
        "published": keys_of(latest.content["blocks"]) if latest else (),
        "ahead": queries.ahead(found),
        "preview": _preview(found, form, definition.language(current().tag)),
        "place": _place(found, form),
        "told": told,
        "broken": broken,
    }
    # htmx throws away what comes with an error.
    return render(request, "research/editor.html", context, status=200 if request.htmx else status)


def _form(request: HttpRequest, found: Questionnaire) -> Form:
    definition, last = found.definition(), len(found.draft["blocks"])
    if (kind := request.GET.get("add", "")) in KINDS:
        at = _at(request.GET.get("at"), last)
        return BlockForm.new(found.draft, definition, last if at is None else at, kind)
    at = _at(request.GET.get("at"), last - 1)
    if at is None or found.draft["blocks"][at]["kind"] not in KINDS:
        return HeadForm.of(found.draft, definition)
    return BlockForm.of(found.draft, definition, at)


def _sent(request: HttpRequest, found: Questionnaire) -> HttpResponse:
    typed = {name: cleaned(value) for name, value in request.POST.items() if len(value) < LARGEST}
    do = request.POST.get("do")
    form, told = _sent_form(request, found, typed)
    if do and do.partition(":")[0] in PRESSES and isinstance(form, BlockForm):
        form.press(do)
        return page(request, found, form)
    if told is not None:
        return page(request, found, form, status=409, told=told)
    return _stored(request, found, form)


def _stored(request: HttpRequest, found: Questionnaire, form: Form) -> HttpResponse:
    draft = form.drafted()
    if draft is None:
        return page(request, found, form, status=400)
    try:
        lost = _lost(found, form, draft)
        if lost and "mend" not in request.POST:
            return page(request, found, form, status=409, broken={"breaks": _said(lost), "form": True})
        draft = mended(draft, draft["blocks"], lost)
        actions.change_draft(questionnaire=found, draft=draft, by=request.user, seen=seen_by(request))
    except ChangedMeanwhileError as error:
        found.refresh_from_db()
        return page(request, found, form, status=409, told=error.message)
    except DefinitionError as error:
        form.refuse(error)
        return page(request, found, form, status=400)
    if next_page := _next(request, found):
        return redirect(next_page)
    return _to(found, form.at if isinstance(form, BlockForm) else HEAD)


def _lost(found: Questionnaire, form: Form, draft: Mapping[str, Any]) -> list[Break]:
    """What the change of a block would break further down; what is wrong with the block itself its form says."""
    if isinstance(form, HeadForm):
        return []
    return [one for one in breaks(draft, draft["blocks"], found.definition()) if one.at != form.at]


def _sent_form(request: HttpRequest, found: Questionnaire, typed: dict[str, str]) -> tuple[Form, Message | None]:
    """The form as it was sent; and a word where somebody else was quicker. Its block is looked for by its key."""
    definition, blocks = found.definition(), found.draft["blocks"]
    told = None
    if (seen := seen_by(request)) is not None and seen != (found.revision_id or 0):
        told = revisions.meanwhile(found, seen)
    if request.POST.get("at") == HEAD:
        return HeadForm.sent_back(found.draft, definition, typed), told
    kind, fresh = request.POST.get("kind", ""), request.POST.get("fresh") == "1"
    at = _at(request.POST.get("at"), len(blocks) if fresh else len(blocks) - 1)
    if told is not None and not fresh:
        at = _again(found, request, seen)
        fresh = at is None
    if kind not in KINDS or (not fresh and (at is None or blocks[at]["kind"] != kind)):
        raise Http404
    where = len(blocks) if at is None else at
    return BlockForm.sent_back(found.draft, definition, where, kind, typed, fresh=fresh), told


def _again(found: Questionnaire, request: HttpRequest, seen: int | None) -> int | None:
    """Where the block stands that was meant; None where it is gone."""
    was = Revision.objects.filter(questionnaire=found, pk=seen or 0).first()
    at = _at(request.POST.get("at"), LARGEST)
    if was is None or at is None or at >= len(was.draft["blocks"]):
        return None
    meant = was.draft["blocks"][at]
    keys = [(one["kind"], key_of(one) or str(title_of(one))) for one in found.draft["blocks"]]
    wanted = (meant["kind"], key_of(meant) or str(title_of(meant)))
    return keys.index(wanted) if wanted in keys else None


def _turned(request: HttpRequest, found: Questionnaire, do: str, at: int) -> HttpResponse:
    blocks = found.draft["blocks"]
    to = _at(request.POST.get("to"), len(blocks) - 1)
    if do == "move" and to is not None:
        changed, shown = moved(blocks, at, to), to
    elif do in TURNS:
        changed, shown = turned(blocks, do, at)
    else:
        raise Http404
    definition = found.definition()
    lost = breaks(found.draft, changed, definition)
    if lost and "mend" not in request.POST:
        wish = {
            "breaks": _said(lost),
            "turn": do,
            "at": at,
            "to": request.POST.get("to", ""),
            "title": title_of(blocks[at]),
        }
        form = BlockForm.of(found.draft, definition, at)
        return page(request, found, form, status=409, broken={**wish, "breaks": _said(lost)})
    draft = mended(found.draft, changed, lost)
    actions.change_draft(questionnaire=found, draft=draft, by=request.user, seen=seen_by(request))
    return _to(found, shown)


def _through_history(request: HttpRequest, found: Questionnaire, do: str, at: int) -> HttpResponse:
    seen = seen_by(request)
    if do == "go-to":
        pk = _at(request.POST.get("revision"), 2**62)
        revision = found.revisions.filter(pk=pk or 0).first()
        if revision is None:
            raise Http404
        actions.go_to(questionnaire=found, revision=revision, by=request.user)
        messages.success(request, say(message("The draft is as it was then. This too can be taken back.")))
        return redirect("research:questionnaire-edit", found.public_id)
    act, told = {
        "undo": (actions.undo, message("Taken back: {what}.")),
        "redo": (actions.redo, message("Made again: {what}.")),
    }[do]
    revision = act(questionnaire=found, by=request.user, seen=seen)
    if revision.words is not None:
        messages.success(request, say(Message(told.template, {"what": revision.words}, home=told.home)))
    if request.POST.get("at") == HEAD:
        return _to(found, HEAD)
    return _to(found, min(at, len(found.draft["blocks"]) - 1))


def _said(lost: list[Break]) -> list[Message]:
    return [one.said for one in lost]


def _to(found: Questionnaire, at: int | str) -> HttpResponse:
    return redirect(f"{reverse('research:questionnaire-edit', args=[found.public_id])}?at={at}")


def _next(request: HttpRequest, found: Questionnaire) -> str:
    """Where the author was going when what was typed was stored on the way; only within the editor."""
    wish = own_page(request.POST.get("next", ""))
    return wish if wish.startswith(reverse("research:questionnaire-edit", args=[found.public_id])) else ""


def _at(text: str | None, most: int) -> int | None:
    return min(int(text), most) if text and text.isdecimal() and text.isascii() and len(text) < 19 else None


def _step(request: HttpRequest, form: Form) -> str:
    """What a phone shows of the three columns."""
    if (step := request.GET.get("step")) in ("list", "edit", "preview"):
        return step
    return "edit" if isinstance(form, BlockForm) or "at" in request.GET or request.method == "POST" else "list"


def _preview(found: Questionnaire, form: Form, language: str) -> str:
    """As guests see it, at the block that is edited."""
    address = reverse("research:questionnaire-preview", args=[found.public_id])
    # The revision lets a browser load it again after each change.
    return f"{address}?lang={language}&at={_shown_at(found, form)}&r={found.revision_id or 0}"


def _place(found: Questionnaire, form: Form) -> str:
    """What the preview is rolled to. Not as a fragment: that would roll the editor too."""
    at = _shown_at(found, form)
    block = found.draft["blocks"][at]
    if not at:
        return ""
    return block["key"] if "key" in block and block["kind"] != Kano.kind else f"_part-{at + 1}"


def _shown_at(found: Questionnaire, form: Form) -> int:
    return min(form.at, len(found.draft["blocks"]) - 1) if isinstance(form, BlockForm) else 0

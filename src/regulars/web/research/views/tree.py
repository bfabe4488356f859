"""The indicator tree of a draft: what belongs to what, stated weights, weights by comparing, weights from answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.insights.scope import Privacy
from regulars.language import Estimate, Kind, Language, Message, RegularsError, Text, message
from regulars.language import render as rendered
from regulars.survey import Questionnaire as Definition
from regulars.survey.questionnaire import strictest
from regulars.web.research import actions
from regulars.web.research.models import Questionnaire
from regulars.web.research.privacy import promised
from regulars.web.research.views.guard import for_the_company, questionnaire_of, seen_by
from regulars.web.research.weighing.branches import Branches
from regulars.web.research.weighing.deriving import Derived, derived
from regulars.web.research.weighing.judging import MOST, Sister, judged, pairs
from regulars.web.research.weighing.shown import TreeForm, bar, written_share
from regulars.web.research.weighing.typed import Typed
from regulars.web.words import current, say

STATED = message("Stated by hand")


@for_the_company
def tree(request: HttpRequest, public_id: str) -> HttpResponse:
    """The tree as one form. What is typed is kept until it is right."""
    found = questionnaire_of(public_id)
    one = found.definition()
    branches = Branches.of(one)
    if request.method != "POST":
        return _page(request, found, one, branches)
    if not any(name.startswith("label-") for name in request.POST):
        messages.warning(request, say(message("The page did not arrive whole. Nothing was changed.")))
        return redirect("research:questionnaire-tree", public_id)
    typed = Typed(request.POST, branches, one.languages)
    if typed.errors:
        return _page(request, found, one, typed.branches, typed.errors, 400)
    wished = typed.branches.to_hundred() if request.POST.get("do") == "hundred" else typed.branches
    same = {leaf.item: leaf.weight for leaf in branches.leaves} == {leaf.item: leaf.weight for leaf in wished.leaves}
    same = same and [bough.weight for bough in branches.boughs] == [bough.weight for bough in wished.boughs]
    from_where = (
        dict(one.tree.weights_from.words) if same and one.tree and one.tree.weights_from else _said(STATED, one)
    )
    try:
        _save(request, found, wished, from_where)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return _page(request, questionnaire_of(public_id), one, typed.branches, {}, 409)
    messages.success(request, say(message("Saved. The index is worked out so from the next version on.")))
    return redirect("research:questionnaire-tree", public_id)


@for_the_company
def judge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compare sisters two by two; take the weights that follow."""
    found = questionnaire_of(public_id)
    one = found.definition()
    branches = Branches.of(one)
    part = request.GET.get("of", "")
    sisters = _sisters(branches, part)
    if not 2 <= len(sisters) <= MOST:
        messages.warning(
            request, say(message("Two to {most} can be compared; here are {n}.", most=MOST, n=len(sisters)))
        )
        return redirect("research:questionnaire-tree", public_id)
    compared = pairs(sisters, request.POST)
    result = judged(sisters, compared)
    if request.method == "POST" and request.POST.get("do") == "take":
        weights = {sister.key: round(100 * float(result.importance[at]), 2) for at, sister in enumerate(sisters)}
        wished = branches.weighed({}, weights) if part else branches.weighed(weights, {})
        ratio = round(result.consistency_ratio, 3)
        said = _said(message("Compared two by two, consistency ratio {ratio}", ratio=ratio), one)
        try:
            _save(request, found, wished, said)
        except RegularsError as error:
            messages.warning(request, say(error.message))
        else:
            messages.success(request, say(message("The weights are taken over.")))
            return redirect("research:questionnaire-tree", public_id)
    rows = [
        (sister.name, written_share(float(result.importance[at])), bar(float(result.importance[at])))
        for at, sister in enumerate(sisters)
    ]
    context = {
        "questionnaire": found,
        "pairs": compared,
        "rows": rows,
        "result": result,
        "ratio": round(result.consistency_ratio, 3),
        "answered": request.method == "POST",
        "seen": found.revision_id or 0,
    }
    return render(request, "research/tree_judge.html", context)


@for_the_company
def derive(request: HttpRequest, public_id: str) -> HttpResponse:
    """How strongly each rating goes with overall satisfaction; take it as the weights."""
    found = questionnaire_of(public_id)
    one = found.definition()
    branches = Branches.of(one)
    privacy = Privacy(strictest(one.privacy, promised(found.name)))
    scope = request.scope.insight(purpose="weights of the indicator tree", privacy=privacy)
    result = derived(found.name, branches, scope)
    if request.method == "POST" and result.found is not None and not result.few:
        said = _said(message("From {n} answers: share in what explains satisfaction", n=result.found.n), one)
        try:
            _save(request, found, result.weigh(branches), said)
        except RegularsError as error:
            messages.warning(request, say(error.message))
        else:
            messages.success(request, say(message("The weights are taken over.")))
            return redirect("research:questionnaire-tree", public_id)
    context = {
        "questionnaire": found,
        "result": result,
        "rows": _derived_rows(result, branches),
        "explained": written_share(result.found.r_squared) if result.found else None,
        "seen": found.revision_id or 0,
    }
    return render(request, "research/tree_derive.html", context)


def _page(
    request: HttpRequest,
    found: Questionnaire,
    one: Definition,
    branches: Branches,
    errors: dict[str, Message] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = {name: say(words) for name, words in (errors or {}).items()}
    context = {
        "questionnaire": found,
        "languages": one.languages,
        "tree": TreeForm(branches, one.languages, request.POST, wrong),
        "outside": len(branches.outside),
        "inside": sum(leaf.dimension != "" for leaf in branches.leaves),
        "errors": wrong,
        "weights_from": one.tree.weights_from if one.tree else None,
        "seen": found.revision_id or 0,
    }
    return render(request, "research/tree.html", context, status=status)


def _save(request: HttpRequest, found: Questionnaire, wished: Branches, from_where: dict[str, str]) -> None:
    data = wished.tree(found.draft.get("tree"), from_where)
    draft = {name: value for name, value in found.draft.items() if name != "tree"}
    if data is not None:
        draft["tree"] = data
    actions.change_draft(questionnaire=found, draft=draft, by=request.user, seen=seen_by(request))


def _sisters(branches: Branches, part: str) -> list[Sister]:
    tag = current().value
    if not part:
        return [Sister(bough.key, bough.name(tag)) for bough in branches.boughs]
    return [Sister(leaf.item, leaf.label.in_language(tag)) for leaf in branches.of_dimension(part)]


def _derived_rows(result: Derived, branches: Branches) -> list[tuple[Text, Estimate, float]]:
    shares = result.shares()
    rows = [
        (leaf.label, Estimate(*shares[leaf.item], Kind.SHARE), bar(shares[leaf.item][0]))
        for leaf in branches.leaves
        if leaf.item in shares
    ]
    return sorted(rows, key=lambda row: -row[1].value)


def _said(words: Message, one: Definition) -> dict[str, str]:
    """In every language of the questionnaire that we speak; it is stored with the tree, for good."""
    known = {language.value: rendered(words, language) for language in Language}
    return {tag: known[tag] for tag in known if tag in one.languages} or {"en": known["en"]}

"""The words of a draft side by side and by file; what is different between versions."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.web.research.actions import change_draft, create_questionnaire, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Any:
    return create_questionnaire(made_from="after-service-ces", name="effort", by=None)


def _url(name: str, made: Any) -> str:
    return reverse(f"research:questionnaire-{name}", args=[made.public_id])


def _typed(made: Any, **more: str) -> dict[str, str]:
    return {"seen": str(made.revision_id or 0), **more}


def test_words_are_changed_side_by_side(made: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    answer = client.post(_url("texts", made), _typed(made, **{"0-en": "Effort & service", "0-zh": "费力程度"}))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.draft["title"] == {"en": "Effort & service", "zh": "费力程度"}
    page = client.get(_url("texts", made)).content.decode()
    assert "Effort &amp; service" in page


def test_who_comes_second_is_told_and_keeps_what_was_typed(made: Any, people: Any, client_of: Any) -> None:
    stale = _typed(made, **{"0-en": "My own title"})
    change_draft(questionnaire=made, draft={**made.draft, "minutes": 2}, by=None)
    answer = client_of(people.administrator).post(_url("texts", made), stale)
    assert answer.status_code == 409
    assert "My own title" in answer.content.decode()
    made.refresh_from_db()
    assert made.draft["title"]["en"] != "My own title"
    assert made.draft["minutes"] == 2


def test_a_text_that_must_be_there_is_asked_for_at_its_place(made: Any, people: Any, client_of: Any) -> None:
    answer = client_of(people.administrator).post(_url("texts", made), _typed(made, **{"0-en": "", "0-zh": ""}))
    assert answer.status_code == 400
    assert 'aria-describedby="e-0-en"' in answer.content.decode()


def test_a_file_for_translators_comes_back(made: Any, people: Any, client_of: Any) -> None:
    from openpyxl import load_workbook

    client = client_of(people.administrator)
    book = load_workbook(io.BytesIO(client.get(_url("texts-file", made)).content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == ["place", "where", "en", "zh"]
    sheet["E1"], sheet["E2"], sheet["D2"] = "fr", "=cmd()", "新标题"
    sheet["E2"].data_type = "s"
    sheet.append(["blocks › 77 › label", "", "Nowhere", ""])
    out = io.BytesIO()
    book.save(out)
    sent = SimpleUploadedFile("texts.xlsx", out.getvalue())
    shown = client.post(_url("texts-import", made), {"file": sent})
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "新标题" in words
    assert "Fetch the file anew" in words
    made.refresh_from_db()
    assert "fr" not in made.draft["languages"]
    kept = shown.context["kept"]
    assert client.post(_url("texts-apply", made), {"rows": kept}).status_code == 302
    made.refresh_from_db()
    assert made.draft["languages"] == ["en", "zh", "fr"]
    assert made.draft["title"]["zh"] == "新标题"
    # Our own file says it as words again, never as a formula.
    again = load_workbook(io.BytesIO(client.get(_url("texts-file", made)).content)).active
    assert str(again["E2"].value).startswith("'=") or again["E2"].data_type == "s"


@pytest.mark.parametrize(("name", "body"), [("x.xlsx", b"PK\x03\x04no"), ("x.csv", b"a,b\n1,2\n"), ("x.csv", b"")])
def test_a_file_that_is_none_is_refused_in_words(
    name: str, body: bytes, made: Any, people: Any, client_of: Any
) -> None:
    answer = client_of(people.administrator).post(_url("texts-import", made), {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 400
    assert "errors" in answer.content.decode()


def test_rows_that_were_not_shown_are_not_done(made: Any, people: Any, client_of: Any) -> None:
    assert client_of(people.administrator).post(_url("texts-apply", made), {"rows": "forged"}).status_code == 302
    before = made.draft
    made.refresh_from_db()
    assert made.draft == before


def test_the_draft_is_held_against_the_version(made: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    assert "Nothing is published yet" in client.get(_url("changes", made)).content.decode()
    publish(questionnaire=made, by=None)
    assert "The two are alike." in client.get(_url("changes", made)).content.decode()
    draft = {**made.draft, "title": {**made.draft["title"], "en": "<b>Effort</b>"}, "minutes": 12}
    before = made.draft["minutes"]
    change_draft(questionnaire=made, draft=draft, by=None)
    page = client.get(_url("changes", made)).content.decode()
    assert f"<del>{before}</del> → <ins>12</ins>" in page
    assert "<ins>&lt;b&gt;Effort&lt;/b&gt;" in page
    assert "<ins><b>" not in page
    publish(questionnaire=made, by=None)
    two = client.get(_url("changes", made), {"from": "1", "to": "2"}).content.decode()
    assert "<ins>&lt;b&gt;Effort&lt;/b&gt;" in two
    assert client.get(_url("changes", made), {"from": "9", "to": "x"}).status_code == 200


def test_who_comes_second_sees_their_own_words_at_their_own_question(made: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    shown = client.get(_url("texts", made)).context["lines"]
    sent = _typed(made, **{cell.name: cell.words for line in shown for cell in line.cells})
    mine = next(cell.name for line in shown if "Question 2" in str(line.where) for cell in line.cells)
    was = sent[mine]
    draft = deepcopy(made.draft)
    draft["blocks"].insert(0, {"kind": "comment", "key": "wish", "label": {"en": "A wish", "zh": "愿望"}})
    draft["thanks"]["en"] = "Many thanks"
    change_draft(questionnaire=made, draft=draft, by=None)
    answer = client.post(_url("texts", made), sent | {mine: "My words"})
    assert answer.status_code == 409
    cells = {cell.name: cell.words for line in answer.context["lines"] for cell in line.cells}
    assert "Many thanks" in cells.values()
    again = client.post(_url("texts", made), cells | {"seen": str(answer.context["seen"])})
    assert again.status_code == 302
    made.refresh_from_db()
    assert made.draft["thanks"]["en"] == "Many thanks"
    assert "My words" in str(made.draft["blocks"][2])
    assert was in str(draft["blocks"][2])
    assert "My words" not in str(made.draft["blocks"][:2])


def test_columns_are_languages_however_they_are_written(made: Any, people: Any, client_of: Any) -> None:
    body = b"place,EN,Pt-br,und,where\ntitle,Renamed,Novo,x,y\n"
    shown = client_of(people.administrator).post(
        _url("texts-import", made), {"file": SimpleUploadedFile("a.csv", body)}
    )
    plan = shown.context["plan"]
    assert plan.languages == ("pt-BR",)
    assert [(one.tag, one.after) for one in plan.changed] == [("en", "Renamed"), ("pt-BR", "Novo")]


def test_what_was_shown_is_not_done_to_another_draft(made: Any, people: Any, client_of: Any) -> None:
    client = client_of(people.administrator)
    file = SimpleUploadedFile("a.csv", b"place,en\ntitle,Renamed\n")
    kept = client.post(_url("texts-import", made), {"file": file}).context["kept"]
    other = create_questionnaire(made_from="after-service-ces", name="other", by=None)
    client.post(_url("texts-apply", other), {"rows": kept})
    change_draft(questionnaire=made, draft={**made.draft, "minutes": 2}, by=None)
    client.post(_url("texts-apply", made), {"rows": kept})
    for one in (made, other):
        one.refresh_from_db()
        assert one.draft["title"]["en"] != "Renamed"

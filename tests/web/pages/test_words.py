"""Words in templates come from the catalogue of the file that they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import Context, Engine
from django.utils import translation

from regulars.web.pages.templatetags.words import whole

FRAME = '{% say "May" %} {% block words %}{% endblock %}'
PAGE = '{% extends "accounts/frame.html" %}{% block words %}{% say "May" as month %}{{ month }} PART{% endblock %}'
PART = '{% include "accounts/part.html" %}'


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Templates of two apps: "May" is a right in one of them and a month in the other."""
    for app, name, text in (
        ("accounts", "frame", FRAME), ("company", "page", PAGE.replace("PART", PART)), ("accounts", "part", FRAME),
    ):  # fmt: skip
        file = tmp_path / "regulars" / "web" / app / "templates" / app / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    folders = [tmp_path / "regulars" / "web" / app / "templates" for app in ("accounts", "company")]
    return Engine(dirs=folders, builtins=["regulars.web.pages.templatetags.words"])


def test_a_block_speaks_with_the_words_of_its_own_file(engine: Engine) -> None:
    """Neither the page that it extends nor the part that it includes lends it theirs."""
    with translation.override("zh-hans"):
        assert engine.get_template("company/page.html").render(Context()).split() == ["权限", "五月", "权限"]


def test_an_interval_stays_together_and_what_a_company_wrote_stays_text() -> None:
    kept = '<span class="nowrap">{}</span>'

    assert whole("The best hold 65% (62–68).") == f"The best hold {kept.format('65% (62–68)')}."
    assert whole("客户中，58%（56–60）沉默") == f"客户中，{kept.format('58%（56–60）')}沉默"
    assert whole("<b>（2010–2011）") == f"&lt;b&gt;{kept.format('（2010–2011）')}"

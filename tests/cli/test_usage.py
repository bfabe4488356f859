"""Wrong usage: a sentence in the reader's language, near misses, exit code 2."""

from __future__ import annotations

import re

import pytest

CALLS = {
    "no such option": (("nps", "a.csv", "--colum", "x"), ["--colum", "--column"]),
    "no such command": (("npx",), ["npx", "nps"]),
    "missing option": (("nps", "a.csv"), ["--column"]),
    "missing argument": (("nps", "--column", "x"), ["FILE"]),
    "no value": (("nps", "a.csv", "--column"), ["--column"]),
    "value for a flag": (("nps", "a.csv", "--json=yes"), ["--json"]),
    "too much": (("nps", "a.csv", "b.csv", "--column", "x"), ["b.csv"]),
    "not whole": (("demo", "--seed", "one"), ["--seed", "one"]),
    "out of range": (("demo", "--customers", "3"), ["--customers", "3"]),
    "not a scale": (("csat", "a.csv", "--column", "x", "--scale", "five"), ["--scale", "five"]),
    "not a number": (("nps", "a.csv", "--column", "x", "--confidence", "high"), ["--confidence", "high"]),
    "not whole, ours": (("csat", "a.csv", "--column", "x", "--top", "2.5"), ["--top", "2.5"]),
    "not a day": (
        ("clv", "a.csv", "--customer", "c", "--date", "d", "--amount", "a", "--until", "30.9.1997"),
        ["--until", "30.9.1997"],
    ),
    "no such model": (
        ("clv", "a.csv", "--customer", "c", "--date", "d", "--amount", "a", "--model", "pareto"),
        ["--model", "pareto", "bg-nbd", "mbg-nbd", "pareto-nbd", "bg-bb"],
    ),
    "a model of contracts": (
        ("clv", "a.csv", "--customer", "c", "--date", "d", "--amount", "a", "--model", "sbg"),
        ["--model", "sbg", "regulars shifted-beta-geometric", "beta-discrete-weibull"],
    ),
    "not a kind of file": (("report", "-o", "report.docx"), ["report.docx", ".xlsx"]),
    "no folder": (("report", "-o", "nowhere/report.pdf"), ["nowhere/report.pdf"]),
    "not a correction": (("import", "purchases", __file__, "--column", "amount"), ["--column", "amount"]),
    "no such language": (("--language", "tlh", "doctor"), ["tlh"]),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_sentence_names_what_was_wrong(regulars, name: str) -> None:
    arguments, words = CALLS[name]
    done = regulars(*arguments)

    assert done.code == 2
    assert done.out == ""
    assert all(word in done.err for word in words)
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", CALLS)
def test_the_sentence_is_chinese_to_the_last_word(regulars, monkeypatch, name: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    arguments, words = CALLS[name]
    done = regulars(*arguments)

    kept = "|".join(map(re.escape, sorted([*arguments, *words, "Invoice", "purchase"], key=len, reverse=True)))
    rest = re.sub(r"(regulars[ \w-]*--help)|--?[a-z-]+|\.(html|pdf|json)|" + kept, "", done.err)
    known = {"N", "en", "zh", "mbg", "nbd", "x", "Regulars", "FILE"}
    assert set(re.findall(r"[A-Za-z]+", rest)) <= known
    assert re.search(r"[\u4e00-\u9fff]", done.err)


def test_help_is_offered_for_the_command_in_question(regulars) -> None:
    assert "regulars import purchases --help" in regulars("import", "purchases", "--nope").err

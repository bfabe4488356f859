"""SPSS files: their words become questions and options, their missing codes nothing; a broken one gets a sentence."""

from __future__ import annotations

import struct
from datetime import date, datetime

import pytest

from regulars.facts import open_facts
from regulars.facts.imports import EmptyFileError, ImportFileError, read_table
from regulars.facts.imports.answer_guess import guess_answers
from regulars.facts.imports.readers import Reading, SourceFile
from regulars.facts.imports.spss import read_spss
from regulars.survey import ResponseMapping

pandas = pytest.importorskip("pandas")
pyreadstat = pytest.importorskip("pyreadstat")

WORDS = {"q1": "总体满意度", "reason": "来访原因", "q2": "Would you recommend us?", "why": "原因"}
MEANT = {
    "q1": {1.0: "很不满意", 5.0: "很满意", 9.0: "不知道", 3.0: "一般"},
    "reason": {1.0: "商务", 2.0: "度假"},
    "q2": {0.0: "not at all", 10.0: "certainly"},
}
ROWS = {
    "name": ["a", "b", "c"],
    "q1": [5.0, 9.0, 3.0],
    "reason": [1.0, 2.0, None],
    "q2": [10.0, 7.0, 99.0],
    "why": ["很好", "", "一般"],
    "day": [date(2026, 1, 2), date(2026, 1, 3), None],
    "stamp": [datetime.fromisoformat("2026-01-02 10:15"), datetime.fromisoformat("2026-01-03 00:00"), None],
    "w": [1.5, 0.5, 1.0],
}
MISSING = {"q1": [9.0], "q2": [{"lo": 98.0, "hi": 99.0}]}


def write(path, rows=ROWS, *, weighted=None, **more):
    """A file as SPSS writes it; ``weighted``: the place of its weight, counted in eights of bytes."""
    how = {"column_labels": WORDS, "variable_value_labels": MEANT, "missing_ranges": MISSING, **more}
    pyreadstat.write_sav(pandas.DataFrame(rows), str(path), **how)
    if weighted is not None:
        data = bytearray(path.read_bytes())
        data[76:80] = struct.pack("<i", weighted)
        path.write_bytes(data)
    return path


def source_of(path, folder, encoding=None):
    return SourceFile(path, folder, Reading(encoding=encoding)).source()


@pytest.mark.parametrize("how", [{}, {"compress": True}, {"row_compress": True}])
def test_values_and_types(tmp_path, how):
    file = write(tmp_path / ("a.zsav" if "compress" in how else "a.sav"), **how)

    rows = read_table(file).to_pylist()

    assert rows[0] == {
        "name": "a", "q1": 5, "reason": 1, "q2": 10, "why": "很好", "day": date(2026, 1, 2),
        "stamp": datetime.fromisoformat("2026-01-02 10:15"), "w": 1.5,
    }  # fmt: skip
    assert (rows[1]["q1"], rows[2]["q2"], rows[2]["reason"], rows[2]["day"]) == (None, None, None, None)


def test_its_words_become_the_items(tmp_path):
    source = source_of(write(tmp_path / "a.sav", weighted=10), tmp_path)

    guess = guess_answers(read_table(tmp_path / "a.sav").select(["q1", "reason", "q2", "why"]), source.labels)
    items = guess["items"]

    assert items["q1"]["scale"] == {"low": 1, "high": 5}
    assert items["q1"]["label"] == {"zh": "总体满意度"}
    assert items["q1"]["labels"] == {1: {"zh": "很不满意"}, 3: {"zh": "一般"}, 5: {"zh": "很满意"}}  # 9 means nothing
    assert items["reason"] == {
        "kind": "choice",
        "label": {"zh": "来访原因"},
        "options": {"1": {"zh": "商务"}, "2": {"zh": "度假"}},
    }
    assert items["why"]["kind"] == "text"
    ResponseMapping.from_dict({"survey": {"name": "s"}, "items": items})


def test_the_weight_that_the_file_names(tmp_path):
    places = {name: place for place, name in enumerate(ROWS, start=1)}

    assert source_of(write(tmp_path / "a.sav"), tmp_path).labels.weight is None
    assert source_of(write(tmp_path / "b.sav", weighted=places["w"]), tmp_path).labels.weight == "w"
    assert source_of(write(tmp_path / "c.sav", weighted=1), tmp_path).labels.weight is None  # a text weighs nothing

    long = {"words": ["x" * 300, "y"], "w": [1.0, 2.0]}
    assert source_of(write(tmp_path / "d.sav", long, weighted=39), tmp_path).labels.weight == "w"


def test_a_mapping_without_words_takes_those_of_the_file(tmp_path):
    facts = open_facts(tmp_path / "facts")
    mapping = ResponseMapping.from_dict(
        {
            "survey": {"name": "stay"},
            "at": "stamp",
            "weight": "w",
            "items": {
                "q1": {"scale": {"low": 1, "high": 5}},
                "reason": {"kind": "choice"},
                "q2": {"kind": "nps", "label": "Ours"},
            },
        }
    )

    report = facts.import_responses(write(tmp_path / "a.sav"), mapping)
    again = facts.import_responses(tmp_path / "a.sav", mapping)
    survey = facts.survey("stay")

    assert (report.rows, report.new, report.n_bad, again.already_imported) == (3, 3, 0, True)
    assert (str(survey.item("q1").label), str(survey.item("q2").label)) == ("总体满意度", "Ours")
    assert {key: str(text) for key, text in survey.item("reason").options.items()} == {"1": "商务", "2": "度假"}
    rows = facts.answers("stay").to_pyarrow().sort_by("weight").to_pylist()
    assert [(row["weight"], row["q1"]) for row in rows] == [(0.5, None), (1.0, 3), (1.5, 5)]


def test_chinese_of_an_old_file_that_does_not_say_so(tmp_path):
    """SPSS before 15 named no encoding: the bytes are GBK, and no other reading makes words of them."""
    file = write(tmp_path / "old.sav")
    data = file.read_bytes()
    mark = data.index(b"UTF-8") - 16
    assert struct.unpack("<4i", data[mark : mark + 16])[:2] == (7, 20)
    data = data[:mark] + data[mark + 16 + 5 :]
    place = data.index(struct.pack("<4i", 7, 3, 4, 8)) + 16 + 28
    data = data[:place] + struct.pack("<i", 1252) + data[place + 4 :]
    for text in (*WORDS.values(), "很好", "一般", *(one for labels in MEANT.values() for one in labels.values())):
        wide = text.encode()
        data = data.replace(wide, text.encode("gb18030").ljust(len(wide)))
    file.write_bytes(data)

    labels = source_of(file, tmp_path).labels

    assert labels.questions["q1"] == "总体满意度"
    assert labels.options["reason"] == {"1": "商务", "2": "度假"}
    assert read_table(file).to_pylist()[0]["why"] == "很好"
    with pytest.raises(ImportFileError, match="encoding"):
        read_table(file, encoding="klingon")


def test_a_long_file_in_pieces_keeps_its_order(tmp_path, monkeypatch):
    monkeypatch.setattr("regulars.facts.imports.spss._ROWS", 400)
    file = write(tmp_path / "a.sav", {"n": [float(n) for n in range(1600)]})

    assert read_table(file)["n"].to_pylist() == list(range(1600))


def damaged(data: bytes) -> dict[str, bytes]:
    return {
        "cut in the values": data[:-30],
        "cut in the words": data[:700],
        "cut in the head": data[:60],
        "only a mark": b"$FL2",
        "another kind": b"name,value\n1,2\n",
        "a count of rows that is not there": data[:80] + struct.pack("<i", 7) + data[84:],
        "a count below zero": data[:68] + struct.pack("<i", -7) + data[72:],
        "noise": data[:176] + bytes(range(256)) * 20,
        "nothing but zeros": data[:176] + bytes(5000),
    }


@pytest.mark.parametrize("what", damaged(b"x" * 1000))
def test_a_broken_file_is_said_to_be_broken(tmp_path, what):
    whole = write(tmp_path / "a.sav").read_bytes()
    file = tmp_path / "broken.sav"
    file.write_bytes(damaged(whole)[what])

    if what == "a count below zero":  # the count of columns is a hint alone
        assert read_table(file).num_rows == 3
        return
    with pytest.raises(ImportFileError, match=r"broken\.sav"):
        read_table(file)


def test_a_file_far_too_wide(tmp_path, monkeypatch):
    monkeypatch.setattr("regulars.facts.imports.spss._WIDEST", 500)
    with pytest.raises(ImportFileError, match="no survey"):
        read_table(write(tmp_path / "a.sav", {"words": ["x" * 600]}))


def test_no_rows(tmp_path):
    file = write(tmp_path / "a.sav", {"q1": pandas.Series([], dtype=float)})
    facts = open_facts(tmp_path / "facts")
    mapping = ResponseMapping.from_dict({"survey": {"name": "s"}, "items": {"q1": {"kind": "number"}}})

    assert read_spss(file, tmp_path).schema.names == ["q1"]
    with pytest.raises(EmptyFileError):
        facts.import_responses(file, mapping)


def test_times_out_of_every_calendar_are_none(tmp_path):
    file = write(tmp_path / "a.sav", {"t": [1e300, -1e300, 13.9e9]}, variable_format={"t": "DATETIME20"})

    found = read_table(file)["t"].to_pylist()

    assert found[:2] == [None, None]
    assert found[2].year == 2023

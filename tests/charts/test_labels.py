"""Labels of points never lie on each other, whatever the points."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.charts.labels import Box, Named, place
from regulars.charts.lettering import printable, shorten, text_width, wrapped

FRAME = Box(40, 28, 546, 396)
POINTS = st.lists(
    st.tuples(st.floats(60, 520), st.floats(40, 380), st.floats(3, 40), st.floats(3, 40), st.floats(20, 140)),
    max_size=14,
)


def named(points: list[tuple[float, ...]]) -> list[Named]:
    return [Named(x, y, Box(x - rx, y - ry, x + rx, y + ry), width, 15) for x, y, rx, ry, width in points]


@settings(max_examples=40, deadline=None)
@given(POINTS)
def test_labels_cover_neither_each_other_nor_a_point(points: list[tuple[float, ...]]) -> None:
    """What cannot be placed is left out; what is placed is inside and clear."""
    at = named(points)

    found = [label for label in place(at, FRAME) if label is not None]

    for number, label in enumerate(found):
        assert label.box.outside(FRAME) == 0
        assert all(label.box.overlap(other.box) == 0 for other in found[number + 1 :])
        assert all(label.box.overlap(Box(p.x - 3, p.y - 3, p.x + 3, p.y + 3)) == 0 for p in at)


def test_walls_are_never_covered() -> None:
    """The names of the quadrants keep their corners."""
    wall = Box(100, 90, 300, 110)

    (label,) = place(named([(95.0, 100.0, 4.0, 4.0, 60.0)]), FRAME, walls=[wall])

    assert label is not None
    assert label.box.overlap(wall) == 0


def test_a_lonely_point_has_its_name_at_the_right() -> None:
    """The first choice, without a leader."""
    (label,) = place(named([(200.0, 200.0, 10.0, 10.0, 60.0)]), FRAME)

    assert label is not None
    assert (label.align, label.leader, label.box.left) == ("left", False, 215.0)


@given(st.text(max_size=60), st.floats(20, 300))
def test_a_shortened_line_fits(text: str, room: float) -> None:
    """Never wider than its room."""
    assert text_width(shorten(text, room, 12), 12) <= room


@given(st.text(max_size=120), st.floats(40, 300))
def test_wrapped_lines_fit(text: str, room: float) -> None:
    """At most two lines, each within the room."""
    lines = wrapped(printable(text), room, 12)

    assert len(lines) <= 2
    assert all(text_width(line, 12) <= room for line in lines)


@given(st.text())
def test_printable_words_are_one_line_of_legal_characters(text: str) -> None:
    """No control character, no direction override, no half of a pair; it is stable."""
    line = printable(text)

    assert not set(line) & set("\x00\x07\n\r\t\u2028\u202e\u2066\ufffe")
    line.encode()
    assert printable(line) == line


def test_no_break_spaces_stay() -> None:
    """A value and its interval never part."""
    assert printable("58\N{NO-BREAK SPACE}± 2  \n x") == "58\N{NO-BREAK SPACE}± 2 x"

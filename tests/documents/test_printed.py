"""What no font of a printed page can show is left out or said, never printed as an empty box."""

from __future__ import annotations

import pytest

from regulars.documents.printed import printed, settable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Breakfast 🏨", "Breakfast"),
        ("👩‍👩‍👧‍👦 Réception", "Réception"),
        ("🏨🏨🏨", "[hotel]"),
        ("🏨…", "[hotel] …"),
        ("e\u0301", "é"),
        ("Z\u0301\u0302\u0303\u0323immer", "\u1e92\u0301\u0302immer"),
        ("早餐 ± 4", "早餐 ± 4"),
        ("جودة", "جودة"),
    ],
)
def test_words_that_can_be_set(text: str, shown: str) -> None:
    assert settable(text) == shown


def test_all_words_of_plain_data_and_of_drawings() -> None:
    """Marks on letters go from a drawing, whose typesetter has no other font; its places stay."""
    drawing = '<svg height="9"><text x="1">Z\u0303 &lt;b&gt; 🏨</text><path d="M1"/></svg>'

    assert printed({"a": ["🏨 Spa", 1, None], "b": ({"c": drawing},)}) == {
        "a": ["Spa", 1, None],
        "b": [{"c": '<svg height="9"><text x="1">Z &lt;b&gt;</text><path d="M1"/></svg>'}],
    }

"""People from a file: the good rows are kept, the bad ones named with row, value and way out."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.errors import PeopleFileError
from regulars.web.accounts.models import Invitation
from regulars.web.accounts.people_file import read
from regulars.web.audit.models import Entry

pytestmark = pytest.mark.django_db
WHOLE = UnitScope(None, None)
FILE = """email,name,language,role,unit,since,until
li@example.com,李,zh,经理,lakeside,,2099-12-31
MEI@example.com,Mei,en,viewer,,,
zoe@example.com,Zoe,en,king,,,
nowhere,Nob,en,viewer,,,

max@example.com,Max,,Viewer,HARBOUR,,
max@example.com,Max,en,viewer,,,
tom@example.com,Tom,fr,viewer,,,
una@example.com,Una,en,viewer,atlantis,,
yan@example.com,Yan,en,viewer,,soon,
ben@example.com,Ben,en,viewer,,2030-01-01,2029-01-01
"""


def test_good_rows_and_bad_rows(people, units) -> None:
    """Each bad row with its number in the file, its value and what to write instead."""
    found = read(FILE.encode(), WHOLE)

    assert [(row, wish.email, wish.role.value, wish.unit and wish.unit.code) for row, wish in found.good] == [
        (2, "li@example.com", "manager", "lakeside"),
        (7, "max@example.com", "viewer", "harbour"),
    ]
    assert [(one.row, one.value, str(one.why)) for one in found.bad] == [
        (3, "mei@example.com", "There is an account for this address. Open it and give it the role."),
        (
            4,
            "king",
            "There is no such role. Write one of: administrator, analyst, manager, agent, interviewer, viewer, dealer.",
        ),
        (5, "nowhere", "This is not an address. Write one such as mei@example.com."),
        (8, "max@example.com", "This address stands in row 7 already."),
        (9, "fr", "Write en or zh."),
        (10, "atlantis", "There is no unit of this code that you look after. Write a code from the list of units."),
        (11, "soon", "Write the day like 2026-10-31."),
        (12, "2029-01-01", "The role would end before it begins. Choose a last day after the first."),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "邮箱;姓名;角色\nli@example.com;李;经理\n".encode("gb18030"),
        b"\xef\xbb\xbfEmail\tRole\nli@example.com\tManager\n",
    ],
)
def test_other_letters_and_separators(people, units, content) -> None:
    """As Excel writes them in China, and elsewhere."""
    assert [wish.email for _, wish in read(content, WHOLE).good] == ["li@example.com"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The first row has no column “email”"),
        (b"name,role\n", "The first row has no column “email”"),
        (b"email\nx@example.com\n", "The first row has no column “role”"),
        (b"email,role\n" + b"x@example.com,viewer\n" * 1001, "The file has 1,001 rows; at most 1,000"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (b"\xff\xfe\x00\x01", "cannot be read"),
    ],
)
def test_files_that_cannot_be_read(people, content, words) -> None:
    """A sentence with the way out."""
    with pytest.raises(PeopleFileError, match=re.escape(words)):
        read(content, WHOLE)


def test_the_page_invites_nobody_before_the_list_was_seen(
    people, units, client_of, django_capture_on_commit_callbacks
) -> None:
    """Preview, then everybody; the trail counts."""
    client = client_of(people.administrator)
    upload = SimpleUploadedFile("people.csv", FILE.encode(), "text/csv")
    preview = client.post(reverse("accounts:people-file"), {"file": upload})
    before = Invitation.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("accounts:invite-file"), {"people": preview.context["sealed"]})

    assert "2 people can be invited" in preview.content.decode()
    assert "Row 4, “king”: " in preview.content.decode()
    assert before == 0
    assert answer.status_code == 302
    assert {one.to[0] for one in mail.outbox} == {"li@example.com", "max@example.com"}
    assert "的账号" in next(one.subject for one in mail.outbox if one.to == ["li@example.com"])
    assert Entry.objects.get(event="users-imported").details == {"count": 2}


def test_a_list_of_somebody_else_is_not_taken(people, units, client_of, person) -> None:
    """The seal is for one person and one hour."""
    first, second = client_of(people.administrator), client_of(person("eve", "administrator"))
    upload = SimpleUploadedFile("people.csv", b"email,role\nx@example.com,viewer\n", "text/csv")
    sealed = first.post(reverse("accounts:people-file"), {"file": upload}).context["sealed"]

    answer = second.post(reverse("accounts:invite-file"), {"people": sealed}, follow=True)

    assert not Invitation.objects.exists()
    assert "Send the file again." in answer.content.decode()

"""What each kind of block asks of its author. One short list a kind; its form follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regulars.language import Message, message
from regulars.survey import Origin, Role
from regulars.survey.blocks.quantity import LARGEST, PRICES
from regulars.web.research.editing.entries import Entry, Group, Key, OneOf, Question, Switch, Tags, Whole, Words
from regulars.web.research.editing.rows import Rows, Sets
from regulars.web.research.editing.scales import ScaleEntry

ROLES: Mapping[str, Message] = {
    "": message("none"),
    Role.OVERALL: message("satisfaction overall"),
    Role.ATTRIBUTE: message("attribute: one thing that is judged"),
    Role.RECOMMEND: message("recommendation"),
    Role.REPURCHASE: message("would buy again"),
    Role.EFFORT: message("effort"),
    Role.PROBLEM: message("number of problems"),
}
ORIGINS: Mapping[str, Message] = {
    "": message("not said"),
    Origin.CUSTOMER: message("named by customers"),
    Origin.COMPANY: message("thought of by the company"),
}


@dataclass(frozen=True)
class Kind:
    """``example`` fills a new form; ``rows``: how many empty rows it begins with."""

    label: Message
    hint: Message
    entries: tuple[Entry, ...]
    example: Mapping[str, Any] = field(default_factory=dict)
    rows: int = 3


QUESTION = Question(
    "text",
    message("Question"),
    message("In results it is called by a shorter name, where you give one."),
    needed=True,
)
KEY = Key("key", message("Key"), message("The trend hangs on it. Empty: made of the words."))
REQUIRED = Switch(
    "required", message("An answer is required"), message("People who must answer leave, or tick anything."), more=True
)
TAGS = Tags("tags", message("Tags"), message("Such as material, spiritual or social."), more=True)
ROLE = OneOf("role", message("What it is for in the results"), values=ROLES)
ORIGIN = OneOf("origin", message("Who named it"), values=ORIGINS, more=True)
NOT_USED = Words("not_used", message("Words of “not used”"), message("Empty: it is not offered. It is never a rating."))
PURPOSE = OneOf(
    "purpose",
    message("What a tick agrees to"),
    message("Where it is known who answers, the yes is written down as that customer’s. The words must say the same."),
    values={
        "": message("a word about this answer, no more"),
        "surveys": message("invitations to surveys"),
        "marketing": message("offers and news"),
    },
)
SCALE = ScaleEntry("scale", message("Scale"), needed=True)
OPTIONS = Rows("options", message("Options"), needed=True, another=message("Add an option"))
STANDARD = (
    Words("standard", message("Standard"), more=True),
    Words("measure", message("How it is found out"), more=True),
    Whole("threshold", message("Lowest answer that meets it"), low=-100, high=100, more=True),
)
ITEMS = Rows(
    "items",
    message("What is rated"),
    needed=True,
    stem="item",
    fewest=1,
    inside=True,
    another=message("Add a row"),
    inner=(ROLE, ORIGIN, Tags("tags", message("Tags")), Switch("required", message("An answer is required"))),
)
PROBE = Group(
    "probe",
    message("“What went wrong?” under low ratings"),
    inner=(
        Words("label", message("Its words"), message("Empty: it is not asked.")),
        Whole("at_most", message("Up to which rating"), low=-100, high=100),
        Whole("longest", message("Characters that fit"), low=1, high=4000),
    ),
    more=True,
)
FOUR = dict(
    zip(
        PRICES,
        (
            message("so cheap that its quality is doubted"),
            message("a bargain"),
            message("getting expensive"),
            message("too expensive"),
        ),
        strict=True,
    )
)

KINDS: dict[str, Kind] = {
    "number": Kind(
        message("One rating"),
        message("One question on a row of numbers: satisfaction, recommendation, effort."),
        (QUESTION, SCALE, ROLE, KEY, NOT_USED, ORIGIN, TAGS, REQUIRED, *STANDARD),
    ),
    "ratings": Kind(
        message("Ratings on one scale"),
        message("Several things side by side, with “not used” and “what went wrong?”."),
        (Words("heading", message("Question above the rows"), needed=True), ITEMS, SCALE, NOT_USED, PROBE),
    ),
    "choice": Kind(
        message("One answer of several"),
        message("Such as the reason of a visit."),
        (QUESTION, OPTIONS, KEY, ROLE, ORIGIN, TAGS, REQUIRED, *STANDARD[:2]),
    ),
    "choices": Kind(
        message("Several answers"),
        message("Boxes, any number of which may be ticked."),
        (
            QUESTION,
            OPTIONS,
            Words("none", message("Words of “none of these”"), message("Empty: it is not offered.")),
            Whole("at_most", message("How many at most"), low=1, high=100, more=True),
            KEY,
            TAGS,
            REQUIRED,
        ),
    ),
    "comment": Kind(
        message("Own words"),
        message("A line or a paragraph."),
        (
            QUESTION,
            KEY,
            Whole("longest", message("Characters that fit"), low=1, high=4000, more=True),
            ROLE,
            ORIGIN,
            TAGS,
            REQUIRED,
            *STANDARD[:2],
        ),
    ),
    "consent": Kind(
        message("Consent"),
        message("A box that is never ticked beforehand, such as “you may contact me”."),
        (Words("label", message("Words beside the box"), needed=True), PURPOSE, KEY),
    ),
    "information": Kind(
        message("Words to read"),
        message("A heading and a paragraph; nothing is asked."),
        (Words("heading", message("Heading")), Words("text", message("Words"), needed=True, long=True)),
    ),
    "photo": Kind(
        message("A photo"),
        message("A picture; a phone offers its camera."),
        (QUESTION, KEY, REQUIRED),
    ),
    "file": Kind(
        message("A file"),
        message("A document or a picture, kept with the answer."),
        (QUESTION, KEY, REQUIRED),
    ),
    "quantity": Kind(
        message("A number"),
        message("Nights, visits, money: typed."),
        (
            QUESTION,
            Words("after", message("Behind the number"), message("Such as nights.")),
            Whole("low", message("Lowest"), low=-LARGEST, high=LARGEST),
            Whole("high", message("Highest"), low=-LARGEST, high=LARGEST),
            Switch("decimals", message("Two decimals")),
            KEY,
            ROLE,
            ORIGIN,
            TAGS,
            REQUIRED,
            *STANDARD[:2],
        ),
    ),
    "day": Kind(
        message("A day"),
        message("A day of the calendar."),
        (QUESTION, KEY, ROLE, ORIGIN, TAGS, REQUIRED, *STANDARD[:2]),
    ),
    "ranking": Kind(
        message("An order"),
        message("A place for each, the first few may do."),
        (QUESTION, OPTIONS, KEY, TAGS, REQUIRED),
    ),
    "sum": Kind(
        message("Points shared out"),
        message("Such as 100 points for what matters."),
        (QUESTION, OPTIONS, Whole("total", message("Points in all"), low=1, high=10_000), KEY, TAGS, REQUIRED),
        {"total": 100},
    ),
    "best-worst": Kind(
        message("Most and least"),
        message("What matters most and least, set by set (MaxDiff)."),
        (
            QUESTION,
            OPTIONS,
            Sets(
                "sets",
                message("Sets"),
                message("One a line: keys of options, a comma between them. Empty: put together evenly."),
            ),
            KEY,
            TAGS,
            REQUIRED,
        ),
        rows=5,
    ),
    "kano": Kind(
        message("Kano pair"),
        message("How would it be if it were there, and if it were not?"),
        (
            Words("label", message("The feature"), needed=True),
            Words("with", message("If it were there"), needed=True),
            Words("without", message("If it were not"), needed=True),
            ScaleEntry("scale", message("Five answers"), needed=True, five=True),
            KEY,
            TAGS,
            REQUIRED,
        ),
    ),
    "prices": Kind(
        message("Four prices"),
        message("Too cheap, cheap, expensive, too expensive (van Westendorp)."),
        (
            QUESTION,
            Rows("options", message("The four questions"), needed=True, fewest=4, fixed=FOUR),
            Entry("currency", message("Currency"), message("Such as CNY or EUR."), needed=True),
            KEY,
            TAGS,
            REQUIRED,
        ),
    ),
}

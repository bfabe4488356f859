"""What a guest sends: read, kept, shown again, led on to the next page, or stored. Nothing typed is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from regulars.facts.errors import DiskFullError
from regulars.language import Day, Message, message
from regulars.survey import Questionnaire, Submission, read_answers
from regulars.survey.fields import TextField
from regulars.survey.pages import names_on, next_page, page_before, page_of
from regulars.web.channels.kiosk.returning import idle
from regulars.web.channels.link import forms, notices, partials, uploads
from regulars.web.channels.link.door import Door, Status, definition
from regulars.web.channels.link.forms import AWAY, GO, PAGE, Sent
from regulars.web.channels.link.rendering import Asked, Form, filled, later_page, turn_for
from regulars.web.channels.link.screening import placed, screened, vocabulary
from regulars.web.channels.link.shown import Filled
from regulars.web.channels.link.storing import Outcome, store
from regulars.web.channels.link.tokens import Token, new_token, opened
from regulars.web.channels.link.wire import BACK, answer, to
from regulars.web.research.codes import base_of
from regulars.web.research.models import Partial
from regulars.web.research.models.partial import IDLE

log = logging.getLogger(__name__)

AGAIN = message("Please look at this again. Everything else is as you left it.")
STALE = message("This page has been open for very long. Your answers are all still here: please send them again.")
NOTHING = message("Nothing is answered yet. Choose at least one number, or write a few words.")
UNSTORED = message(
    "Your answers could not be stored just now. They are all still here: please send them again in a minute."
)
BROKEN = (DatabaseError, OSError, DiskFullError)


@dataclass(frozen=True)
class Post:
    """One form that was sent. ``form``: its token as it stands in it; ``page`` counts from 0."""

    request: HttpRequest
    door: Door
    at: datetime
    one: Questionnaire
    asked: Asked
    token: Token
    form: str
    page: int
    sent: Sent
    away: tuple[str, ...]


def answered(
    request: HttpRequest, door: Door, at: datetime, language: Callable[[HttpRequest, Door, int], str]
) -> HttpResponse:
    """What a form gets for an answer."""
    sent = forms.read(request, files=_takes_files(door.questionnaire, door.version))
    if sent is None:
        return notices.too_long(request, door)
    form, go, number, away = sent.take("form"), sent.take(GO), sent.take(PAGE), sent.take_all(AWAY)
    token = opened(form, door.address)
    version = token.version if token else door.version
    one = definition(door.questionnaire, version) if version else None
    if version is None or one is None:
        return notices.closed(request, door, Status.NOT_YET)
    asked = Asked.of(door, version, language(request, door, version))
    if token is None and (status := door.status(at)) is not Status.OPEN:
        return notices.closed(request, door, status)
    known = token or new_token(door.address, version, again=True)
    sealed = form if token else known.sealed()
    post = Post(request, door, at, one, asked, known, sealed, _page(number, one), sent, tuple(away))
    if door.who is not None and door.who.answered and (told := _answered_before(post)) is not None:
        return told
    # Not a form of ours, or one from long ago: whoever sent it sees it once more, with everything in it.
    return _taken(post, go, STALE if token is None else None)


def shown_later(request: HttpRequest, door: Door, part: Partial, at: datetime, language: str) -> HttpResponse:
    """The page where somebody stopped, with all that they had answered."""
    one = definition(door.questionnaire, part.version)
    if one is None:
        return notices.nothing_kept(request, door)
    asked = Asked.of(door, part.version, one.language(language))
    token = Token(door.address, part.version, part.nonce)
    post = Post(request, door, at, one, asked, token, token.sealed(), _page(str(part.page + 1), one), Sent(), ())
    read = read_answers(one, part.typed, today=door.day(at))
    return _shown(post, read, part, post.page, action=door.path)


def _taken(post: Post, go: str, alert: Message | None) -> HttpResponse:
    # On a shared device, a form that was sent must never come back with what stood in it.
    keeps, part, wrong = partials.keeps(post.one) or post.asked.shared, None, dict[str, Message]()
    posted: Mapping[str, str | list[str]] = post.sent.fields
    try:
        if keeps:
            part = partials.found(post.token, post.door.who)
            if part is None and (complete := partials.sent_before(post.token)) is not None:
                return _thanked(post) if complete else notices.nothing_kept(post.request, post.door)
            if part is not None and part.nonce != post.token.nonce:  # begun on another device
                token = replace(post.token, nonce=part.nonce)
                post = replace(post, token=token, form=token.sealed())
            part, posted, wrong = _merged(post, part)
        read = read_answers(post.one, posted, today=post.door.day(post.at))  # of the unit: its morning
        read = replace(read, errors={**read.errors, **wrong})
        if alert is not None:
            return _turned(post, read, part, post.page, alert=alert, status=422)
        return _led(post, read, part, go)
    except BROKEN:
        log.exception("answers could not be stored")
        read = read_answers(post.one, posted, today=post.door.day(post.at))
        return _shown(post, read, part, post.page, alert=UNSTORED, status=503, Retry_After="60")


def _led(post: Post, read: Submission, part: Partial | None, go: str) -> HttpResponse:
    """Where the button that was pressed leads."""
    calm, here = replace(read, errors={}), _here(post, read, post.page)
    if go == "back":
        before = page_before(post.one, post.page, read.asked)
        return _turned(post, calm, part, post.page if before is None else before)
    if go == "here":
        return _turned(post, calm, part, post.page)
    if go == "later" and (kept := _kept(post, part, read, post.page)) is not None:
        return _later(post, kept)
    if here.errors:
        return _turned(post, here, part, post.page, alert=AGAIN, status=422)
    if early := _ends_early(post, read):
        return _stored(post, read, part, early=early)
    following = next_page(post.one, post.page, read.asked)
    if following is not None and go != "later":
        return _turned(post, calm, part, following)
    if read.errors:  # on an earlier page, which changed its mind since
        page = min(page_of(post.one, name) or 0 for name in read.errors)
        return _turned(post, _here(post, read, page), part, page, alert=AGAIN, status=422)
    if read.empty or go == "later":
        return _turned(post, read, part, post.page, alert=NOTHING, status=422)
    return _stored(post, read, part)


def _turned(
    post: Post, read: Submission, part: Partial | None, page: int, *, alert: Message | None = None, status: int = 200
) -> HttpResponse:
    """Keep what there is, then show a page."""
    return _shown(post, read, _kept(post, part, read, page), page, alert=alert, status=status)


def _kept(post: Post, part: Partial | None, read: Submission, page: int) -> Partial | None:
    """Where answers are kept before they are all given, and there are some, or were."""
    if part is None and not (read.typed and partials.keeps(post.one)):
        return None
    return _saved(post, part, read, page)


def _answered_before(post: Post) -> HttpResponse | None:
    """The same form once more is thanked for once more; another one is told. None: it cannot be read."""
    try:
        if partials.sent_before(post.token):
            return _thanked(post)
        part = partials.found(post.token, post.door.who) if partials.keeps(post.one) else None
        typed = {**(part.typed if part else {}), **post.sent.fields}
        if part is not None:
            part.delete()
    except BROKEN:
        log.exception("a second form could not be looked at")
        return None
    return _second(post, read_answers(post.one, typed, today=post.door.day(post.at)))


def _second(post: Post, read: Submission) -> HttpResponse:
    texts = [one.name for one in post.one.fields if isinstance(one, TextField) and read.typed.get(one.name)]
    labels = {one.name: one.label for one in vocabulary(post.one).values()}
    return notices.second(post.request, post.asked, [(labels[name], read.typed[name]) for name in texts])


def _ends_early(post: Post, read: Submission) -> bool:
    """Whether the other pages are for others: by what is answered up to here, nobody there is meant, or wanted."""
    if not (post.door.screen or post.door.by_answers):
        return False
    version, today = post.token.version, post.door.day(post.at)
    if screened(post.door, version, read.values, today):
        return True
    last = next_page(post.one, post.page, read.asked) is None  # whoever has answered everything is kept, and is late
    return not last and (door := placed(post.door, version, read.values, today)) is not post.door and door.cell_full()


def _stored(post: Post, read: Submission, part: Partial | None, *, early: bool = False) -> HttpResponse:
    door = placed(post.door, post.token.version, read.values, post.door.day(post.at))
    outcome = store(
        door=door,
        token=post.token,
        submission=read,
        language=post.asked.language,
        at=post.at,
        part=part,
        ineligible=early,
    )
    if outcome is Outcome.SECOND:
        return _second(post, read)
    return _thanked(post, late=outcome is Outcome.LATE, early=early)


def _thanked(post: Post, *, late: bool = False, early: bool = False) -> HttpResponse:
    query = {"lang": post.asked.language, **({"late": "1"} if late else {}), **({"early": "1"} if early else {})}
    return to(f"{post.door.path}/thanks?{urlencode(query)}")


def _merged(
    post: Post, part: Partial | None
) -> tuple[Partial | None, Mapping[str, str | list[str]], dict[str, Message]]:
    """What was kept, with this page's fields as they are now; files are never taken from words in a form."""
    asking = uploads.blocks_of(post.one)
    before = part.typed if part else {}
    files = {name: before[name] for name in asking if name in before and name not in post.away}
    wrong = {name: uploads.too_large(file) for name, file in post.sent.too_large.items() if name in asking}
    if post.sent.files:
        part = part or _saved(post, None, Submission(), post.page)
        day = post.door.at(post.at) if post.door.anonymous else None
        kept, refused = uploads.take(post.one, part, post.sent.files, day=day)
        files, wrong = {**files, **kept}, {**wrong, **refused}
    if part is not None:
        uploads.drop(part, {before[name] for name in asking if name in before} - set(files.values()))
    here = names_on(post.one, post.page)
    elsewhere = {name: text for name, text in before.items() if name not in here and name not in asking}
    typed = {name: values for name, values in post.sent.fields.items() if name not in asking}
    return part, {**elsewhere, **typed, **files}, wrong


def _saved(post: Post, part: Partial | None, read: Submission, page: int) -> Partial:
    typed, language = dict(read.typed), post.asked.language
    return partials.save(post.door, post.token, part, typed=typed, language=language, page=page, at=post.at)


def _later(post: Post, part: Partial) -> HttpResponse:
    """The address at which they go on."""
    until = part.at + IDLE if post.door.closes_at is None else min(part.at + IDLE, post.door.closes_at)
    address = f"{base_of(post.request)}{partials.go_on_at(post.door, part)}"
    return answer(post.request, later_page(post.asked, address, Day(post.door.day(until))))


def _here(post: Post, read: Submission, page: int) -> Submission:
    """With what is wrong on this page, and with what no page asks."""
    here, known = names_on(post.one, page), {one.name for one in post.one.fields}
    return replace(read, errors={name: one for name, one in read.errors.items() if name in here or name not in known})


def _shown(
    post: Post,
    read: Submission,
    part: Partial | None,
    page: int,
    *,
    alert: Message | None = None,
    action: str = "",
    status: int = 200,
    **more: str,
) -> HttpResponse:
    form = Form(post.form, page, action, alert=alert, again=True)
    names = {one.public_id: one.name for one in uploads.of(part).values()} if part is not None else {}
    files = {name: names[read.typed[name]] for name in uploads.blocks_of(post.one) if read.typed.get(name) in names}
    typed = Filled(read.typed, read.errors, read.values, read.asked, files, post.door.day(post.at))
    if len(post.one.pages) > 1 and not post.asked.shared:
        more["Cache_Control"] = BACK
    more |= idle(post.door)
    return answer(post.request, filled(post.asked, form, typed, turn_for(post.asked, post.token.nonce)), status, **more)


def _page(number: str, one: Questionnaire) -> int:
    """The page that a form says it is, from 0; the first where it says nothing that can be."""
    known = range(1, len(one.pages) + 1)
    return int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 5 and int(number) in known else 0


@lru_cache(maxsize=64)
def _takes_files(questionnaire: str, latest: int | None) -> bool:
    """Whether a version asks for a file: pages of earlier ones may still be open."""
    versions = (definition(questionnaire, number) for number in range(1, (latest or 0) + 1))
    return any(uploads.blocks_of(one) for one in versions if one is not None)

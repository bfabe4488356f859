"""How a command can end, as other programs see it."""

from __future__ import annotations

from enum import IntEnum

from regulars.language import Message, message


class Exit(IntEnum):
    """Exit codes; documented in ``docs/commands.md``."""

    DONE = 0
    PROBLEM = 1
    USAGE = 2
    SET_ASIDE = 3
    MISSING_EXTRA = 4
    FAULT = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells count
    PIPE_CLOSED = 141  # 128 + SIGPIPE


MEANINGS: dict[Exit, Message] = {
    Exit.DONE: message("Done."),
    Exit.PROBLEM: message("Not done: a problem with the data or with what was asked; the sentence says what to do."),
    Exit.USAGE: message("Wrong usage: an unknown command or option, or a value that an option does not take."),
    Exit.SET_ASIDE: message("Done, but some rows were set aside; they are listed with their reasons."),
    Exit.MISSING_EXTRA: message("A part of Regulars is not installed; the sentence says which."),
    Exit.FAULT: message("A fault in Regulars itself; the sentence says where the details were written."),
    Exit.INTERRUPTED: message("Interrupted from the keyboard; nothing is half-written."),
    Exit.PIPE_CLOSED: message("The program that read the output stopped reading."),
}

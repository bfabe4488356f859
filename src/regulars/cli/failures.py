"""Every way in which a command can fail, as one sentence in the reader's language and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import Any

from regulars.cli.exits import Exit
from regulars.cli.settings import Settings
from regulars.language import Message, RegularsError, Text, message

DEBUG = "REGULARS_DEBUG"
# Which extra brings which modules; the rest of the program comes with "facts".
EXTRAS = {"django": "web", "pyspark": "scale", "jieba": "text", "vaderSentiment": "text"}


class PipeClosedError(Exception):
    """The reader of our output went away. Not an OSError: the framework would end the process itself."""


def guarded(settings: Settings, work: Callable[[], Any]) -> int:
    """Run the work; turn whatever goes wrong into a sentence on standard error."""
    try:
        result = work()
    except RegularsError as error:
        settings.say(error.message)
        return int(getattr(error, "exit_code", Exit.PROBLEM))
    except ModuleNotFoundError as error:
        return missing_module(settings, error)
    except (PipeClosedError, BrokenPipeError):
        return Exit.PIPE_CLOSED
    except KeyboardInterrupt:
        return interrupted(settings)
    except MemoryError:
        settings.say(message("There is not enough memory. Close other programs, or give a smaller file."))
        return Exit.PROBLEM
    except OSError as error:
        return system_problem(settings, error)
    except Exception as error:
        # DuckDB turns Ctrl+C into an error of its own while it runs a query.
        if "Query interrupted" in str(error) or type(error).__name__ == "InterruptException":
            return interrupted(settings)
        return other(settings, error)
    return interrupted(settings) if result == Exit.INTERRUPTED else int(result or Exit.DONE)


def interrupted(settings: Settings) -> int:
    """The person pressed Ctrl+C."""
    settings.say(message("Interrupted. Nothing is half-written; run the command again to finish."))
    return Exit.INTERRUPTED


def missing_module(settings: Settings, error: ModuleNotFoundError) -> int:
    """An extra is not installed. Raises what is a fault of ours."""
    name = (error.name or "").partition(".")[0]
    if name in ("", "regulars") or name in sys.stdlib_module_names:
        return fault(settings, error)
    extra = f'pip install "regulars[{EXTRAS.get(name, "facts")}]"'
    # Both languages stand here and not in the catalogue: reading a catalogue takes Babel, which may be what is missing.
    settings.say(
        Text(
            {
                "en": f"This command needs {name}, which is not installed. Install it with: {extra}",
                "zh": f"此命令需要{name}，但尚未安装。请运行：{extra}",
            }
        )
    )
    return Exit.MISSING_EXTRA


SYSTEM: dict[int, Callable[[str], Message]] = {
    errno.ENOENT: lambda path: message("There is no file or folder {path}. Check the name.", path=path),
    errno.EISDIR: lambda path: message("{path} is a folder. Name a file.", path=path),
    errno.ENOTDIR: lambda path: message("A part of {path} is not a folder. Check the name.", path=path),
    errno.EACCES: lambda path: message("{path} may not be opened: permission denied. Check its rights.", path=path),
    errno.EPERM: lambda path: message("{path} may not be changed: permission denied. Check its rights.", path=path),
    errno.EROFS: lambda path: message("{path} cannot be written: the disk is read-only.", path=path),
    errno.ENOSPC: lambda _: message("The disk is full. Nothing is half-written; make room and try again."),
    errno.EDQUOT: lambda _: message("Your share of the disk is used up. Make room and try again."),
    errno.EFBIG: lambda path: message("{path} would grow beyond the size allowed here. Write elsewhere.", path=path),
}


def system_problem(settings: Settings, error: OSError) -> int:
    """The system refused: no such file, no permission, disk full."""
    known = SYSTEM.get(error.errno or 0)
    if known is None:
        return fault(settings, error)
    settings.say(known(str(error.filename or "–")))
    return Exit.PROBLEM


def other(settings: Settings, error: Exception) -> int:
    """A misuse that the framework found, or a fault of ours."""
    from regulars.cli.usage import is_usage_error, show_usage_error

    if is_usage_error(error):
        return show_usage_error(settings, error)
    return fault(settings, error)


def fault(settings: Settings, error: Exception) -> int:
    """Something nobody foresaw: keep the details for whoever mends it, spare the reader."""
    details = "".join(traceback.format_exception(error))
    if os.environ.get(DEBUG):
        print(details, file=sys.stderr)
    with tempfile.NamedTemporaryFile("w", prefix="regulars-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(details)
    settings.say(
        message(
            "Something went wrong that is a fault of Regulars, not yours: {kind}. The details are in {path}; "
            "please send that file along when you report it.",
            kind=type(error).__name__,
            path=file.name,
        )
    )
    return Exit.FAULT

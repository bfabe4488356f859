"""What the environment sets, read once at the start. A wrong value stops the start and says how to set it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from regulars.facts.disk import write_atomically
from regulars.language import RegularsError, message

T = TypeVar("T")
HOME = "REGULARS_HOME"
DATABASE = "REGULARS_DATABASE"
ADDRESS = "REGULARS_ADDRESS"
HOSTS = "REGULARS_HOSTS"
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


class ConfigurationError(RegularsError):
    """A variable of the environment holds what Regulars cannot use."""


def setting(name: str, default: T, read: Callable[[str], T], environment: Mapping[str, str] = os.environ) -> T:
    """A variable, else the first line of the file that ``NAME_FILE`` names, else the default."""
    text = environment.get(name)
    if text is None and (file := environment.get(f"{name}_FILE")):
        try:
            text = Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise ConfigurationError(
                message(
                    "{name}_FILE names {file}, which cannot be read: {reason}.",
                    name=name,
                    file=file,
                    reason=error.strerror or str(error),
                )
            ) from error
    return default if text is None else read(text)


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The one data folder. The command line sets the variable; another server that runs the application must too."""
    folder = environment.get(HOME)
    if not folder:
        raise ConfigurationError(message("Set REGULARS_HOME to the folder of this install, such as /srv/regulars."))
    return Path(folder).expanduser().absolute()


def database(home: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """SQLite in the home folder, or PostgreSQL where ``REGULARS_DATABASE`` names one."""
    address = setting(DATABASE, "", str, environment)
    if not address:
        return sqlite(home / "regulars.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ConfigurationError(
            message(
                "REGULARS_DATABASE is not the address of a PostgreSQL database. Write it like "
                "postgresql://name:password@host:5432/regulars, or leave it out to use SQLite."
            )
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(file: Path) -> dict[str, Any]:
    """Readers never wait for a writer (WAL), a writer waits at its first statement (IMMEDIATE), a commit is synced."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # 2 GB of the file, the most that SQLite takes, are read through the page cache of the system: a million
            # customers fill one. Lists of 100,000 take a third less time.
            # What is deleted is overwritten: whoever reads the file itself finds no erased customer.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON; "
            "PRAGMA mmap_size=2147418112;",
        },
    }


def secret_key(home: Path) -> str:
    """``REGULARS_SECRET_KEY``, else the one that was made for this home folder at its first start."""
    given = setting("REGULARS_SECRET_KEY", "", str)
    if given:
        return given
    file = home / "secrets" / "key"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(file, secrets.token_urlsafe(48).encode())
        file.chmod(0o600)
    return file.read_text("utf-8").strip()


def hosts(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Names under which the server may be asked: this machine, the public address, and ``REGULARS_HOSTS``."""
    more = [name.strip() for name in setting(HOSTS, "", str, environment).split(",") if name.strip()]
    own = urlsplit(address(environment)).hostname
    return [*_LOCAL, *([own] if own else []), *more]


def address(environment: Mapping[str, str] = os.environ) -> str:
    """The public base address, such as https://ask.example.com; empty when nobody has set one."""
    text = setting(ADDRESS, "", str, environment).rstrip("/")
    if text and urlsplit(text).scheme not in ("http", "https"):
        raise ConfigurationError(
            message(
                "REGULARS_ADDRESS is “{value}”. Write the whole address, such as https://ask.example.com", value=text
            )
        )
    return text


def mailbox(text: str, name: str = "REGULARS_BOUNCES_URL") -> str:
    """The address of a mailbox that is read: that of mail which comes back, unless ``name`` says another."""
    parts = urlsplit(text)
    if parts.scheme == "imaps" and parts.hostname and parts.username and parts.password:
        return text
    if parts.scheme == "maildir" and parts.path.startswith("/") and not parts.netloc:
        return text
    raise ConfigurationError(
        message(
            "{name} is not the address of a mailbox. Write it like "
            "imaps://name:password@mail.example.com/INBOX or maildir:/var/mail/regulars.",
            name=name,
        )
    )


def switch(text: str) -> bool:
    """1, true, yes or on."""
    return text.strip().lower() in ("1", "true", "yes", "on")


def whole_number(text: str) -> int:
    """0, 1, 2 and so on."""
    if not text.strip().isdecimal():
        raise ConfigurationError(message("“{value}” is not a whole number. Write one such as 1.", value=text))
    return int(text)

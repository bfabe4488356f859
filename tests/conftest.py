"""What all tests share: the reference data, and a count of what could not run without them."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import settings
from tests.web import postgres

# A busy machine is no failure: nothing here is timed. Each run draws other examples; the proofs draw more of them.
settings.register_profile("regulars", deadline=None, max_examples=int(os.environ.get("REGULARS_EXAMPLES", "40")))
settings.load_profile("regulars")

REFERENCE = "REGULARS_REFERENCE_DATA"
ROOT = Path(__file__).parent.parent


COMPILING = pytest.StashKey[IO[str]]()
HOME = pytest.StashKey[str]()


def _first_of(run: int) -> Path:
    """What the worker that compiled for all workers of a run leaves behind."""
    return Path(tempfile.gettempdir()) / f"regulars-tests-compiled-{run}"


def _wait_for_bytecode(config: pytest.Config) -> None:
    """On a clean checkout one worker compiles what all import; the others wait, where each would compile it too."""
    if not hasattr(config, "workerinput") or (ROOT / "tests" / "methods" / "__pycache__").exists():
        return
    file = _first_of(os.getppid()).open("a+")
    fcntl.flock(file, fcntl.LOCK_EX)
    if file.tell():
        file.close()
    else:
        config.stash[COMPILING] = file  # whoever dies lets go of it


def pytest_collection_finish(session: pytest.Session) -> None:
    """Everything is imported and stays to the end; the next."""
    gc.freeze()
    gc.enable()
    if file := session.config.stash.get(COMPILING, None):
        file.write("done")
        file.close()


def pytest_configure(config: pytest.Config) -> None:
    """Django's settings ask for a home folder at the moment they are read; afterwards no test sees one by accident."""
    gc.disable()  # nothing that is imported and collected is waste
    _wait_for_bytecode(config)
    # The workers of a parallel run inherit what is left here, and would read the settings before this.
    names = ("REGULARS_HOME", "REGULARS_DATABASE", "DJANGO_SETTINGS_MODULE")
    before = {name: os.environ.pop(name, None) for name in names}
    os.environ["REGULARS_HOME"] = config.stash[HOME] = tempfile.mkdtemp(prefix="regulars-tests-")
    if address := postgres.address_for_tests():
        os.environ["REGULARS_DATABASE"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
    from django.conf import settings as django

    django.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.TASKS["default"]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"
    django.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    django.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # nothing is collected here
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def pytest_unconfigure(config: pytest.Config) -> None:
    """The throwaway server and the home of the tests go with the run that started them."""
    shutil.rmtree(config.stash[HOME], ignore_errors=True)
    if not hasattr(config, "workerinput"):
        postgres.stop_for_tests()
        _first_of(os.getpid()).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(os.environ.get(REFERENCE) or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of published data sets; the test skips by name where it is not found."""
    folder = _folder()
    if not folder.is_dir():
        pytest.skip(f"no reference data: set {REFERENCE} to their folder")
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, offline, one for the pages of a file; the test skips by name where it is not installed."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium: install the package chromium")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # Playwright runs a loop in this thread; Django is not asked from it.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=[*flags, "--disable-component-update"])
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the data carries the mark, so that ``-m reference`` finds them all.

    Whole servers that start, die and start again come first: they wait more than they work, and last they would hold
    up the end of a run.
    """
    items.sort(key=lambda item: "web/server/" not in item.nodeid)
    for item in items:
        if "reference_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.reference)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """``REGULARS_NO_SKIP=1`` (as on a clean check) makes every skip a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REGULARS_NO_SKIP") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("Tests were skipped, and REGULARS_NO_SKIP allows none.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last line says how many tests the missing data cost."""
    skipped = [r for r in terminalreporter.stats.get("skipped", ()) if "no reference data" in str(r.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests skipped for want of reference data ({REFERENCE})")

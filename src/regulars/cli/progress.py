"""A progress bar on standard error, and none where standard error is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from regulars.cli.settings import Settings
from regulars.language import Message

Progress = Callable[[Message, int, int | None], None]


@contextmanager
def progress_bar(settings: Settings) -> Iterator[Progress | None]:
    """Yields what the engine calls with a step, how much is done and of how much; ``None`` without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=settings.console(words=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def show(step: Message, done: int, total: int | None) -> None:
            words = settings.render(step)
            if words not in tasks:
                for earlier in tasks.values():
                    bar.update(earlier, visible=False)
                tasks[words] = bar.add_task(words, total=total)
            bar.update(tasks[words], completed=done, total=total)

        yield show

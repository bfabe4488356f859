"""docs/commands.md: every command's help in both languages, and the exit codes, as the program itself says them.

python tools/commands.py          write the page
python tools/commands.py check    fail when the page is not what the program says
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regulars.cli.app import application
from regulars.cli.exits import MEANINGS
from regulars.cli.help import page
from regulars.cli.settings import Settings
from regulars.language import Language, render

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """# Commands · 命令

<!-- Written by `python tools/commands.py` from the program itself; do not edit. -->

Every command in both languages. `--language` chooses, else `REGULARS_LANGUAGE`, `LC_ALL`, `LC_MESSAGES`, `LANG`.
每个命令的中英文帮助。语言由`--language`决定，其次依次为`REGULARS_LANGUAGE`、`LC_ALL`、`LC_MESSAGES`、`LANG`。

`REGULARS_HOME` names the home folder, `REGULARS_DEBUG=1` shows the details of a fault, `NO_COLOR` takes colours away.
`REGULARS_HOME`指定主文件夹，`REGULARS_DEBUG=1`显示出错详情，`NO_COLOR`关闭颜色。

Tab completes commands and options after `regulars --install-completion`.
运行`regulars --install-completion`之后，可用Tab键补全命令和选项。

## Exit codes · 退出码

| | | |
|---:|---|---|
"""


def text() -> str:
    """The whole page."""
    # Help is as wide as the terminal; the page must not depend on whose it is.
    os.environ["COLUMNS"] = "100"
    lines = [HEAD.rstrip("\n")]
    lines += [f"| {code} | {in_language(code, 'en')} | {in_language(code, 'zh')} |" for code in MEANINGS]
    for path, command, context in commands(application(), "regulars"):
        lines += ["", f"## `{path}`"]
        for language in Language:
            context.obj = Settings(language)
            lines += ["", "```text", page(command, context).rstrip("\n"), "```"]
    return "\n".join(lines) + "\n"


def in_language(code: Any, tag: str) -> str:
    """What an exit code means."""
    return render(MEANINGS[code], Language(tag))


def commands(command: Any, name: str, parent: Any = None) -> Iterator[tuple[str, Any, Any]]:
    """Each command with its full name and a context to show its help in."""
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    yield context.command_path, command, context
    for child, found in getattr(command, "commands", {}).items():
        yield from commands(found, child, context)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    if arguments == ["check"]:
        same = PAGE.exists() and PAGE.read_text("utf-8") == text()
        print("docs/commands.md is up to date." if same else "docs/commands.md is old: python tools/commands.py")
        return 0 if same else 1
    if arguments:
        print(__doc__)
        return 2
    PAGE.write_text(text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

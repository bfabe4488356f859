"""PySpark as an engine: the Parquet files that the Delta log names, read by Spark itself.

No library of Delta is needed in Spark: which files make up a table is read here, and they never change.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from regulars.facts.contracts import INSTANT, MONEY, Contract
from regulars.facts.engines.errors import EngineError
from regulars.facts.engines.facts import EngineFacts
from regulars.facts.engines.translation import cannot_answer, first_line
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts.store import Facts

LEAST_JAVA = 17
_SQL = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.date32(): "date",
    pa.bool_(): "boolean",
    INSTANT: "timestamp",
    MONEY: "decimal(18,4)",
}


def on_spark(facts: Facts, session: Any = None, *, at: str | None = None) -> EngineFacts:
    """The facts, read by Spark.

    Parameters:
        facts: from ``open_facts``.
        session: a Spark session, which says where the work is done. Without it the active one, or else one on this
            machine alone. Its own settings and views stay as they are.
        at: the address under which the workers find a copy of the folder of the facts, such as
            ``s3a://bucket/facts``; without it every worker must see the folder under its own path.

    Raises ``EngineError`` where PySpark or Java is missing.
    """
    return EngineFacts(facts, Spark(session or _session(), facts.home, at))


class Spark:
    """See ``reader.Engine``."""

    def __init__(self, session: Any, home: Path, at: str | None = None) -> None:
        self.session = session.newSession()  # our time zone and our views are nobody else's
        self._home = home.absolute()
        self._at = at.rstrip("/") if at else None

    @cached_property
    def ibis(self) -> Any:
        """Ibis on a session of our own; its time zone is UTC from here on."""
        import ibis

        return ibis.pyspark.connect(self.session)

    def view(self, name: str, files: tuple[str, ...], contract: Contract) -> None:
        """The files of one snapshot."""
        from pyspark.errors import PySparkException

        schema = ", ".join(f"`{column.name.replace('`', '``')}` {_SQL[column.type]}" for column in contract.columns)
        self.ibis  # noqa: B018 -- sets the time zone
        try:
            rows = (
                self.session.read.schema(schema).parquet(*map(self._address, files))
                if files
                else self.session.createDataFrame([], schema)
            )
        except PySparkException as error:
            raise EngineError(
                message(
                    "Spark does not find the facts. Something may have been written meanwhile, or their copy is an old "
                    "one: copy them anew, and ask again. Its reason: {reason}",
                    reason=first_line(error),
                )
            ) from error
        rows.createOrReplaceTempView(name)

    def sql(self, query: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run it and bring the rows here."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return self.session.sql(query, {name: _bound(value) for name, value in parameters.items()}).toArrow()
        except (PySparkException, Py4JError) as error:
            raise cannot_answer(error) from error

    def _address(self, file: str) -> str:
        """Spark reads patterns, so that signs of patterns must say that they are none."""
        within = Path(file).absolute().relative_to(self._home).as_posix()
        if self._at:
            return f"{self._at}/{within}"
        return "file://" + re.sub(r"([\\*?\[\]{}])", r"\\\1", str(self._home / within))


def _bound(value: Any) -> Any:
    from pyspark.sql import functions

    if isinstance(value, (list, tuple, set, frozenset)):
        return functions.array(*map(functions.lit, value))
    return functions.lit(value)


def _session() -> Any:
    """The active session, or one on this machine."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise EngineError(
            message(
                "Spark is not installed here. Install it with: {command}",
                command='pip install "regulars[scale]"',
            )
        ) from error
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    check_java()
    session = (
        SparkSession.builder.master("local[*]")
        .appName("regulars")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", 4 * (os.cpu_count() or 1))
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def check_java() -> None:
    """Spark starts a Java machine. Raises ``EngineError`` where there is none, or one that is too old."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    try:
        said = subprocess.run([java or "", "-version"], capture_output=True, text=True, timeout=60, check=True).stderr
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(
            message(
                "Spark needs Java {least} or newer, and there is none here. Install it (Debian: {command}), or name "
                "its folder in JAVA_HOME.",
                least=LEAST_JAVA,
                command="apt install openjdk-17-jre-headless",
            )
        ) from error
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found and int(found[1]) < LEAST_JAVA:
        raise EngineError(
            message(
                "Spark needs Java {least} or newer; {java} is Java {found}. Install a newer one, or name its folder "
                "in JAVA_HOME.",
                least=LEAST_JAVA,
                java=str(java),
                found=int(found[1]),
            )
        )

"""Which engine does the large jobs: this process by itself, or Spark, where one machine is too small.

Spark is an extra, and nothing of it is loaded before it is asked for. By default it runs in a process of this machine
that is reached from this machine alone; elsewhere only where `TWOEARS_SPARK_MASTER` names a master.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Engine = Literal["local", "spark"]
ENGINE: Final = "TWOEARS_ENGINE"
_PYTHON, _ADDRESS, _JAVA_HOME = "PYSPARK_PYTHON", "SPARK_LOCAL_IP", "JAVA_HOME"  # what Spark and Java read themselves
INSTALL: Final = "pip install 'twoears[spark]'"
JAVA: Final = "On Debian and Ubuntu: sudo apt install openjdk-17-jre-headless"
_QUIET: Final = Path(__file__).with_name("spark_log.properties")
_ALWAYS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Times are those of UTC, as everywhere here. What shows jobs in a browser stays closed: it would open a port."""


class SparkError(Exception):
    """Spark is asked for and cannot be had: it is not installed, there is no Java, or its master does not answer."""


def engine() -> Engine:
    """The engine that the environment names. Raises SparkError for one that there is not.

    >>> engine()
    'local'
    """
    named = os.environ.get("TWOEARS_ENGINE", "").strip().lower() or "local"
    if named == "local":
        return "local"
    if named == "spark":
        return "spark"
    raise SparkError(f"{ENGINE} is {named[:40]!r}. It can be local or spark.")


def master() -> str:
    """Where Spark runs: all cores of this machine, where the environment names nothing else.

    >>> master()
    'local[*]'
    """
    return os.environ.get("TWOEARS_SPARK_MASTER", "").strip() or "local[*]"


def session(**more: str) -> "SparkSession":
    """The session of this process: one that is there, as it is, else a new one. Raises SparkError.

    `more` are settings for a new one, with two strokes for each dot: `spark__sql__shuffle__partitions="4"`.
    """
    _check()
    sessions = import_module("pyspark.sql").SparkSession
    there: SparkSession | None = sessions.getActiveSession()
    if there is not None:
        return there
    os.environ.setdefault(_PYTHON, sys.executable)
    spark = sessions.builder.appName("twoears").master(master())
    for name, value in {**_ALWAYS, **_here(), **{k.replace("__", "."): v for k, v in more.items()}}.items():
        spark = spark.config(name, value)
    begun: SparkSession
    try:
        with _without_address():
            begun = spark.getOrCreate()
    except Exception as broken:  # noqa: BLE001 - Java's and Python's have nothing else in common
        raise SparkError(f"Spark does not begin at {master()}: {str(broken).strip().splitlines()[0]}") from broken
    return begun


def _check() -> None:
    if find_spec("pyspark") is None:
        raise SparkError(f"{ENGINE}=spark needs Spark, which is not installed. Install it: {INSTALL}")
    if not (shutil.which("java") or (Path(os.environ.get(_JAVA_HOME) or "/nowhere") / "bin" / "java").exists()):
        raise SparkError(f"{ENGINE}=spark needs Java 17 or newer, which is not there. {JAVA}")


def _here() -> dict[str, str]:
    """On this machine nobody else is spoken to, and what is shuffled fits the cores."""
    log = f"-Dlog4j2.configurationFile={_QUIET.as_uri()}"
    asked = os.environ.get("TWOEARS_SPARK_MEMORY", "").strip()
    memory = {"spark.driver.memory": asked} if asked else {}
    if not master().startswith("local"):
        return {"spark.driver.extraJavaOptions": log, **memory}
    return {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": log,
        "spark.sql.shuffle.partitions": str(max(2 * (os.cpu_count() or 1), 4)),
        **memory,
    }


@contextmanager
def _without_address() -> Iterator[None]:
    """Spark looks up its own address at the start, and warns about it; on this machine it is always the same."""
    if not master().startswith("local") or _ADDRESS in os.environ:
        yield
        return
    os.environ[_ADDRESS] = "127.0.0.1"
    try:
        yield
    finally:
        del os.environ[_ADDRESS]

"""One session of Spark for all tests of this folder, small enough for any machine. Where it cannot begin, they fail."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from twoears.lib.spark import session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SMALL = {
    "spark__driver__memory": "1g",
    "spark__sql__shuffle__partitions": "2",
    "spark__default__parallelism": "2",
    "spark__sql__adaptive__enabled": "false",  # plans anew after each stage, which tells nothing of ten rows
    "spark__sql__codegen__wholeStage": "false",  # made anew for each small table, it costs more than it saves
}


@pytest.fixture(scope="session")
def spark() -> Iterator["SparkSession"]:
    """Begun by the first who asks."""
    os.environ["TWOEARS_SPARK_MASTER"] = "local[2]"
    # Programs that run for seconds are not worth the compiler for those that run for hours.
    os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    begun = session(**SMALL)
    yield begun
    begun.stop()

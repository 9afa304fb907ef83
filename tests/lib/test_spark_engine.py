"""Which engine counts, and what is said where Spark or Java is not there. Spark itself is in `tests/spark`."""

import subprocess
import sys

import pytest

from twoears.lib.spark import SparkError, engine, master, session


def test_this_process_counts_where_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for words, expected in ((None, "local"), ("", "local"), ("local", "local"), (" Spark ", "spark")):
        if words is None:
            monkeypatch.delenv("TWOEARS_ENGINE", raising=False)
        else:
            monkeypatch.setenv("TWOEARS_ENGINE", words)
        assert engine() == expected
    monkeypatch.setenv("TWOEARS_ENGINE", "abacus")
    with pytest.raises(SparkError, match="It can be local or spark"):
        engine()


def test_spark_stays_on_this_machine_unless_a_master_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWOEARS_SPARK_MASTER", raising=False)
    assert master() == "local[*]"
    monkeypatch.setenv("TWOEARS_SPARK_MASTER", "spark://cluster.example:7077")
    assert master() == "spark://cluster.example:7077"


def test_without_java_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(SparkError, match="needs Java 17.*openjdk-17-jre-headless"):
        session()


def without_spark(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.modules['pyspark'] = sys.modules['py4j'] = None\n{code}"],
        capture_output=True,
        text=True,
    )


def test_without_spark_everything_else_is_there_and_it_is_said_how_to_get_it() -> None:
    done = without_spark(
        "import twoears.reach.on_spark, twoears.people.matching.on_spark, twoears.cli.reach_on_spark\n"
        "twoears.reach.on_spark.of_pairs([('ann', 'bob')])"
    )
    assert done.stderr.splitlines()[-1].endswith("which is not installed. Install it: pip install 'twoears[spark]'")

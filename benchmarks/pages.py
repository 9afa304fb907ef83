"""Pages over many posts: the whole answer of Today, the list, one conversation, one person and Measure.

    python benchmarks/pages.py [--posts 20000] [--looks 40] [--full]

Hears a seeded market through the whole journey once (it says how fast each part went) and keeps it in the folder of the
benchmarks. A signed-in member then asks for pages through all of Django; conversations and people are drawn by seed.
`--full` is a million posts.
"""

import argparse
import gzip
import random
import time
from collections.abc import Callable, Iterator

import talk
from place import HOME, open_house
from timing import machine, percentiles


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--posts", type=int, default=20_000)
    ask.add_argument("--looks", type=int, default=40)
    ask.add_argument("--full", action="store_true", help="a million posts")
    ask.add_argument("--as-is", action="store_true", help="look at what has travelled so far, without going on")
    said = ask.parse_args()
    posts = 1_000_000 if said.full else said.posts
    open_house(f"pages-{posts}")
    print(machine())
    if not said.as_is:
        hear(posts)
    tell()
    print(f"\nPages over {posts:,} posts\n| page | median ms | p95 ms | KB gzipped |\n| --- | --: | --: | --: |")
    get = desk()
    for name, addresses in kinds(said.looks):
        seconds, size = [], 0
        get(addresses[0])
        for address in addresses:
            began = time.perf_counter()
            body = get(address)
            seconds.append(time.perf_counter() - began)
            size = max(size, len(gzip.compress(body)))
        middle, late = percentiles(seconds)
        print(f"| {name} | {middle:.0f} | {late:.0f} | {size / 1024:.1f} |")


def tell() -> None:
    """How much lies there."""
    from twoears.activities.models import Post
    from twoears.conversations.models import Standing
    from twoears.people.models import Person
    from twoears.threads.models import Turn

    counts = [
        f"{model.objects.count():,} {model._meta.verbose_name_plural}" for model in (Post, Turn, Standing, Person)
    ]
    print("There are", ", ".join(str(count) for count in counts))


def hear(posts: int) -> None:
    """Listen to the market and let it travel, unless that was done before; goes on where it was cut off."""
    from twoears.activities.models import Post
    from twoears.sources.actions import connect, listen
    from twoears.threads.actions import say_us

    if Post.objects.count() < posts:
        say_us(member=None, handles=[talk.US])
        began = time.perf_counter()
        listen(connect(str(talk.write(HOME / f"talk-{posts}.jsonl", posts))))
        print(f"recorded {posts / (time.perf_counter() - began):,.0f} activities a second")
    travel()


_PARTS = ("understand", "_thread", "_act", "_settle", "refresh")


def travel() -> None:
    """The journey behind the record, with the seconds of its parts."""
    from twoears import jobs
    from twoears.activities.models import Position, Post

    taken = dict.fromkeys(_PARTS, 0.0)

    def timed(name: str, do: Callable[[], object]) -> Callable[[], object]:
        def go() -> object:
            began = time.process_time()
            try:
                return do()
            finally:
                taken[name] += time.process_time() - began

        return go

    before = Position.objects.filter(step="thread").values_list("reached", flat=True).first() or 0
    # Seconds of each part, without a clock in the product: the names are given back below.
    kept = {name: getattr(jobs, name) for name in _PARTS}
    try:
        for name, do in kept.items():
            setattr(jobs, name, timed(name, do))
        jobs.catch_up()
    finally:
        for name, do in kept.items():
            setattr(jobs, name, do)
    done = Post.objects.count() - before
    if done > 0:
        for name, seconds in taken.items():
            print(f"{name}: {seconds:.1f} s of processor, {done / max(seconds, 1e-9):,.0f} posts a second")
        behind = sum(seconds for name, seconds in taken.items() if name != "understand")
        print(f"journey without the readers: {done / behind:,.0f} posts a second of processor")


def desk() -> Callable[[str], bytes]:
    """A signed-in member who asks for pages."""
    from django.test import Client

    from twoears.team.actions import first_owner

    client = Client(headers={"host": "localhost"})
    client.force_login(first_owner())

    def get(address: str) -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return bytes(answer.content)

    return get


def kinds(looks: int) -> Iterator[tuple[str, list[str]]]:
    """Pages and the addresses that are asked for."""
    from twoears.conversations.models import Standing
    from twoears.people.models import Person
    from twoears.sources.models import Connection

    rng = random.Random(2)
    yield "Today", ["/today"] * looks
    yield "conversations, waiting", ["/conversations"] * looks
    yield "conversations, all", ["/conversations?tab=all"] * looks
    yield "conversations in a language", ["/conversations?lang=en", "/conversations?tab=all&lang=en"] * (looks // 2)
    yield "one source", [f"/sources/{key}" for key in Connection.objects.values_list("pk", flat=True)[:1]] * looks
    threads = list(Standing.objects.values_list("thread__public_id", flat=True)[:200_000])
    yield "one conversation", [f"/conversations/{rng.choice(threads)}" for _ in range(looks)]
    yield "people", ["/people"] * looks
    people = list(Person.objects.values_list("public_id", flat=True)[:200_000])
    yield "one person", [f"/people/{rng.choice(people)}" for _ in range(looks)]
    yield "Measure", ["/measure"] * looks
    yield "needs", ["/needs"] * looks
    yield "criticism", ["/criticism"] * looks
    yield "readers", ["/readers"] * looks


if __name__ == "__main__":
    main()

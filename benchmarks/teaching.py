"""How soon a correction is felt among many posts, and how long its reader takes to learn and to read back.

    python benchmarks/teaching.py [--posts 20000] [--corrections 60] [--full]

Uses the posts of the benchmark of pages and leaves them as they were. `--full` is 100,000 posts.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import pages
from place import open_house
from timing import machine

_READER = "complaint"


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--posts", type=int, default=20_000)
    ask.add_argument("--corrections", type=int, default=60)
    ask.add_argument("--full", action="store_true", help="100,000 posts")
    said = ask.parse_args()
    posts = 100_000 if said.full else said.posts
    open_house(f"pages-{posts}")
    print(machine())
    pages.hear(posts)
    print(f"\n{said.corrections} corrections among {posts:,} posts\n| what | seconds |\n| --- | --: |")
    teach(said.corrections)


def teach(corrections: int) -> None:
    """Teach that "the adapter" is nothing to complain of and late orders are; let it be learnt; take it all back."""
    from twoears.activities.models import Post
    from twoears.jobs import catch_up
    from twoears.team.actions import first_owner
    from twoears.understanding.own.tasks import read_back, relearn
    from twoears.understanding.teaching.actions import take_back
    from twoears.understanding.teaching.actions import teach as say

    owner, made, felt = first_owner(), [], []
    for words, label in (("adapter", "none"), ("still has not come", "complaint")):
        some = Post.objects.filter(text__contains=words).order_by("pk")[: corrections // 2]
        for post in some:
            began = time.perf_counter()
            made.append(say(member=owner, post=post.pk, reader=_READER, label=label))
            felt.append(time.perf_counter() - began)
    row("a correction is felt, median", statistics.median(felt))
    row("a correction is felt, slowest", max(felt))
    row("its layer is taught", timed(relearn))
    row("all posts are looked at in its light", timed(lambda: all(iter(read_back, 0))))
    row("what stands on those that are read otherwise is told anew", timed(catch_up))
    row("all of it is taken back", timed(lambda: [take_back(member=owner, correction=one.pk) for one in made]))
    catch_up()


def timed(do: Callable[[], object]) -> float:
    """Seconds by the wall clock."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def row(what: str, seconds: float) -> None:
    """A line of the table."""
    print(f"| {what} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    main()

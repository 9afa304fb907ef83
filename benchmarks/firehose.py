"""A whole network for an hour: 2,000 posts a second over a WebSocket, 1,000 queries, what they find into the record.

    python benchmarks/firehose.py [--seconds 60] [--rate 2000] [--queries 1000] [--full]

A server of its own process tells posts as a Jetstream does, each with the time at which it was due, whether we keep up
or not. They go the product's way: the stream, the queue, the queries (`Matcher`), the record on SQLite. Shown every
while: how late the posts are that were just recorded, how many wait, and our memory. `--full` is the hour.
"""

import argparse
import json
import multiprocessing
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from place import HOME, open_house
from queries import CORE, wide, written
from timing import machine

from twoears.activities.values import Activity, Post
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import said_of

TEXTS = 20_000  # different ones; then they begin again
LINES = 12


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--seconds", type=int, default=60)
    ask.add_argument("--rate", type=int, default=2000)
    ask.add_argument("--queries", type=int, default=1000)
    ask.add_argument("--full", action="store_true", help="an hour")
    said = ask.parse_args()
    seconds = 3600 if said.full else said.seconds
    texts = [one.text for one in wide(TEXTS)]
    keep = Keep(Matcher({str(at): parse(text) for at, text in enumerate(written(texts, said.queries, CORE))}))
    keep.matcher.match([said_of(post(text)) for text in texts[:500]])  # the machine code is made once
    shutil.rmtree(HOME / "firehose", ignore_errors=True)
    open_house("firehose")
    print(machine())
    apart = multiprocessing.get_context("spawn")
    port, total = apart.Value("i", 0), said.rate * seconds
    speaker = apart.Process(target=speak, args=(port, texts, said.rate, total), daemon=True)
    speaker.start()
    while not port.value:
        time.sleep(0.1)
    listen(keep, port.value, said.rate, total, seconds)
    speaker.terminate()


def post(text: str) -> Post:
    from twoears.activities.values import Actor

    return Post(id="1", author=Actor(id="a", network="bluesky"), published=datetime.now(UTC), text=text)


@dataclass
class Keep:
    """What a query finds; counts what went through, and how late its last was."""

    matcher: Matcher
    heard: int = 0
    number: int = 0  # of the last that was heard; what is told again after a cut counts once
    kept: int = 0
    late: float = 0.0
    worst: float = field(default=0.0)

    def __call__(self, heard: Sequence[Activity]) -> Sequence[Activity]:
        found = {place for place, _ in self.matcher.match([said_of(one.object) for one in heard])}  # type: ignore[arg-type]
        self.heard += len(heard)
        self.kept += len(found)
        if heard:
            self.number = max(self.number, int(heard[-1].object.id.rpartition("/k")[2]) + 1)  # type: ignore[union-attr]
            self.late = (datetime.now(UTC) - heard[-1].published).total_seconds()
            self.worst = max(self.worst, self.late)
        return [heard[place] for place in sorted(found)]


def listen(keep: Keep, port: int, rate: int, total: int, seconds: int) -> None:
    from twoears.activities.models import Post as PostRow
    from twoears.sources.actions import connect
    from twoears.sources.models import Look
    from twoears.sources.reading import Asked
    from twoears.sources.tasks import follow

    connection = connect("jetstream", asked=Asked(base=f"ws://127.0.0.1:{port}"))
    began, cpu = time.monotonic(), time.process_time()
    print(f"{rate:,} posts a second for {seconds:,} s, {len(keep.matcher):,} queries")
    print("| s | heard | waiting | late, s | recorded | memory, MB |")
    print("| --: | --: | --: | --: | --: | --: |")
    done = threading.Event()

    def tell() -> None:
        while not done.wait(max(seconds / LINES, 1)):
            gone = time.monotonic() - began
            waiting = max(min(int(gone * rate), total) - keep.number, 0)
            print(f"| {gone:,.0f} | {keep.heard:,} | {waiting:,} | {keep.late:.2f} | {keep.kept:,} | {memory():.0f} |",
                  flush=True)  # fmt: skip

    telling = threading.Thread(target=tell, daemon=True)
    telling.start()
    end = began + seconds * 3
    follow(connection, stop=lambda: keep.number >= total or time.monotonic() > end, keep=keep)
    done.set()
    used = time.process_time() - cpu
    print(f"{keep.number:,} of {total:,} heard in {time.monotonic() - began:,.1f} s, {keep.kept:,} found, "
          f"{PostRow.objects.count():,} posts in the record; {keep.heard / used:,.0f} a second of processor time; "
          f"at worst {keep.worst:.2f} s late; cut {Look.objects.filter(well=False).count()} times")  # fmt: skip


def memory() -> float:
    """Our own, in MB: pages of the database that the system maps for us are not counted."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon")) / 1024


def speak(port: "multiprocessing.sharedctypes.Synchronized[int]", texts: list[str], rate: int, total: int) -> None:
    """Tell each post when it is due. Who is slower is waited for, and then told faster; who comes back goes on."""
    from websockets.sync.server import ServerConnection, serve

    shown = [json.dumps(text) for text in texts]
    began = time.time()

    def talk(connection: ServerConnection) -> None:
        told = parse_qs(urlsplit(connection.request.path if connection.request else "").query)
        cursor = int(told["cursor"][0]) / 1e6 if "cursor" in told else began
        for number in range(max(round((cursor - began) * rate), 0), total):
            due = began + number / rate
            ahead = due - time.time()
            if ahead > 0.01:
                time.sleep(ahead)
            connection.send(line(number, due, shown[number % len(shown)]))
        for _ in connection:
            pass

    with serve(talk, "127.0.0.1", 0, compression=None) as server:
        port.value = server.socket.getsockname()[1]
        server.serve_forever()


def line(number: int, due: float, text: str) -> str:
    at = datetime.fromtimestamp(due, UTC).isoformat()
    record = f'{{"$type":"app.bsky.feed.post","createdAt":"{at}","langs":["en"],"text":{text}}}'
    commit = f'"rev":"r{number}","operation":"create","collection":"app.bsky.feed.post","rkey":"k{number}"'
    return (
        f'{{"did":"did:plc:{number % 50_000:05}","time_us":{int(due * 1e6)},"kind":"commit",'
        f'"commit":{{{commit},"cid":"bafy","record":{record}}}}}'
    )


if __name__ == "__main__":
    main()

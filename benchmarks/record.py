"""Recording: JSON lines of ActivityStreams 2.0 through the whole idempotent path, into the database.

    python benchmarks/record.py [--posts 20000] [--rounds 3]

Ours reads the file, makes values of it and records them in batches together with the cursor, as `twoears listen` does.
The peers are given the values already made and write the same rows: Django's bulk_create with ignore_conflicts, and
sqlite3 with nothing of ours. Set DATABASE_URL (or run it under tests/on_postgres.py) for PostgreSQL.
"""

import argparse
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import talk
from place import HOME, open_house
from timing import Way, machine, rounds, table

BATCH = 8000


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--posts", type=int, default=20_000)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--full", action="store_true", help="200,000 posts, three rounds")
    said = ask.parse_args()
    posts = 200_000 if said.full else said.posts
    shutil.rmtree(HOME / "record", ignore_errors=True)
    folder = open_house("record")
    path = talk.write(HOME / f"talk-{posts}.jsonl", posts)
    from django.db import connection

    print(machine(), "·", connection.vendor)
    ways = [
        Way("Two Ears, file to table", lambda _: hear(path, posts, 0), lambda _: empty()),
        Way("Two Ears, the same again (all known)", lambda _: hear(path, 0, posts)),
        Way("Two Ears, reading alone", lambda _: read(path)),
        Way("Django bulk_create, values to table", lambda _: by_orm(path), lambda _: (empty(), values(path))),
    ]
    if connection.vendor == "sqlite":
        ways.append(Way("sqlite3 alone, values to table", lambda n: by_sqlite(path, folder / f"raw-{n}.sqlite3")))
    table(f"Recording {posts:,} activities", rounds(ways, said.rounds), posts, "activities")
    for left in folder.glob("raw-*"):
        left.unlink()


def empty() -> None:
    """Nothing recorded: on SQLite a fresh copy of the file as it was set up, else emptied tables."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE twoears_activity, twoears_post, twoears_actor CASCADE")
        return
    file = Path(settings.DATABASES["default"]["NAME"])
    fresh = file.with_suffix(".fresh")
    connection.close()
    if not fresh.exists():
        shutil.copyfile(file, fresh)
    for left in file.parent.glob(f"{file.name}-*"):
        left.unlink()
    shutil.copyfile(fresh, file)


def hear(path: Path, new: int, known: int) -> None:
    """As `twoears listen path` does it."""
    from twoears.sources.actions import connect, listen

    outcome = listen(connect(str(path)))
    assert (outcome.new, outcome.known, outcome.set_aside) == (new, known, 0), outcome


def read(path: Path) -> int:
    """From bytes to values; nothing is kept."""
    from twoears.sources.activitystreams.read import read as reader
    from twoears.sources.reading import Asked, Thing

    return sum(1 for _ in reader(Thing(text=str(path), path=path), Asked()))


_VALUES: dict[Path, list[object]] = {}


def values(path: Path) -> list[object]:
    """All values of the file, made once."""
    from twoears.sources.activitystreams.read import read as reader
    from twoears.sources.reading import Asked, Thing

    if path not in _VALUES:
        _VALUES[path] = list(reader(Thing(text=str(path), path=path), Asked()))
    return _VALUES[path]


def by_orm(path: Path) -> None:
    """The same three tables through the ORM; it does not tell new from known, nor edits from copies."""
    from django.db import transaction

    from twoears.activities.models import Activity, Actor, Post

    heard, now = values(path), datetime.now(UTC)
    for start in range(0, len(heard), BATCH):
        part = heard[start : start + BATCH]
        with transaction.atomic():
            people = {a.actor.id: a.actor for a in part}
            Actor.objects.bulk_create(
                [Actor(uid=p.id, network=p.network, handle=p.handle, url=p.url, links=[], seen_at=now)
                 for p in people.values()], ignore_conflicts=True)  # fmt: skip
            who = dict(Actor.objects.filter(uid__in=people).values_list("uid", "pk"))
            Post.objects.bulk_create(
                [Post(uid=p.id, author_id=who[p.author.id], type=p.type, text=p.text, url=p.url, language=p.language,
                      in_reply_to=p.in_reply_to, mentions=list(p.mentions), links=[], tags=[], private=p.private,
                      published=p.published, changed_at=p.published) for p in (a.object for a in part)],
                ignore_conflicts=True)  # fmt: skip
            what = dict(Post.objects.filter(uid__in=[a.object.id for a in part]).values_list("uid", "pk"))
            Activity.objects.bulk_create(
                [Activity(uid=a.id, type=a.type, actor_id=who[a.actor.id], post_id=what[a.object.id],
                          object_uid=a.object.id, source="bench", published=a.published, recorded_at=now)
                 for a in part], ignore_conflicts=True)  # fmt: skip


def by_sqlite(path: Path, file: Path) -> None:
    """Posts and activities with their unique keys in one transaction: no actors, no news, no cursor."""
    file.unlink(missing_ok=True)
    db = sqlite3.connect(file)
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "CREATE TABLE post(id INTEGER PRIMARY KEY, uid TEXT UNIQUE, author TEXT, text TEXT, reply TEXT, at TEXT);"
        "CREATE TABLE activity(id INTEGER PRIMARY KEY, uid TEXT UNIQUE, type TEXT, actor TEXT, post TEXT, at TEXT);"
    )
    heard = values(path)
    with db:
        db.executemany(
            "INSERT OR IGNORE INTO post(uid, author, text, reply, at) VALUES (?,?,?,?,?)",
            [(p.id, p.author.id, p.text, p.in_reply_to, p.published.isoformat(" ")) for p in (a.object for a in heard)],
        )
        db.executemany(
            "INSERT OR IGNORE INTO activity(uid, type, actor, post, at) VALUES (?,?,?,?,?)",
            [(a.id, a.type, a.actor.id, a.object.id, a.published.isoformat(" ")) for a in heard],
        )
    db.close()


if __name__ == "__main__":
    main()

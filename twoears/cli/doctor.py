"""`twoears doctor`: look whether everything is in order, and say what to do where it is not."""

import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from twoears.activities.models import Post
from twoears.cli.saying import print_json, say
from twoears.cli.trouble import in_words
from twoears.house import behind
from twoears.jobs import TROUBLE, left_to_do, step
from twoears.lib.mail import UNSET
from twoears.sources.health import PRESSING
from twoears.sources.pages import health
from twoears.team.models import OurAccount
from twoears.understanding.notes import Text
from twoears.understanding.optional.pages import optional_readers
from twoears.understanding.readers import read_all

_ROOM = 1024**3  # bytes that should be free


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, in words, and what to do if not."""

    what: str
    well: bool
    words: str
    advice: str = ""


def doctor(*, json: bool) -> None:
    """Print each finding; exit 4 when one is not well."""
    looks = (_python, _folder, _database, _readers, _brought, _us, _sources, _endings, _mail, _journey)
    findings = [look() for look in looks]
    if json:
        print_json(findings)
    else:
        for finding in findings:
            say(f"{'✓' if finding.well else '✗'} {finding.what}: {finding.words}", None if finding.well else "red")
            if not finding.well and finding.advice:
                say(f"  {finding.advice}")
    if not all(finding.well for finding in findings):
        raise SystemExit(4)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    well = (3, 11) <= sys.version_info[:2] < (3, 14)
    return Finding("Python", well, version, "Use Python 3.11, 3.12 or 3.13.")


def _folder() -> Finding:
    folder = Path(settings.DATA)
    free = shutil.disk_usage(folder).free
    words = f"{folder}, {free / 1024**3:.0f} GB free"
    return Finding("Data folder", free > _ROOM, words, "Make room: less than 1 GB is left.")


def _database() -> Finding:
    try:
        well = not behind()
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM twoears_activity")
            count = cursor.fetchone()[0]
    except DatabaseError as error:
        return Finding("Database", False, str(error), "Check DATABASE_URL, or remove it to use the embedded database.")
    engine = f"SQLite {sqlite3.sqlite_version}" if connection.vendor == "sqlite" else connection.vendor
    return Finding(
        "Database",
        well,
        f"{engine}, {count:,} activities",
        "Run any command once more: it brings the tables up to date.",
    )


def _readers() -> Finding:
    try:
        notes = read_all([Text("Does it run on SQLite?")])[0]
    except (OSError, ValueError) as error:
        return Finding("Readers", False, str(error), "Install twoears again: its models are damaged.")
    return Finding("Readers", True, ", ".join(note.reader for note in notes))


def _brought() -> Finding:
    """Readers that an owner brought."""
    found = optional_readers()
    stuck = [f"{one.name}: {one.trouble}" for one in found if one.switch and one.trouble]
    on = sum(bool(one.switch) for one in found)
    words = " ".join(stuck) or (f"{on} of {len(found)} switched on" if found else "none")
    return Finding("Readers of your own", not stuck, words, "See them: twoears readers")


def _us() -> Finding:
    ours = list(OurAccount.objects.values_list("handle", flat=True))
    advice = "Say which accounts are yours: twoears listen … --us HANDLE, or on the start page."
    heard = Post.objects.exists()
    return Finding("Our accounts", bool(ours) or not heard, ", ".join(ours) or "none named yet", advice)


def _sources() -> Finding:
    silent = [row.name for row in health() if row.silent]
    words = f"silent: {', '.join(silent)}" if silent else f"{len(health())} listened to"
    return Finding("Sources", not silent, words, "See why: twoears sources")


def _endings() -> Finding:
    soon = [row for row in health() if row.ends_in is not None and row.ends_in <= PRESSING.days]
    told = ", ".join(f"{row.name} on {row.renews_on}" for row in soon)
    words = f"ending or ended: {told}" if soon else f"none ends within {PRESSING.days} days, as far as we were told"
    return Finding(
        "Tokens and passwords", not soon, words, "Give the new one on its page, or: twoears sources secret NUMBER"
    )


def _mail() -> Finding:
    mail = settings.MAIL
    if mail.trouble == UNSET:
        return Finding("Outgoing mail", True, "not set up: nothing is sent")
    return Finding(
        "Outgoing mail", mail.ready, f"{mail.host or 'no server'}, from {mail.sender or 'nobody'}", mail.trouble
    )


def _journey() -> Finding:
    """One round of the journey is run, as every command would: where it stops, that is the finding."""
    try:
        step()
        left = left_to_do()
    except TROUBLE as error:
        told = f"{type(error).__name__}: {error}"
        return Finding("Journey", False, f"it stops: {told}", in_words(error))
    return Finding("Journey", True, f"{left:,} posts wait to be understood" if left else "everything is understood")

"""`twoears voices`: the range of opinions in votes on statements, in words or as JSON."""

from collections.abc import Sequence
from pathlib import Path

from twoears.cli.saying import FEW, clean, fail, hint, number_words, print_json, say
from twoears.lib.counts import counted
from twoears.lib.intervals import Number
from twoears.understanding.voices.hearing import Group, Voices
from twoears.understanding.voices.hearing import voices as heard_in
from twoears.understanding.voices.loudness import in_effect
from twoears.understanding.voices.reading import organisations_from, read_votes
from twoears.understanding.voices.statements import Bridge, Dissent
from twoears.understanding.voices.votes import VotesError

_SHOWN = 5


def voices(file: Path, *, organisations: Path | None, json: bool) -> None:
    """Print what the votes of a file tell."""
    try:
        belongs = organisations_from(organisations.read_bytes()) if organisations else None
        heard = heard_in(read_votes(file), belongs)
    except VotesError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or file} cannot be read: {error.strerror or error}.")
    if json:
        print_json(heard)
        return
    say_all(heard)
    if heard.left_out:
        hint(f"{counted(heard.left_out, 'vote')} could not be read. {heard.first_left_out}")
    if heard.repeated:
        hint(f"{counted(heard.repeated, 'vote')} came again for the same statement; the last one counts.")


def say_all(heard: Voices, *, from_posts: bool = False) -> None:
    """The whole picture; of posts dissent and openings are told by whoever has their words."""
    say(heard.sentence, "bold")
    counts = (counted(heard.people, "person", "people"), counted(heard.statements, "statement"))
    say(f"{counted(heard.votes, 'vote')} of {counts[0]} on {counts[1]}.", "dim")
    for group in heard.groups:
        _say_group(group)
    _say_bridges(heard.bridges, bool(heard.groups))
    if not from_posts:
        _say_dissent(heard.dissent)
    if heard.openings and not from_posts:
        say()
        say("Ask them: we cannot tell where they stand", "bold")
        say(f"{', '.join(one.person for one in heard.openings[:_SHOWN])} · {heard.unsure.of}: {_of(heard.unsure)}")
    say()
    say("How many we hear", "bold")
    say(f"{in_effect(heard.loudness.voices)} of {counted(heard.loudness.authors, 'author')}")
    if heard.loudness.organisations is not None:
        say(in_effect(heard.loudness.organisations))
    say(f"{heard.loudness.loudest.of}: {_of(heard.loudness.loudest)}")
    _say_accuracy(heard.accuracy)


def _say_group(group: Group) -> None:
    say()
    say(f"{group.name[:1].upper()}{group.name[1:]}: {counted(group.sure.n, 'person', 'people')}, surely {group.sure.k}",
        "bold")  # fmt: skip
    if not group.apart:
        say("Nothing sets it apart for sure.", "dim")
    for one in group.apart:
        say(f"  {one.side}: {_words(one.words)}")
        say(f"    {_of(one.inside)}; all others: {_of(one.outside)}", "dim")


def _say_bridges(found: Sequence[Bridge], grouped: bool) -> None:
    say()
    say("What bridges the groups" if grouped else "What most hold", "bold")
    if not found:
        say("Nothing that most of all surely hold.", "dim")
    for one in found[:_SHOWN]:
        say(f"  {one.side}: {_words(one.words)}")
        say(f"    {'the least, ' if grouped else ''}{one.lowest.key}: {_of(one.lowest)}", "dim")


def _say_dissent(found: Sequence[Dissent]) -> None:
    say()
    say("Dissent worth hearing", "bold")
    if not found:
        say("Nobody votes against what most surely hold.", "dim")
    for one in found:
        written = f", written by {clean(one.author)}" if one.author else ""
        say(f"  against {one.against}: {', '.join(one.voices)} {one.side}: {_words(one.words)}{written}")
        say(f"    so do quietly {_of(one.quietly)}", "dim")


def _say_accuracy(accuracy: Sequence[Number]) -> None:
    if accuracy:
        say()
        say("Votes that were held out", "bold")
    for number in accuracy:
        say(f"{number.of}: {_of(number)}", "dim")


def _of(number: Number) -> str:
    """Small counts as they are; else a share with its likely range."""
    return f"{number.k} of {number.n}" if number.n < FEW else number_words(number)


def _words(words: str) -> str:
    return f"“{' '.join(words.split())[:160]}”"

"""`twoears fit`: a draft beside the words, the language and the questions of those it is meant for."""

import sys
from pathlib import Path

from twoears.cli.saying import fail, number_words, print_json, say
from twoears.conversations.pages.fitting import fitted
from twoears.jobs import catch_up
from twoears.people.pages import PEOPLE_VIEWS
from twoears.team.actions import first_owner
from twoears.understanding.fit.fit import ENOUGH, Fit
from twoears.understanding.teaching.pages import telling

_LONGEST = 1 << 20
_WORDS = 160


def fit(draft: str, *, view: str, label: str, json: bool) -> None:
    """Print what overlaps, what jars, and what they asked that the draft leaves out."""
    labels = [one for some in telling().values() for one in some]
    if view not in PEOPLE_VIEWS:
        fail(f"There is no view {view!r}. There are: {', '.join(PEOPLE_VIEWS)}.", 2)
    if label and label not in labels:
        fail(f"No reader says {label!r}. There are: {', '.join(labels)}.", 2)
    text = _text(draft)
    catch_up()
    found = fitted(first_owner(), text, view=view, label=label)
    if json:
        print_json(found)
    else:
        _say(found)


def _text(draft: str) -> str:
    try:
        text = sys.stdin.read(_LONGEST) if draft == "-" else Path(draft).read_text("utf8", "replace")[:_LONGEST]
    except OSError as error:
        fail(f"{draft} cannot be read: {error.strerror or error}.", 2)
    return text if text.strip() else fail("There is no word in the draft.", 2)


def _say(found: Fit) -> None:
    say(f"{number_words(found.taken_up)}: {found.taken_up.of}", "bold")
    say(f"The draft is in: {found.language}. {number_words(found.same_language)} of what they said is in it too.")
    if found.reads is not None and found.they_read is not None:
        low, middle, high = found.they_read
        say(f"It reads at Lix {found.reads:.0f}; theirs mostly at {low:.0f} to {high:.0f}, in the middle {middle:.0f}.")
    say(f"It says we or I {found.we} times, you {found.you} times.")
    if not found.enough:
        say(f"They said {found.n} things: too few to tell their words. It takes {ENOUGH}.", "dim")
    for name, words in (("Their words that it uses", found.shared), ("Their words that it lacks", found.missing)):
        if words:
            say(f"{name}: {', '.join(f'{word} ({n})' for word, n in words)}")
    if found.jars:
        say(f"Words that none of them says: {', '.join(found.jars)}")
    for question in found.left_out:
        say(f"  left out: {' '.join(question.words.split())[:_WORDS]}", "dim")

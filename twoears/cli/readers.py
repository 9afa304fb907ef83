"""`twoears readers`: the readers there are, and those that an owner brings: added, tried, switched on and off."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.cli.asking import given
from twoears.cli.saying import check_act, clean, fail, hint, number_words, print_json, say, told_ago
from twoears.jobs import catch_up, read_elsewhere
from twoears.lib.counts import counted
from twoears.sources.reading import Field
from twoears.team.actions import first_owner
from twoears.understanding.optional import actions
from twoears.understanding.optional.consent import MOST, USUAL, WHOSE, consent
from twoears.understanding.optional.pages import named, offer_of, optional_reader, optional_readers
from twoears.understanding.optional.showing import OptionalShown
from twoears.understanding.optional.trouble import OptionalError
from twoears.understanding.readers import readers as shipped

_KEY: Final = (Field(name="key", label="The key", secret=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The options, as they were typed."""

    address: str
    near: bool
    model: str
    folder: str
    secrets: Sequence[str]
    question: str
    labels: Sequence[str]
    means: Sequence[str]
    reads: str
    places: bool
    together: int
    whose: str
    a_day: int | None
    past: bool
    yes: bool


def readers(act: str, name: str, words: Words, *, json: bool) -> None:
    """Do one thing, and print what came of it."""
    check_act("readers", act, [name] if name else [], _ACTS, _TAKES)
    try:
        _ACTS[act](name, words, json)
    except OptionalError as error:
        fail(str(error), 2)


def _list(name: str, words: Words, json: bool) -> None:
    found = optional_readers()
    if json:
        asked = [{"name": one.name, "version": one.version, "question": one.question, "labels": one.labels}
                 for one in shipped()]  # fmt: skip
        print_json({"shipped": asked, "optional": found})
        return
    for reader in shipped():
        say(f"{reader.name}: {reader.question}", "dim")
    for one in found:
        _say_one(one)
    if not found:
        hint("Readers that you bring: twoears readers add NAME --address … or --folder …")


def _say_one(one: OptionalShown) -> None:
    say(f"{one.name}, {one.by}", "bold")
    say(f"  {_asks(one)}")
    if not one.switch:
        say(f"  off: nothing is given to it. To switch it on: twoears readers on {one.name} --whose {'|'.join(WHOSE)}")
    else:
        say(f"  on, by {one.switched_by}. {one.switch}")
        say(f"  given today: {one.given:,} of {one.most_a_day:,} posts", "dim")
    if one.gives == "labels":
        told = f"answered on {counted(one.answered, 'post')}, set aside {one.aside:,}"
        say(f"  {told} · right, of what members looked at: {number_words(one.right)}", "dim")
    if one.aside:
        say(f"  last set aside: {one.aside_why} To give those again: twoears readers again {one.name}", "dim")
    if one.trouble:
        later = f" Asked again {told_ago(one.next_at)}." if one.next_at else ""
        say(f"  ! {one.trouble}{later}", "red")


def _asks(one: OptionalShown) -> str:
    if one.gives == "places":
        return f"gives places of posts, for themes: twoears needs themes --by {one.name}"
    answers = f"{one.question} {', '.join(one.labels)}"
    if not one.reads:
        return answers
    return f"{answers}. " + (
        f"It counts in place of {one.reads}." if one.counts else f"The shipped {one.reads} counts."
    )


def _add(name: str, words: Words, json: bool) -> None:
    key = given(_KEY, [], words.secrets).get("key", "")
    means = dict(_pair(pair) for pair in words.means)
    brought = actions.Brought(
        name=name, address=words.address, near=words.near, model=words.model, key=key, folder=words.folder,
        reads=words.reads, question=words.question, labels=tuple(words.labels), means=means, places=words.places,
        together=words.together,
    )  # fmt: skip
    made = actions.add_reader(owner=first_owner(), brought=brought)
    _say_made(made.name, json)
    hint(f"Nothing is given to it yet. Try it with a sentence of ours: twoears readers test {made.name}")


def _pair(text: str) -> tuple[str, str]:
    theirs, equals, ours = text.partition("=")
    if not equals:
        fail(f"{text!r} means nothing. Write the model's label and yours: --means LABEL_1=praised.", 2)
    return theirs, ours


def _test(name: str, words: Words, json: bool) -> None:
    said = actions.try_reader(owner=first_owner(), reader=name)
    print_json({"seen": said}) if json else say(said)


def _on(name: str, words: Words, json: bool) -> None:
    reader = named(name)
    if not words.whose:
        fail("Say whose posts: " + "; ".join(f"--whose {key}: {told}" for key, told in WHOSE.items()) + ".", 2)
    if words.whose not in WHOSE:
        fail(f"There is no {words.whose!r}. Whose posts: {', '.join(WHOSE)}.", 2)
    a_day = words.a_day or (MOST if reader.kind == "folder" else USUAL)
    if not words.yes and not _agreed(consent(offer_of(reader), whose=words.whose, most_a_day=a_day, past=words.past)):
        fail("Nothing was switched on.", 1)
    actions.switch_on(owner=first_owner(), reader=name, whose=words.whose, most_a_day=a_day, past=words.past)
    _say_made(name, json)
    hint(f"To take it back at once: twoears readers off {name}")


def _agreed(said: str) -> bool:
    if not sys.stdin.isatty():
        fail(f"{said} To agree: --yes", 2)
    say(said)
    return input(clean("Is that what you want? [y/N] ")).strip().lower() in ("y", "yes")


def _off(name: str, words: Words, json: bool) -> None:
    actions.switch_off(owner=first_owner(), reader=name)
    _say_made(name, json)


def _let_count(counts: bool) -> Callable[[str, Words, bool], None]:
    def choose(name: str, words: Words, json: bool) -> None:
        actions.let_count(owner=first_owner(), reader=name, counts=counts)
        catch_up()
        _say_made(name, json)

    return choose


def _key(name: str, words: Words, json: bool) -> None:
    actions.give_key(owner=first_owner(), reader=name, key=given(_KEY, [], words.secrets or ["key"]).get("key", ""))
    _say_made(name, json)


def _again(name: str, words: Words, json: bool) -> None:
    count = actions.read_aside_again(owner=first_owner(), reader=name)
    print_json({"again": count}) if json else say(f"{counted(count, 'post')} will be given to it again.")


def _read(name: str, words: Words, json: bool) -> None:
    """What `twoears up` does beside the pages, until all that are on have read all that they may."""
    catch_up()
    while read_elsewhere():
        pass
    catch_up()
    _list("", words, json)


def _remove(name: str, words: Words, json: bool) -> None:
    actions.remove_reader(owner=first_owner(), reader=name)
    catch_up()
    say(f"{name} is gone, with its key and its notes.")


def _say_made(name: str, json: bool) -> None:
    shown = optional_reader(name)
    print_json(shown) if json else _say_one(shown)


_ACTS: Final[dict[str, Callable[[str, Words, bool], None]]] = {
    "list": _list,
    "add": _add,
    "test": _test,
    "on": _on,
    "off": _off,
    "count": _let_count(True),
    "shipped": _let_count(False),
    "key": _key,
    "read": _read,
    "again": _again,
    "remove": _remove,
}
_TAKES: Final = {act: (1, 1, "NAME") for act in _ACTS if act not in ("list", "read")}

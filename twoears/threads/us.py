"""Which actors are ours, from what members said of handles, addresses and domains. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NOBODY_HERE: Final = 0  # names somebody who has not spoken in this thread; ids of actors start at 1
_AROUND: Final = ".,:;!?()'\"…"


@dataclass(frozen=True, slots=True)
class Us:
    """Our accounts: `actors` by number, every name by which others may address us (in lower case, without `@`), and
    the domains whose mailboxes are all ours."""

    actors: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()

    def named_in(self, mentions: Sequence[str], text: str) -> bool:
        """Whether a post names us, by its mentions or, where a source gives none, by `@handle` in its words.

        >>> Us(names=frozenset({"acme", "https://x.com/acme"})).named_in(["https://x.com/Acme"], "")
        True
        >>> Us(names=frozenset({"acme"})).named_in([], "Hey @Acme, does it run on SQLite?")
        True
        """
        if any(self._is_ours(mention.lower().lstrip("@")) for mention in mentions):
            return True
        return "@" in text and any(word in self.names for word in at_words(text))

    def spoke(self, *names: str) -> bool:
        """Whether one of `names` (ids, handles, addresses of one account) is ours.

        >>> Us(names=frozenset({"acme.example"})).spoke("did:plc:1", "Acme.example")
        True
        """
        return any(self._is_ours(name.lower().lstrip("@")) for name in names if name)

    def wrote(self, post: str) -> bool:
        """Whether the id of a post says that one of our accounts wrote it, as most networks' ids do.

        >>> Us(names=frozenset({"did:plc:1"})).wrote("at://did:plc:1/app.bsky.feed.post/3k")
        True
        """
        low = post.lower().removeprefix("at://")
        return any(low.startswith(f"{name}/") for name in self.names if ":" in name)

    def _is_ours(self, name: str) -> bool:
        # A profile's address ends in its handle; we may be named before we were ever heard.
        return name in self.names or name.rsplit("/", 1)[-1].lstrip("@") in self.names or name.endswith(self.domains)


def within(site: str) -> tuple[str, ...]:
    """How the ids of those who write on a site begin, where `site` is a web address; feeds name authors below it.

    >>> within("http://www.blog.example/")[:2]
    ('https://blog.example/', 'https://blog.example#')
    >>> within("@acme")
    ()
    """
    scheme, found, place = site.partition("://")
    if not found or scheme.lower() not in ("http", "https"):
        return ()
    place = place.removeprefix("www.").rstrip("/")
    starts = [f"{scheme}://{www}{place}" for scheme in ("https", "http") for www in ("", "www.")]
    return tuple(start + mark for start in starts for mark in "/#")


def at_words(text: str) -> set[str]:
    """The handles that stand in a text after an @.

    >>> sorted(at_words("@ann ask @bob@norrvik.example."))
    ['ann', 'bob@norrvik.example']
    """
    return {
        word.lstrip(".(@").strip(_AROUND).lower() for word in text.split() if word.startswith(("@", ".@", "(@"))
    } - {""}


def names_of(mentions: Sequence[str], text: str, actors: Mapping[str, int]) -> frozenset[int]:
    """Whom a post names, among `actors` (id or handle in lower case -> number); NOBODY_HERE where it names others only.

    >>> names_of(["@Ann"], "", {"ann": 7})
    frozenset({7})
    >>> names_of(["@bob"], "", {"ann": 7})
    frozenset({0})
    """
    words = {mention.lower().lstrip("@") for mention in mentions} or (at_words(text) if "@" in text else set())
    if not words:
        return frozenset()
    return frozenset(actors[word] for word in words if word in actors) or frozenset({NOBODY_HERE})

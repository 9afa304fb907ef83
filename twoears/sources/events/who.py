"""Who did it: a visitor by a word that their browser made up, a user by the word that our product gave them.

Both stay accounts of their own. Once a visitor is known to be a user, both declare the address of the user, and the
certain rules make one person of them (see `people.resolve`); what the visitor did before is theirs from then on.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import quote

from twoears.activities.values import Actor
from twoears.sources.events.saying import first, mail, words

# What programs send where they do not know who it is: taken for names, these would make one person of many.
_NOBODY: Final = frozenset({
    "", "0", "-1", "null", "undefined", "none", "nan", "nil", "true", "false", "anonymous", "guest", "unknown", "n/a",
    "[object object]", "00000000-0000-0000-0000-000000000000",
})  # fmt: skip
_LONGEST: Final = 120


def user(given: object, place: str, traits: Mapping[str, Any]) -> Actor | None:
    """The account of a user with what is told of them, None where nobody is named.

    >>> user("u-42", "", {"name": "Ann", "email": "Ann@Norrvik.example"}).mail
    'ann@norrvik.example'
    >>> user(None, "", {}) is None, user("undefined", "", {}) is None
    (True, True)
    """
    name = words(given, 1000)
    if name.casefold() in _NOBODY:
        return None
    key = address("user", mail(name) or name, place)
    return Actor(id=key, network="events", name=_name(traits), mail=mail(first(traits, "email")) or mail(name),
                 links=(key,))  # fmt: skip


def visitor(given: object, place: str, traits: Mapping[str, Any], known_as: Actor | None = None) -> Actor | None:
    """The account of a visitor; what is told of them is told of the user that they are `known_as`, where there is one.

    >>> visitor("5a7d", "", {}, user("42", "", {})).links
    ('events:user/42',)
    """
    name = words(given, 1000)
    if name.casefold() in _NOBODY:
        return None
    if known_as:
        return Actor(id=address("anon", name, place), network="web", links=known_as.links)
    return Actor(id=address("anon", name, place), network="web", name=_name(traits), mail=mail(first(traits, "email")))


def group(given: object, place: str, traits: Mapping[str, Any]) -> Actor | None:
    """The account of an organisation."""
    name = words(given, 1000)
    if name.casefold() in _NOBODY:
        return None
    return Actor(id=address("group", name, place), network="events", name=_name(traits), type="Organization")


def address(kind: str, name: str, place: str) -> str:
    """An id of ours. Rules compare addresses without case, so names that differ by case are told apart by a digest.

    >>> address("user", "42", ""), address("anon", "a b", "shop")
    ('events:user/42', 'events:shop/anon/a%20b~fbd987')
    >>> address("user", "Ab", "") == address("user", "aB", "")
    False
    """
    written = quote(name, safe="-_.~:@+|=!*")
    mark = blake2b(name.encode(), digest_size=3 if len(written) <= _LONGEST else 16).hexdigest()
    if written != name.lower() or len(written) > _LONGEST:
        written = f"{written[:_LONGEST].lower()}~{mark}"
    return f"events:{quote(place.lower(), safe='.-') + '/' if place else ''}{kind}/{written}"


def _name(traits: Mapping[str, Any]) -> str:
    whole = first(traits, "name", "fullName", "full_name", "displayName")
    parts = (first(traits, "firstName", "first_name", "firstname"), first(traits, "lastName", "last_name", "lastname"))
    return (whole or " ".join(filter(None, parts)))[:200]

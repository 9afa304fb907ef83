"""A query written anew: one space, operators outright, brackets where AND and OR meet."""

from twoears.listening.signs import QUOTES
from twoears.listening.tree import (
    ZONES,
    And,
    Fact,
    Followers,
    Near,
    Node,
    Not,
    Or,
    Query,
    Raw,
    Reach,
    Run,
    Window,
)  # fmt: skip


def tidy(query: Query) -> str:
    """`query` in one shape. Read again it is the same query, and it is not changed by a second time.

    >>> from twoears.listening.grammar import parse
    >>> tidy(parse('acme  (pump OR “valve  seat”) -jobs'))
    'acme AND (pump OR "valve seat") AND NOT jobs'
    >>> tidy(parse("a AND b OR c")), tidy(parse("title:(a NEAR/3f b)"))
    ('(a AND b) OR c', 'title:a ONEAR/3 title:b')
    """
    return _written(query.root)


def _written(node: Node) -> str:
    match node:
        case And(parts):
            return " AND ".join(_inner(part) for part in parts)
        case Or(parts):
            return " OR ".join(_inner(part) for part in parts)
        case Not(part):
            return f"NOT {_inner(part)}"
        case Near(spots, reaches):
            words = [_near(reach) + _spot(spot) for reach, spot in zip(reaches, spots[1:], strict=True)]
            return _spot(spots[0]) + "".join(words)
        case Window(runs, within, written):
            return f'{_field(runs[0].zone)}"{written}"~{within}'
        case Run(_, zone, written):
            return _field(zone) + _word(zone, written)
        case Raw(text):
            return f'raw:"{text}"'
        case Fact(name, value):
            return f"{name}:{_value(value)}"
        case Followers(low, high):
            return f"followers:[{_bound(low)} TO {_bound(high)}]"


def _inner(node: Node) -> str:
    return f"({_written(node)})" if isinstance(node, And | Or) else _written(node)


def _near(reach: Reach) -> str:
    return f" {'ONEAR' if reach.ordered else 'NEAR'}/{reach.within} "


def _spot(runs: tuple[Run, ...]) -> str:
    words = " OR ".join(_written(run) for run in runs)
    return f"({words})" if len(runs) > 1 else words


def _field(zone: str) -> str:
    return "" if zone == ZONES[0] else f"{zone}:"


def _word(zone: str, written: str) -> str:
    """Behind a field // would make it the beginning of an address."""
    return f'"{written}"' if zone != ZONES[0] and written.startswith("//") else written


def _value(value: str) -> str:
    # With a colon it could be read as a field: letters are folded only after fields are looked for.
    plain = not any(letter.isspace() or letter in f":()\uff08\uff09[{QUOTES}" for letter in value)
    return value if plain and value[0].isalnum() else f'"{value}"'


def _bound(number: int | None) -> str:
    return "*" if number is None else str(number)

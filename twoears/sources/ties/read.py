"""Read a list of who follows whom: each line is a follow, or a connection where two know each other."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import BinaryIO, Final

from twoears.activities.values import Activity, Actor
from twoears.lib.dates import NoDate, when
from twoears.lib.delimited import decoded, written
from twoears.lib.edges import MEANS, SEVERAL, Bad, Edge, Means, NoEdges, edges, is_kind, says_who_hears, weight_of
from twoears.sources.reading import Asked, CannotRead, Field, Heard, SetAside, Source, Thing, Total
from twoears.sources.ties.accounts import Unsaid, account, network_of

_AGAIN: Final = b"speaks,hears,weight,kinds,day\n"
_ADVICE: Final = "Mend the line in the file and read it again, or leave it out."
_CHUNK: Final = 1 << 20
_UNKNOWN: Final = datetime.min.replace(tzinfo=UTC)

FIELDS: Final = (
    Field(
        name="network",
        label="Network",
        help="Where the names are: x, bluesky, fediverse, linkedin, reddit; not needed where they are addresses",
    ),
    Field(
        name="means",
        label="What a line says",
        help="follows: the first follows the second; speaks: the second hears the first; knows: each hears the other",
    ),
    Field(name="followers_of", label="Followers of", help="The account, where the file lists who follows it"),
    Field(name="day", label="As of", help="The day on which it was so, where the file does not say: 2026-03-01"),
)


class Untold(ValueError):
    """A line that tells no follow. Says why."""


def fits(thing: Thing) -> float:
    """A graph by its first bytes; a table only where its columns say by themselves who hears whom."""
    head = thing.head(4096)
    if head.startswith(_AGAIN):
        return 0.95
    if not is_kind(thing.name) or (thing.path is None and thing.raw is None):
        return 0.0
    if b"<graphml" in head or b"<gexf" in head:
        return 0.95
    return 0.8 if not head.startswith((b"PAR1", b"<")) and says_who_hears(decoded(head)) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield a follow (or a connection) for each line; what is none is set aside with its line.

    Raises CannotRead where the file is no list of ties, or nobody says on which network its names are.
    """
    told = _Told(asked)
    with thing.open() as file:
        if total := _total(file, thing.name):
            yield Total(total)
        try:
            for found in edges(file, told.name(thing), means=told.means, followers_of=told.followers_of):
                if isinstance(found, Edge):
                    yield told.tie(found, thing)
                elif isinstance(found, Bad):
                    yield SetAside(name=thing.name, line=found.line, reason=found.reason, advice=_ADVICE)
        except NoEdges as broken:
            raise CannotRead(f"{thing.name}: {broken}") from broken


class _Told:
    """What a member said of the whole list."""

    def __init__(self, asked: Asked) -> None:
        options = asked.options
        self.said = bool(options.get("means", "").strip())
        self.means = _means(options.get("means", ""))
        self.followers_of = options.get("followers_of", "").strip()
        self.met = False
        try:
            self.network = network_of(options.get("network", ""))
            self.day = _day(options["day"]) if options.get("day") else _UNKNOWN
        except ValueError as wrong:
            raise CannotRead(str(wrong)) from wrong

    def name(self, thing: Thing) -> str:
        """What a file is called by which its kind is told; one record that is tried again is a table."""
        if not thing.head(len(_AGAIN)).startswith(_AGAIN):
            if self.day is _UNKNOWN:
                self.day = _written(thing)
            self._must_tell(thing)
            return thing.name if is_kind(thing.name) else f"{thing.name}.csv"
        self.means, self.followers_of, self.day = "speaks", "", datetime.now(UTC) if self.day is _UNKNOWN else self.day
        return "again.csv"

    def tie(self, edge: Edge, thing: Thing) -> Heard:
        """The fact that a line tells, or why it tells none."""
        try:
            if edge.trouble:
                raise Untold(edge.trouble)
            return self._fact(edge)
        except ValueError as wrong:
            if isinstance(wrong, Unsaid) and not self.met:
                how = "Say it: --network x with twoears reach import, --set network=x with twoears listen."
                raise CannotRead(f"{thing.name}, line {edge.line}: {wrong} {how}") from wrong
            return SetAside(name=thing.name, line=edge.line, reason=str(wrong), advice=_ADVICE, raw=_again(edge))

    def _fact(self, edge: Edge) -> Activity:
        day = _day(edge.day) if edge.day.strip() else self.day
        times = weight_of(edge.weight)
        detail = (("times", edge.weight.strip()),) if times != 1 else ()
        tell = _connected if _knows(edge) else _follows
        speaker, hearer = account(edge.speaker, self.network), account(edge.hearer, self.network)
        self.met = True
        if speaker.id == hearer.id:
            raise Untold("Nobody hears themselves.")
        return tell(speaker, hearer, day, detail)

    def _must_tell(self, thing: Thing) -> None:
        """Raise CannotRead where neither the file nor a member says who follows whom: a fact is not guessed."""
        if not (self.said or self.followers_of or says_who_hears(decoded(thing.head(4096)))):
            raise CannotRead(
                f"{thing.name} does not say who follows whom. Say it: follows (the first name of a line follows the "
                "second), speaks (the second hears the first) or knows (each other), as in twoears reach import FILE "
                "--as follows; of a list of one account's followers, whose: --followers-of NAME. "
                "With twoears listen it is --set means=follows or --set followers_of=NAME."
            )


def _again(edge: Edge) -> bytes:
    """The line alone, so that it is read as it was among the others."""
    kinds = edge.kinds or ("knows" if edge.both else "")
    return _AGAIN + written((edge.speaker, edge.hearer, edge.weight, kinds, edge.day)).encode("utf8", "replace")


def _follows(speaker: Actor, hearer: Actor, day: datetime, detail: tuple[tuple[str, str], ...]) -> Activity:
    return Activity(id=f"{hearer.id}#follow-{speaker.id}", type="Follow", actor=hearer, object=speaker, published=day,
                    detail=detail)  # fmt: skip


def _connected(one: Actor, other: Actor, day: datetime, detail: tuple[tuple[str, str], ...]) -> Activity:
    # One fact for each pair, whichever of the two a list names first.
    one, other = sorted((one, other), key=lambda actor: actor.id)
    return Activity(id=f"{one.id}#connected-{other.id}", type="Accept", actor=one, object=other, published=day,
                    detail=detail)  # fmt: skip


def _knows(edge: Edge) -> bool:
    """Whether it is a connection; raises Untold where it is neither that nor a follow."""
    kinds = {word.strip().lower() for word in edge.kinds.split(SEVERAL) if word.strip()}
    if kinds and not kinds & {"follows", "knows", "follow", "friend", "connected"}:
        raise Untold(f"It tells of {edge.kinds[:40]}, not of who follows whom: bring the posts themselves.")
    return edge.both or bool(kinds & {"knows", "friend", "connected"})


def _means(words: str) -> Means:
    said = words.strip().lower() or "speaks"
    for means in MEANS:
        if said == means:
            return means
    raise CannotRead(f"A line cannot mean {words[:40]!r}. It can: {', '.join(MEANS)}.")


@lru_cache(4096)
def _day(words: str) -> datetime:
    try:
        return when(words.strip())
    except NoDate as wrong:
        raise Untold(f"{words[:40]!r} is no day. Write it like 2026-03-01.") from wrong


def _written(thing: Thing) -> datetime:
    """When the file was last written: surely it was so then."""
    if thing.path is None:
        return datetime.now(UTC)
    return datetime.fromtimestamp(int(thing.path.stat().st_mtime), UTC)


def _total(file: BinaryIO, name: str) -> int:
    """How many lines there are, 0 where it cannot be told beforehand."""
    if not name.lower().endswith((".csv", ".tsv", ".tab", ".txt", ".edges", ".edgelist")):
        return 0
    lines = sum(part.count(b"\n") for part in iter(lambda: file.read(_CHUNK), b""))
    file.seek(0)
    return lines


SOURCE = Source(
    kind="ties",
    title="List of who follows whom (CSV, Parquet, GraphML, GEXF)",
    mark="table",
    sees="Each line: who follows whom, or who knows each other, and since when where it says so.",
    blind="What they said to each other, and who stopped following since. Names stay accounts: nobody is met by it.",
    fits=fits,
    read=read,
    fields=FIELDS,
)

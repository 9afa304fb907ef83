"""A scripted place to listen to and to speak in, for the tests of the doors: it keeps what it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from twoears.lib.http import Unreachable
from twoears.sources.catalogue import sources
from twoears.sources.models import Connection
from twoears.sources.reading import Asked, Field, Heard, Incoming, Source, Thing
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent
from twoears.team.models import Member

TEXT = "halden@square.example"
FIELDS = (
    Field(name="token", label="Token", help="From the settings of the square.", secret=True, required=True),
    Field(name="room", label="Room"),
)


class Square:
    """`plan` says what goes wrong at each try: "refused", "lost" (it was sent, but nobody heard of it)."""

    def __init__(self) -> None:
        self.plan: list[str] = []
        self.kept: list[Letter] = []
        self.asked: list[Asked] = []

    def read(self, thing: Thing, asked: Asked) -> Iterator[Heard]:
        self.asked.append(asked)
        yield from ()

    def takes(self, incoming: Incoming, asked: Asked) -> Iterator[Heard]:
        yield from ()

    def send(self, letter: Letter, access: Access) -> Sent:
        goes = self.plan.pop(0) if self.plan else "well"
        if goes == "refused":
            raise NotSent("You may not speak here. Ask whoever runs the square.")
        self.kept.append(letter)
        if goes == "lost":
            raise Unreachable("It did not answer in time.")
        return Sent(id=f"https://square.example/{letter.key}", url=f"https://square.example/{letter.key}")


def _fits(thing: Thing) -> float:
    return 1.0 if thing.text.endswith("@square.example") else 0.0


def _renewal(asked: Asked) -> date:
    return (
        date(2020, 1, 31) if asked.options.get("room") == "old" else datetime.now(UTC).date().replace(month=12, day=31)
    )


@contextmanager
def squares(kind: str) -> Iterator[Square]:
    """The square in the place of the source `kind`, so that it speaks where that one is heard."""
    made, before = Square(), sources().get(kind)
    out = Outgoing(acts=("reply", "post", "like", "share"), send=made.send, longest=200)
    sources()[kind] = Source(
        kind=kind, title="Square", mark="sq", sees="Everything said on the square.", blind="Whispers.", fits=_fits,
        read=made.read, live=True, every=600, takes=made.takes, post=out, fields=FIELDS, renewal=_renewal,
    )  # fmt: skip
    try:
        yield made
    finally:
        # In its old place: the order of sources is that of their names.
        if before is None:
            sources().pop(kind)
        else:
            sources()[kind] = before


def our_place(owner: Member) -> Connection:
    """We listen to the square and were given its token."""
    from twoears.sources.access import connect_with

    return connect_with(member=owner, text=TEXT, asked=Asked(), given={"token": "secret-of-ours"})

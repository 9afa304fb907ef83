"""What a source asks of a member: passwords, tokens and options. Given, replaced, taken away; shown never."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from twoears.lib.http import Refused
from twoears.lib.seals import seal
from twoears.sources.actions import asked_of, connect, door_of, may_add
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.health import FieldShown, fields_shown
from twoears.sources.models import Connection, State
from twoears.sources.reading import ENDS, Asked, CannotRead, Field, Source
from twoears.team.models import Member


def fields_of(connection: Connection) -> tuple[FieldShown, ...]:
    """What this connection asks for and what of it was given; no secret is among it."""
    asked = _asked(connection)
    return fields_shown(sources()[connection.kind].fields, asked.options, asked.secrets)


def fields_for(text: str, kind: str = "") -> tuple[Source, tuple[FieldShown, ...]]:
    """The source that reads a thing, and what it asks for; raises CannotRead where nobody knows the thing."""
    source = recognise(thing(text), kind)
    return source, fields_shown(source.fields, {}, ())


def must_ask(text: str, kind: str = "") -> bool:
    """Whether a thing cannot be listened to before a member has given something."""
    return any(field.required for field in recognise(thing(text), kind).fields)


def address_of(connection: Connection) -> str:
    """Where others bring things to this connection: for members only, whoever knows it can bring."""
    return door_of(connection.door)


def parted(source: Source, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """`given` by the names of the fields, as (options, secrets); raises CannotRead for a name that is none."""
    fields = {field.name: field for field in source.fields}
    unknown = [name for name in given if name not in fields]
    if unknown:
        asks = f"It asks for {', '.join(fields)}." if fields else "It asks for nothing."
        raise CannotRead(f"{source.title} does not ask for {unknown[0]!r}. {asks}")
    words = {name: value.strip() for name, value in given.items()}
    options = {name: value for name, value in words.items() if not fields[name].secret}
    return options, {name: value for name, value in words.items() if fields[name].secret}


def is_known(text: str, kind: str = "") -> bool:
    """Whether a thing was connected before."""
    return _known(recognise(thing(text), kind), text) is not None


def connect_with(*, member: Member, text: str, kind: str = "", asked: Asked, given: Mapping[str, str]) -> Connection:
    """The same as `connected`, put in line to be read by the worker."""
    made = connected(member=member, text=text, kind=kind, asked=asked, given=given)
    Connection.objects.filter(pk=made.pk).update(state=State.WAITING, next_at=datetime.now(UTC))
    made.refresh_from_db()
    return made


def connected(*, member: Member, text: str, kind: str = "", asked: Asked, given: Mapping[str, str]) -> Connection:
    """The connection for a thing, with what it asks for; raises CannotRead where something of that is missing.

    What was given before and is not given now stays as it is.
    """
    may_add(member)
    source = recognise(thing(text), kind)
    options, secrets = parted(source, given)
    options, secrets = _said(options), _said(secrets)
    known = _known(source, text)
    if known is not None:
        return give(member=member, connection=known, given={**options, **secrets}) if options or secrets else known
    _must_have(source.fields, {**options, **secrets})
    return connect(text, kind=kind, asked=replace(asked, options=options, secrets=secrets), member=member)


def let_go(*, member: Member, connection: Connection, why: Exception) -> bool:
    """Keep no connection for an address that we refuse to go to (`why`); whether it was one.

    A server that cannot be reached today is none: it is looked at again.
    """
    may_add(member)
    if connection.heard_at or not (isinstance(why, Refused) or isinstance(why.__cause__, Refused)):
        return False
    connection.delete()
    return True


@transaction.atomic
def give(*, member: Member, connection: Connection, given: Mapping[str, str]) -> Connection:
    """Keep what a source asked for. Raises CannotRead where a name is none or something is missing, and MayNot.

    An empty secret leaves the one that is there, as a form that never shows it must; an empty option is cleared. What
    is not named stays, but for the day on which a secret ends that is replaced.
    """
    may_add(member)
    source = sources()[connection.kind]
    options, secrets = parted(source, given)
    row = Connection.objects.select_for_update().get(pk=connection.pk)
    asked = _asked(row)
    if any(secrets.values()):
        options = {ENDS.name: "", **options}  # the day of the old one says nothing of the new one
    kept = {**asked.secrets, **{name: value for name, value in secrets.items() if value}}
    how = replace(asked, options=_said({**asked.options, **options}), secrets=kept)
    _must_have(source.fields, {**how.options, **how.secrets})
    return _keep(row, source, how)


@transaction.atomic
def take_away(*, member: Member, connection: Connection, name: str) -> Connection:
    """Forget one thing that was given, also where the source cannot go on without it."""
    may_add(member)
    source = sources()[connection.kind]
    parted(source, {name: ""})
    row = Connection.objects.select_for_update().get(pk=connection.pk)
    asked = _asked(row)
    left = {**asked.secrets, name: ""}
    return _keep(row, source, replace(asked, options=_said({**asked.options, name: ""}), secrets=_said(left)))


def look_back(*, member: Member, connection: Connection, since: datetime | None) -> None:
    """Read it again from `since` on, or from its beginning, with what was read before known; put in line."""
    may_add(member)
    source = sources()[connection.kind]
    if source.takes and not source.live and source.stream is None:
        raise CannotRead(f"{source.title} is brought to us; there is nothing that we could look at again.")
    asked = {**connection.asked, "since": since.isoformat() if since else ""}
    Connection.objects.filter(pk=connection.pk).update(
        asked=asked, cursor={}, total=None, state=State.WAITING, next_at=datetime.now(UTC), failures=0
    )
    connection.refresh_from_db()


def _asked(connection: Connection) -> Asked:
    try:
        return asked_of(connection)
    except CannotRead:
        # Sealed with the key of another house: nothing of it counts as given, and it has to be given anew.
        options = connection.asked.get("options")
        return Asked(options=options if isinstance(options, dict) else {})


def _keep(row: Connection, source: Source, how: Asked) -> Connection:
    row.asked = {**row.asked, "options": dict(how.options)}
    row.sealed = seal(how.secrets, settings.SECRET_KEY)
    row.renews_on = source.renewal(how) if source.renewal else None
    row.save(update_fields=["asked", "sealed", "renews_on"])
    return row


def _said(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value}


def _must_have(fields: Iterable[Field], given: Mapping[str, str]) -> None:
    missing = [field.label for field in fields if field.required and not given.get(field.name)]
    if missing:
        raise CannotRead(f"Something is missing: {', '.join(missing)}. Give it, and it is listened to.")


def _known(source: Source, text: str) -> Connection | None:
    given = thing(text)
    name = str(given.path.resolve()) if given.path else given.text
    return Connection.objects.filter(kind=source.kind, text=name).first()

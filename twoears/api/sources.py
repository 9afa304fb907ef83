"""Sources: what we listen to and how it goes, what was set aside, and who is us."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from twoears.api.asked import (
    Give,
    Handle,
    Key,
    Limit,
    LookBack,
    Means,
    NewSource,
    SayUs,
    Words,
    cursor,
    link_next,
    turned,
)
from twoears.api.credentials import READ, SET_UP, member_of
from twoears.api.problems import Problem
from twoears.api.shapes import sources as shapes
from twoears.measures.pages import voices
from twoears.measures.showing import Voices
from twoears.sources import access, actions
from twoears.sources.catalogue import elsewhere
from twoears.sources.health import Health
from twoears.sources.models import Aside, Connection
from twoears.sources.pages import asides, asides_in_all, health, health_of, source_name
from twoears.sources.reading import Asked
from twoears.sources.webhook import actions as webhook
from twoears.sources.webhook.pages import meanings
from twoears.sources.webhook.showing import Meanings
from twoears.team.models import OurAccount
from twoears.threads.actions import forget_us, our_candidates, say_us

router = Router(tags=["sources"])
_US = ["us"]


@router.get("/sources", response=shapes.Sources, auth=READ)
def list_sources(request: HttpRequest) -> dict[str, object]:
    """Every source and how it goes, in the order they were added."""
    found = health()
    return {"items": found, "total": len(found)}


@router.post("/sources", response={201: shapes.Source}, auth=SET_UP)
def add_source(request: HttpRequest, asked: NewSource) -> Health:
    """Put an address or a handle in line to be listened to."""
    made = access.connect_with(
        member=member_of(request),
        text=elsewhere(asked.text.strip(), asked.kind),
        kind=asked.kind,
        asked=Asked(us=tuple(asked.us)),
        given=asked.given,
    )
    return _shown(made.pk)


@router.post("/sources/{source}/test", response=shapes.Tested, auth=SET_UP)
def test_source(request: HttpRequest, source: Key) -> dict[str, str]:
    """Look at the first things it gives, record nothing, and say what was seen."""
    return {"seen": actions.test(member=member_of(request), connection=_connection(source))}


@router.post("/sources/{source}/pause", response=shapes.Source, auth=SET_UP)
def pause_source(request: HttpRequest, source: Key) -> Health:
    """Stop looking there; what was heard stays."""
    actions.pause(member=member_of(request), connection=_connection(source))
    return _shown(source)


@router.post("/sources/{source}/resume", response=shapes.Source, auth=SET_UP)
def resume_source(request: HttpRequest, source: Key) -> Health:
    """Look there again, now."""
    actions.resume(member=member_of(request), connection=_connection(source))
    return _shown(source)


@router.post("/sources/{source}/remove", response={204: None}, auth=SET_UP)
def remove_source(request: HttpRequest, source: Key) -> None:
    """Forget the source; what was heard through it stays in the record."""
    actions.remove(member=member_of(request), connection=_connection(source))


@router.get("/sources/{source}/access", response=shapes.Access, auth=READ)
def source_access(request: HttpRequest, source: Key) -> dict[str, object]:
    """What it asks for, and what of that was given; secrets are never shown."""
    return {"fields": access.fields_of(_connection(source))}


@router.post("/sources/{source}/access", response=shapes.Access, auth=SET_UP)
def give_access(request: HttpRequest, source: Key, asked: Give) -> dict[str, object]:
    """Give what it asks for. Secrets are sealed and never shown; an empty one stays as it is."""
    made = access.give(member=member_of(request), connection=_connection(source), given=asked.given)
    return {"fields": access.fields_of(made)}


@router.post("/sources/{source}/address", response=shapes.Address, auth=SET_UP)
def source_address(request: HttpRequest, source: Key) -> dict[str, str]:
    """Where others bring it things. Whoever knows the address can bring, so it is not told to those who only read."""
    return {"address": access.address_of(_connection(source))}


@router.delete("/sources/{source}/access/{name}", response={204: None}, auth=SET_UP)
def take_access(request: HttpRequest, source: Key, name: Words) -> None:
    """Take away one thing that was given."""
    access.take_away(member=member_of(request), connection=_connection(source), name=name)


@router.get("/sources/{source}/mapping", response=shapes.Meanings, auth=READ)
def source_mapping(request: HttpRequest, source: Key) -> Meanings:
    """What the fields of a webhook mean: what a member has accepted, or what is proposed from what has come."""
    return meanings(_connection(source))


@router.put("/sources/{source}/mapping", response=shapes.Meanings, auth=SET_UP)
def accept_mapping(request: HttpRequest, source: Key, asked: Means) -> Meanings:
    """Say what its fields mean, all of them; what waits is then read by that. 422 where none of it could be."""
    connection = _connection(source)
    webhook.accept_mapping(member=member_of(request), connection=connection, mapping=asked.mapping)
    return meanings(connection)


@router.get("/sources/{source}/voices", response=shapes.Voices, auth=READ)
def source_voices(request: HttpRequest, source: Key) -> Voices:
    """When those behind a source speak, whether there is a good hour to speak, and in which languages."""
    return voices(source_name(_connection(source).pk))


@router.post("/sources/{source}/look-back", response=shapes.Source, auth=SET_UP)
def look_back(request: HttpRequest, source: Key, asked: LookBack) -> Health:
    """Read it again from a moment on; what is known already stays. How far it is, is seen in `read` and `state`."""
    access.look_back(member=member_of(request), connection=_connection(source), since=asked.since)
    return _shown(source)


@router.get("/asides", response=shapes.Asides, auth=READ)
def list_asides(
    request: HttpRequest,
    response: HttpResponse,
    source: Key | None = None,
    settled: bool = False,
    after: Words = "",
    limit: Limit = 100,
) -> dict[str, object]:
    """Records that could not be read, the latest first."""
    start, total = int(turned(after) or 0), asides_in_all(source, settled=settled)
    onward = cursor(str(start + limit)) if total > start + limit else None
    link_next(request, response, onward)
    found = asides(source, settled=settled, after=start, limit=limit)
    return {"items": found, "next": onward, "total": total}


@router.post("/asides/{aside}/retry", response=shapes.Retried, auth=SET_UP)
def retry_aside(request: HttpRequest, aside: Key) -> dict[str, bool]:
    """Try a record again with the reader as it is now."""
    found = Aside.objects.filter(pk=aside).select_related("connection").first()
    if found is None:
        raise Problem(404, "That record is not here any more.")
    if found.settled_at is not None:
        # Counted once already: a second time would count it out of those set aside twice.
        return {"settled": True}
    return {"settled": actions.try_again(member=member_of(request), aside=found)}


@router.get("/us", response=shapes.Us, auth=READ, tags=_US)
def list_us(request: HttpRequest) -> dict[str, object]:
    """The accounts that were named as ours, and others that may be."""
    return _us()


@router.post("/us", response=shapes.Us, auth=SET_UP, tags=_US)
def name_us(request: HttpRequest, asked: SayUs) -> dict[str, object]:
    """These accounts are ours; the next round tells everything heard anew."""
    say_us(member=member_of(request), handles=asked.handles)
    return _us()


@router.delete("/us", response={204: None}, auth=SET_UP, tags=_US)
def unname_us(request: HttpRequest, handle: Handle) -> None:
    """This account is not ours after all."""
    if not forget_us(member=member_of(request), handle=handle):
        raise Problem(404, "That account was not named as ours.")


def _us() -> dict[str, object]:
    return {
        "us": list(OurAccount.objects.order_by("handle").values_list("handle", flat=True)),
        "candidates": our_candidates(),
    }


def _connection(key: int) -> Connection:
    found = Connection.objects.filter(pk=key).first()
    if found is None:
        raise Problem(404, "That source is not here any more.")
    return found


def _shown(key: int) -> Health:
    return health_of(_connection(key))

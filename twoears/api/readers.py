"""Readers that an owner brings: added, tried, switched on and off, removed."""

from django.http import HttpRequest
from ninja import Router

from twoears.api import asked_of_readers as asked
from twoears.api.credentials import READ, SET_UP, member_of
from twoears.api.shapes import readers as shapes
from twoears.understanding.optional import actions
from twoears.understanding.optional.consent import USUAL, consent
from twoears.understanding.optional.pages import named, offer_of, optional_reader, optional_readers
from twoears.understanding.optional.showing import OptionalShown
from twoears.understanding.optional.trouble import NotAgreed

router = Router(tags=["readers"])


@router.get("/readers/optional", response=shapes.OptionalReaders, auth=READ)
def list_optional_readers(request: HttpRequest) -> dict[str, object]:
    """The readers that an owner brought, and how they go."""
    return {"items": optional_readers()}


@router.post("/readers/optional", response={201: shapes.OptionalReader}, auth=SET_UP)
def add_optional_reader(request: HttpRequest, said: asked.NewReader) -> OptionalShown:
    """Bring one. It is given nothing before it is switched on. For owners, as all that follows."""
    about = said.dict() | {"labels": tuple(said.labels), "folder": actions.folder_here(said.folder)}
    made = actions.add_reader(owner=member_of(request), brought=actions.Brought(**about))
    return optional_reader(made.name)


@router.get("/readers/optional/{reader_name}/switch", response=shapes.Consent, auth=READ)
def optional_reader_consent(
    request: HttpRequest,
    reader_name: asked.Name,
    whose: asked.Whose,
    most_a_day: asked.ADay = USUAL,
    past: bool = False,
) -> dict[str, str]:
    """What would be agreed to by switching it on so: what is sent, to whom, of whose posts, how many a day."""
    return {"words": consent(offer_of(named(reader_name)), whose=whose, most_a_day=most_a_day, past=past)}


@router.post("/readers/optional/{reader_name}/switch", response=shapes.OptionalReader, auth=SET_UP)
def switch_optional_reader_on(request: HttpRequest, reader_name: asked.Name, said: asked.SwitchOn) -> OptionalShown:
    """Switch it on, with the words that were agreed to. 422 where they are not those of what is asked."""
    words = consent(offer_of(named(reader_name)), whose=said.whose, most_a_day=said.most_a_day, past=said.past)
    if said.words != words:
        raise NotAgreed(f"What has to be agreed to is: {words}")
    owner = member_of(request)
    actions.switch_on(owner=owner, reader=reader_name, whose=said.whose, most_a_day=said.most_a_day, past=said.past)
    return optional_reader(reader_name)


@router.delete("/readers/optional/{reader_name}/switch", response=shapes.OptionalReader, auth=SET_UP)
def switch_optional_reader_off(request: HttpRequest, reader_name: asked.Name) -> OptionalShown:
    """From now on it is given nothing; what it answered stays."""
    actions.switch_off(owner=member_of(request), reader=reader_name)
    return optional_reader(reader_name)


@router.post("/readers/optional/{reader_name}/counts", response=shapes.OptionalReader, auth=SET_UP)
def let_optional_reader_count(request: HttpRequest, reader_name: asked.Name, said: asked.LetCount) -> OptionalShown:
    """Whether its answers stand in place of the shipped reader's."""
    actions.let_count(owner=member_of(request), reader=reader_name, counts=said.counts)
    return optional_reader(reader_name)


@router.post("/readers/optional/{reader_name}/key", response=shapes.OptionalReader, auth=SET_UP)
def give_optional_reader_key(request: HttpRequest, reader_name: asked.Name, said: asked.ReaderKey) -> OptionalShown:
    """Another key. It is sealed and never shown."""
    actions.give_key(owner=member_of(request), reader=reader_name, key=said.key)
    return optional_reader(reader_name)


@router.post("/readers/optional/{reader_name}/test", response=shapes.SeenOfReader, auth=SET_UP)
def test_optional_reader(request: HttpRequest, reader_name: asked.Name) -> dict[str, str]:
    """What it makes of a sentence of ours. Nothing that anybody said is given to it."""
    return {"seen": actions.try_reader(owner=member_of(request), reader=reader_name)}


@router.post("/readers/optional/{reader_name}/again", response=shapes.ReadAgain, auth=SET_UP)
def give_aside_again(request: HttpRequest, reader_name: asked.Name) -> dict[str, int]:
    """Give it once more what it answered so that nothing could be made of it."""
    return {"posts": actions.read_aside_again(owner=member_of(request), reader=reader_name)}


@router.delete("/readers/optional/{reader_name}", response={204: None}, auth=SET_UP)
def remove_optional_reader(request: HttpRequest, reader_name: asked.Name) -> None:
    """Forget it, its key and its notes."""
    actions.remove_reader(owner=member_of(request), reader=reader_name)

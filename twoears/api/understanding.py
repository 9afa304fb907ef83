"""What a text means: the readers, and what they make of texts that are given."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from twoears.api.asked import ChooseReader, Key, Limit, MeantFor, Teach, Texts, Votes, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.problems import Problem
from twoears.api.shapes import understanding as shapes
from twoears.api.shapes import voices as heard
from twoears.conversations.pages.fitting import fitted
from twoears.understanding.entities.finding import entities
from twoears.understanding.fit.fit import Fit
from twoears.understanding.notes import Text, language_in
from twoears.understanding.optional.pages import own_questions
from twoears.understanding.own import actions as choosing
from twoears.understanding.own.pages import Chosen, chosen, layers
from twoears.understanding.own.setting.pages import readers_set
from twoears.understanding.readers import read_all, readers
from twoears.understanding.sides import side
from twoears.understanding.teaching import actions
from twoears.understanding.teaching.pages import Taught, readers_taught, taught, taught_in_all
from twoears.understanding.voices.hearing import Voices
from twoears.understanding.voices.hearing import voices as heard_in
from twoears.understanding.voices.votes import votes_of

router = Router(tags=["understanding"])


@router.get("/readers", response=shapes.Readers, auth=READ)
def list_readers(request: HttpRequest) -> dict[str, object]:
    """Every reader, its question and its labels; last the questions that an owner brought."""
    asked = [(one.name, one.version, one.question, one.labels) for one in readers()]
    asked += [(one.name, one.version, one.question, one.labels) for one in own_questions()]
    return {"items": [_shown(*one) for one in asked]}


@router.post("/understand", response=shapes.AllUnderstood, auth=READ)
def understand(request: HttpRequest, asked: Texts) -> dict[str, object]:
    """What each reader makes of each text, and what it names. Nothing is recorded.

    A text has no day: what is told from it, such as "tomorrow", is left out.
    """
    notes = read_all([Text(text) for text in asked.texts])
    return {
        "items": [
            {
                "text": text,
                "notes": [
                    {
                        "reader": note.reader,
                        "version": note.version,
                        "label": note.label,
                        "probability": note.probability,
                        "words": note.words(text),
                    }
                    for note in made
                ],
                "entities": entities(text, language=language_in(made)),
                "side": _side(text, language_in(made)),
            }
            for text, made in zip(asked.texts, notes, strict=True)
        ]
    }


@router.post("/fit", response=shapes.Fit, auth=READ)
def fit(request: HttpRequest, asked: MeantFor) -> Fit:
    """A draft beside the words, the language and the questions of those it is meant for. Nothing is kept."""
    return fitted(member_of(request), asked.text, view=asked.view, label=asked.label)


@router.post("/voices", response=heard.Opinions, auth=READ)
def voices(request: HttpRequest, asked: Votes) -> Voices:
    """The range of opinions in votes: groups, what bridges them, and dissent worth hearing. Nothing is recorded."""
    cast = ((one.person, one.statement, one.vote) for one in asked.votes)
    return heard_in(votes_of(cast, asked.words), asked.organisations)


@router.get("/readers/taught", response=shapes.ReadersTaught, auth=READ)
def list_readers_taught(request: HttpRequest) -> dict[str, object]:
    """How often each reader was right where a member looked, and how far members agree."""
    return {"items": readers_taught()}


@router.get("/readers/set", response=shapes.ReadersSet, auth=READ)
def list_readers_set(request: HttpRequest) -> dict[str, object]:
    """How sure each reader must be here, what another threshold would cost, and what its layer learnt."""
    return {"items": readers_set(), "layers": layers()}


@router.post("/readers/{reader}/choices", response={201: shapes.ReaderChoice}, auth=DECIDE)
def choose_for_reader(request: HttpRequest, reader: Words, asked: ChooseReader) -> Chosen:
    """Say how sure a reader must be, or (`layer`) whether it reads with what was taught. The newest choice counts."""
    if (asked.enough is None) == (asked.layer is None):
        raise Problem(422, "Give one of `enough` and `layer`.", [("body.enough", "a share; or `layer`, true or false")])
    member = member_of(request)
    if asked.enough is not None:
        made = choosing.choose_enough(member=member, reader=reader, enough=asked.enough)
    else:
        made = choosing.choose_layer(member=member, reader=reader, reads=bool(asked.layer))
    return next(one for one in chosen() if one.id == made.pk)


@router.delete("/readers/choices/{choice}", response={204: None}, auth=DECIDE)
def take_reader_choice_back(request: HttpRequest, choice: Key) -> None:
    """What was chosen before counts again, or what was shipped."""
    choosing.take_choice_back(member=member_of(request), choice=choice)


@router.get("/corrections", response=shapes.Corrections, auth=READ)
def list_corrections(
    request: HttpRequest, response: HttpResponse, reader: Words = "", after: Words = "", limit: Limit = 40
) -> dict[str, object]:
    """What members said of labels, the latest first."""
    start = int(turned(after) or 0)
    found = taught(reader=reader, start=start, limit=limit + 1)
    onward = cursor(str(start + limit)) if len(found) > limit else None
    link_next(request, response, onward)
    return {"items": found[:limit], "next": onward, "total": taught_in_all(reader)}


@router.post("/corrections", response={201: shapes.Correction}, auth=DECIDE)
def teach(request: HttpRequest, asked: Teach) -> Taught:
    """Say what a label should be. It wins at once, for the post and all that say the same."""
    made = actions.teach(member=member_of(request), post=asked.post, reader=asked.reader, label=asked.label)
    return taught(post=made.post_id, limit=1)[0]


@router.delete("/corrections/{correction}", response={204: None}, auth=DECIDE)
def take_correction_back(request: HttpRequest, correction: Key) -> None:
    """Let the reader count again."""
    actions.take_back(member=member_of(request), correction=correction)


def _side(text: str, language: str) -> dict[str, object]:
    spoken = side(text, language)
    return {"label": spoken.label, "we": spoken.we, "you": spoken.you, "words": spoken.words(text)}


def _shown(name: str, version: str, question: str, labels: tuple[str, ...]) -> dict[str, object]:
    return {"name": name, "version": version, "question": question, "labels": labels}

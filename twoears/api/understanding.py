"""What a text means: the readers, and what they make of texts that are given."""

from django.http import HttpRequest
from ninja import Router

from twoears.api.asked import Texts
from twoears.api.credentials import READ
from twoears.api.shapes import understanding as shapes
from twoears.understanding.notes import Text
from twoears.understanding.readers import read_all, readers

router = Router(tags=["understanding"])


@router.get("/readers", response=shapes.Readers, auth=READ)
def list_readers(request: HttpRequest) -> dict[str, object]:
    """Every reader, its question and its labels."""
    return {"items": [_shown(one.name, one.version, one.question, one.labels) for one in readers()]}


@router.post("/understand", response=shapes.AllUnderstood, auth=READ)
def understand(request: HttpRequest, asked: Texts) -> dict[str, object]:
    """What each reader makes of each text. Nothing is recorded."""
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
            }
            for text, made in zip(asked.texts, notes, strict=True)
        ]
    }


def _shown(name: str, version: str, question: str, labels: tuple[str, ...]) -> dict[str, object]:
    return {"name": name, "version": version, "question": question, "labels": labels}

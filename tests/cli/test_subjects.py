"""Voices from posts at the command line: subjects, statements, marks, and who agrees; in words and as JSON."""

import json

from typer.testing import CliRunner

from twoears.activities.models import Post as PostRow
from twoears.cli import app
from twoears.conversations.voices.models import Subject

DEARER = "Parking in the centre should cost more."


def do(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


def test_from_a_subject_to_what_people_hold(heard, owner) -> None:
    """
    2026-03-01  acme  says   -     Parking in the centre should cost more.
    2026-03-02  ann   says   -     I think parking in the centre should cost more, because buses are empty.
    2026-03-03  bob   reply  acme  Exactly!
    2026-03-04  cid   says   -     Parking in the centre should not cost more.
    2026-03-05  dan   says   -     The parking in our centre is a scandal
    2026-03-06  dan   says   -     Parking, parking
    """
    heard("acme")
    assert "No subject yet." in do("subjects")
    assert "what a query finds: parking" in do("subjects", "make", "Parking", "--query", "parking")
    key = str(Subject.objects.get().pk)
    assert "No sentence that three" in do("subjects", "propose", "Parking")
    made = json.loads(do("subjects", "state", "parking", DEARER, "--json"))
    statement = str(made["statements"][0]["id"])
    told = do("voices", "--subject", "Parking")
    assert "2 agree, 1 disagree, of 1 of 4 people it cannot be told" in told
    assert "∵ in nearly these words, likely 90%; gives a reason (“because”)" in told
    assert "∵ by the answer it gives, likely 90%" in told and "Dan: speaks of it" in told
    assert "nothing is learnt from marks: there are 0 marks, and it takes 30" in told
    assert json.loads(do("voices", "--subject", key, "--json"))["people"] == 4
    assert "is that right?" in do("subjects", "posts", statement)
    dan = PostRow.objects.get(text__contains="scandal").pk
    mark = json.loads(do("subjects", "mark", statement, str(dan), "disagree", "--json"))
    assert "2 disagree" in do("voices", "--subject", "Parking")
    assert "Taken back." in do("subjects", "unmark", str(mark["id"]))
    assert "likes count" in do("subjects", "count-likes", "Parking")
    assert "likes count" not in do("subjects", "leave-likes-out", "Parking")
    assert DEARER not in do("subjects", "take-back", statement)
    assert DEARER in do("subjects", "state-again", statement)
    assert "Removed: Parking." in do("subjects", "remove", "Parking")
    assert "Parking" in do("subjects", "bring-back", "Parking")


def test_a_query_is_heard_at_once_and_nonsense_is_refused(heard, owner, reader) -> None:
    """
    2026-03-02  ann   says   -     Parking in the centre should cost more.
    """
    heard("acme")
    assert "1 agree, 0 disagree" in do("voices", "--query", "parking", "--statement", DEARER)
    assert not Subject.objects.exists()
    for words, told, code in (
        (("voices",), "Give a file of votes, or --subject", 2),
        (("voices", "--query", "a"), "at least one --statement", 2),
        (("voices", "--query", "(a OR", "--statement", DEARER), "something is missing", 2),
        (("voices", "--subject", "x"), "no subject 'x'", 2),
        (("voices", "--subject", "x", "--statement", "y"), "are kept", 2),
        (("subjects", "fly"), "nothing called 'fly'", 2),
        (("subjects", "make", "A"), "Say what it is about", 2),
        (("subjects", "make", "A", "--kept", "none"), "There is no query", 2),
        (("subjects", "make", "A", "--need", "none"), "no code", 2),
        (("subjects", "mark", "1", "1", "agree"), "no statement 1", 2),
        (("subjects", "make", "A", "--query", "a", "--as", "reader"), "Readers look", 1),
    ):
        assert told in do(*words, code=code), words

"""`twoears strangers`: who may be worth meeting, in words and as JSON, and what is refused."""

from collections.abc import Callable

import msgspec
import pytest

from twoears.cli.meeting import strangers
from twoears.queries.actions import add
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
Hear = Callable[..., None]


def ask(act: str = "list", *things: str, json: bool = False, need: str = "") -> None:
    strangers(act, list(things), need=need, days=3660, within=0, limit=20, member="", json=json)


def test_a_stranger_is_told_met_and_taken_back(owner: Member, heard: Hear, capsys: pytest.CaptureFixture[str]) -> None:
    """
    2026-03-01  ann  says  -  Can anybody recommend a data logger for a freezer?
    """
    heard("acme")
    add(member=owner, name="Loggers", text="logger*")
    ask()
    told = capsys.readouterr().out
    assert "Can anybody recommend" in told and "∵ asked, and nobody has answered" in told
    ask(json=True)
    assert msgspec.json.decode(capsys.readouterr().out)["strangers"][0]["handle"] == "ann"
    ask("meet", "@ann")
    ask(json=True)
    page = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1])
    assert page["strangers"] == [] and page["words"][0]["says"] == "meet"
    ask("undo", str(page["words"][0]["id"]))
    assert "Taken back." in capsys.readouterr().out


@pytest.mark.parametrize("said", [("marry", "ann"), ("meet",), ("meet", "nobody"), ("undo", "x"), ("undo", "99")])
def test_what_cannot_be_done_is_named(owner: Member, heard: Hear, said: tuple[str, ...]) -> None:
    """
    2026-03-01  ann  says  -  Can anybody recommend a data logger for a freezer?
    """
    heard("acme")
    with pytest.raises(SystemExit) as ended:
        ask(*said)
    assert ended.value.code == 2

"""What members say of companies: on the page, at the command line and through the API."""

import json

import pytest
from hearing import person_of
from typer.testing import CliRunner

from twoears.activities.models import Actor
from twoears.cli import app
from twoears.people.companies.models import CompanyDecision
from twoears.people.models import Person
from twoears.people.tasks import meet_by_hand
from twoears.team.actions import make_token

NORTH, QUAY = "north-dairy.example", "quay.example"


@pytest.fixture
def firms(market) -> dict[str, str]:
    """Eve <b> of north-dairy.example and Dan of quay.example were met: name -> their public id."""
    for name, domain in (("Eve <b>", NORTH), ("Dan", QUAY)):
        mail = f"{name[:3].lower()}@{domain}"
        made = Actor.objects.create(
            uid=f"mailto:{mail}", network="mail", handle=mail, name=name, mail=mail, seen_at="2026-03-01T09:00:00+00:00"
        )
        meet_by_hand(made.pk)
    return {name: Person.objects.get(name=name).public_id for name in ("Eve <b>", "Dan")}


def said() -> CompanyDecision:
    return CompanyDecision.objects.latest("pk")


def test_a_member_says_who_belongs_where_and_takes_it_back(office, firms):
    leila = person_of("Leila Haddad")
    about = {"company": NORTH, "since": "2026-01-05", "role": ["decider", "buyer"], "reason": "Their card."}
    page = office.post(f"/people/{leila}/companies/works", about, follow=True).content.decode()
    assert f'href="/people/companies/{NORTH}"' in page and "As a member says, from 2026-01-05." in page
    assert "decider, buyer" in page and "Their card." in page
    company = office.get(f"/people/companies/{NORTH}").content.decode()
    assert "we know two people" in company and "A member says so, from 5 Jan 2026" in company
    assert "Eve &lt;b&gt;" in company and "Eve <b>" not in company
    left = {"company": NORTH, "since": "2026-01-05", "until": "2026-02-01", "reason": "They wrote it."}
    office.post(f"/people/{leila}/companies/works", left)
    assert ">Before</h2>" in office.get(f"/people/companies/{NORTH}").content.decode()
    office.post(f"/people/companies/decisions/{said().pk}/undo", {"next": f"/people/{leila}"})
    assert ">Before</h2>" not in office.get(f"/people/companies/{NORTH}").content.decode()
    denied = {"person": leila, "reason": "It was another Leila."}
    office.post(f"/people/companies/{NORTH}/not", denied)
    assert "we know one person" in office.get(f"/people/companies/{NORTH}").content.decode()


def test_domains_are_joined_named_and_taken_apart(office, firms):
    office.post(f"/people/companies/{NORTH}/join", {"other": QUAY, "name": "Nørth <i>", "reason": "One firm."})
    page = office.get(f"/people/companies/{QUAY}").content.decode()
    assert '<h1 class="any">Nørth &lt;i&gt;: we know two people' in page and "are one company" in page
    assert "Nørth &lt;i&gt;" in office.get("/people/companies?q=nørth").content.decode()
    parts = {"person": firms["Dan"], "role": "user", "reason": "He said so."}
    assert "User" in office.post(f"/people/companies/{NORTH}/roles", parts, follow=True).content.decode()
    office.post(f"/people/companies/{NORTH}/apart", {"domain": QUAY, "reason": "Sold."})
    assert f"{QUAY}: we know one person" in office.get(f"/people/companies/{QUAY}").content.decode()
    office.post(f"/people/companies/{NORTH}/anybody", {"domain": QUAY, "reason": "A provider."})
    assert f"{QUAY}: we know nobody there now" in office.get(f"/people/companies/{QUAY}").content.decode()
    office.post(f"/people/companies/decisions/{said().pk}/undo")
    assert f"{QUAY}: we know one person" in office.get(f"/people/companies/{QUAY}").content.decode()


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"company": "", "reason": "So."}, "No company is named"),
        ({"company": "x" * 300, "reason": "So."}, "is no domain"),
        ({"company": "<script>", "reason": "So."}, "is no domain"),
        ({"company": NORTH, "reason": ""}, "Say why"),
        ({"company": NORTH, "reason": "So.", "since": "2031-01-01"}, "lies ahead"),
        ({"company": NORTH, "reason": "So.", "since": "2026-02-01", "until": "2026-01-01"}, "before they came"),
        ({"company": NORTH, "reason": "So.", "since": "soon"}, "is no day"),
        ({"company": NORTH, "reason": "So.", "role": "king"}, "There is no part"),
    ],
)
def test_what_cannot_be_is_said_on_the_page(office, firms, about, words):
    page = office.post(f"/people/{firms['Eve <b>']}/companies/works", about, follow=True).content.decode()
    assert words in page and "<script>x" not in page
    assert not CompanyDecision.objects.exists()


def test_what_is_not_there_is_not_found_and_a_reader_decides_nothing(office, looking, firms):
    eve = firms["Eve <b>"]
    assert office.post(f"/people/{eve}/companies/marry", {}).status_code == 404
    assert office.post(f"/people/companies/{NORTH}/works-not", {}).status_code == 404
    assert office.post("/people/p_nobody/companies/works", {"company": NORTH, "reason": "So."}).status_code == 404
    assert office.post("/people/companies/decisions/77/undo").status_code == 404
    page = looking.get(f"/people/companies/{NORTH}").content.decode()
    assert (
        "Another name" not in page and "Do they work elsewhere?" not in looking.get(f"/people/{eve}").content.decode()
    )
    for address in (
        f"/people/{eve}/companies/works",
        f"/people/companies/{NORTH}/name",
        "/people/companies/decisions/1/undo",
    ):
        assert looking.post(address, {"company": NORTH, "name": "N", "reason": "So."}).status_code == 403


def do(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["companies", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_at_the_command_line(firms):
    dan, because = firms["Dan"], ("--because", "They say so.")
    assert "works at" in do("set", dan, NORTH, "--from", "2026-01-05", "--role", "decider", *because)
    key = str(said().pk)
    assert "decider: Dan" in do(NORTH) and "from 2026-01-05" in do("person", dan)
    assert "To take it back" in do("join", NORTH, QUAY, "--name", "North", *because)
    assert "quay.example" in do("North") and "are one company, called North" in do("history", QUAY)
    assert "user" in do("part", dan, "north", "--role", "user", *because)
    assert json.loads(do("North", "--json"))["parts"][1]["people"] == ["Dan"]
    do("not", dan, NORTH, *because)
    assert "Cannot tell" in do("person", dan)
    assert "taken back" in do("undo", str(said().pk))
    do("apart", QUAY, *because)
    do("name", QUAY, "Quay & Sons", *because)
    do("anybody", QUAY, *because)
    assert "taken back" in do("undo", key) and json.loads(do("--json"))["total"] == 1
    for words, why in (
        (("set", dan, "nowhere", *because), "is no domain"),
        (("set", dan, "x" * 300, *because), "is no domain"),
        (("set", dan, NORTH), "Say why"),
        (("set", dan, NORTH, "--from", "2031-01-01", *because), "lies ahead"),
        (("set", dan, NORTH, "--until", "the 3rd", *because), "is no day"),
        (("set", "p_nobody", NORTH, *because), "There is nobody"),
        (("part", dan, NORTH, "--role", "king", *because), "There is no part"),
        (("name", NORTH, " ", *because), "needs a name"),
        (("undo", "many"), "is no number"),
        (("undo", "77"), "There is no decision 77"),
        (("set", dan), "set takes PERSON COMPANY"),
        (("marry", dan, NORTH), "There is nothing called"),
    ):
        assert why in do(*words, code=2)


def test_through_the_api(client, owner, firms):
    sent = {"Authorization": f"Bearer {make_token(member=owner, name='all', scopes=['read', 'decide'])}"}

    def ask(method: str, path: str, body: object = None, status: int = 200, headers: dict[str, str] = sent) -> dict:
        data = "" if body is None else json.dumps(body)
        answer = client.generic(method, f"/api/v1/{path}", data, "application/json", headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    dan, why = firms["Dan"], {"reason": "They say so."}
    about = {"company": NORTH, "since": "2026-01-05", "roles": ["buyer"], **why}
    made = ask("POST", f"people/{dan}/companies", about, 201)
    assert [(one["domain"], one["now"], one["roles"]) for one in made["places"]] == [
        (NORTH, True, ["buyer"]),
        (QUAY, True, []),
    ]
    ask("POST", f"people/{dan}/companies/not", {"company": QUAY, **why}, 201)
    ask("POST", f"people/{dan}/companies/roles", {"company": NORTH, "roles": ["decider"], **why}, 201)
    joined = ask("POST", f"companies/{NORTH}/join", {"other": QUAY, "name": "North", **why}, 201)
    assert joined["domains"] == [NORTH, QUAY] and joined["part"]["n"] == len(joined["people"])
    assert ask("POST", f"companies/{QUAY}/name", {"name": "N & Q", **why}, 201)["name"] == "N & Q"
    assert ask("POST", f"companies/{QUAY}/apart", why, 201)["domain"] == QUAY
    ask("POST", f"companies/{QUAY}/anybody", why, 201)
    decisions = ask("GET", "company-decisions")
    assert [one["kind"] for one in decisions] == ["anybody", "apart", "name", "join", "role", "not", "works"]
    for one in decisions:
        assert ask("POST", f"company-decisions/{one['id']}/undo")["undone"]
    assert [one["domain"] for one in ask("GET", f"people/{dan}/companies")["places"]] == [QUAY]
    for path, body, status in (
        (f"people/{dan}/companies", {**about, "since": "2031-01-01"}, 422),
        (f"people/{dan}/companies", {**about, "since": "soon"}, 422),
        (f"people/{dan}/companies", {**about, "company": "nowhere"}, 422),
        (f"people/{dan}/companies", {**about, "roles": ["king"]}, 422),
        ("people/p_nobody/companies", about, 404),
        (f"companies/{NORTH}/join", {"other": NORTH, **why}, 409),
        (f"companies/{NORTH}/name", {"name": "x" * 300, **why}, 422),
        ("company-decisions/77/undo", None, 404),
    ):
        ask("POST", path, body, status)
    looks = {"Authorization": f"Bearer {make_token(member=owner, name='looks', scopes=['read'])}"}
    ask("POST", f"people/{dan}/companies", about, 403, looks)

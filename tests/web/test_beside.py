"""A conversation of several people, opened for one of them."""

from collections.abc import Callable

from django.test import Client

from twoears.team.models import Member


def test_what_was_late_leads_to_whom_it_was_late_for(client: Client, heard: Callable[..., None], owner: Member) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-01 11:00  bob   reply  ann   And on Postgres, @acme? Does it run there?
    2026-03-04 12:00  ann   reply  acme  Which version do I need?
    """
    heard("acme")
    client.force_login(owner)
    late = {row.person: row for row in client.get("/measure/rows?of=late").context["page"].rows}
    assert set(late) == {"Ann", "Bob"}
    for name, other in (("Bob", "Ann"), ("Ann", "Bob")):
        row = late[name]
        way = f"/conversations/{row.conversation}?who={row.person_id}"
        assert f'{way}#m{row.post}"' in client.get("/measure/rows?of=late").content.decode()
        page = client.get(way)
        assert page.context["page"].person == name
        assert page.context["page"].title.startswith(name)
        assert f'id="m{row.post}"' in page.content.decode()
        assert not page.context["page"].title.startswith(other)
    plain = client.get(f"/conversations/{late['Ann'].conversation}").context["page"]
    assert plain == client.get(f"/conversations/{late['Ann'].conversation}?who=p_nobody").context["page"]

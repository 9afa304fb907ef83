"""`twoears token`: let programs in through the API, and put them out again."""

from datetime import UTC, datetime, timedelta

from twoears.cli.saying import fail, hint, print_json, say
from twoears.lib.text import whole
from twoears.team.actions import TeamError, first_owner, make_token, revoke_token
from twoears.team.models import Token


def token(act: str, name: str, *, scopes: list[str], days: int, json: bool) -> None:
    """Make a token (shown once), list those that live, or end one by its number."""
    if act == "create":
        _create(name, scopes, days, json=json)
    elif act == "list":
        _list(json=json)
    elif act == "revoke" and (number := whole(name)) is not None:
        if not revoke_token(member=first_owner(), token=number):
            fail(f"There is no token {name}. See them with `twoears token list`.")
        say(f"Token {name} opens nothing any more.")
    else:
        fail("Say create NAME, list, or revoke NUMBER.", 2)


def _create(name: str, scopes: list[str], days: int, *, json: bool) -> None:
    try:
        words = make_token(member=first_owner(), name=name, scopes=scopes, lives=timedelta(days=days))
    except TeamError as error:
        fail(str(error), 2)
    if json:
        print_json({"token": words, "scopes": scopes, "days": days})
        return
    say(words)
    hint("This is shown once. Send it as `Authorization: Bearer …` to /api/v1.")


def _list(*, json: bool) -> None:
    alive = Token.objects.filter(expires_at__gt=datetime.now(UTC)).order_by("pk")
    rows = [
        {"id": t.pk, "name": t.name, "scopes": t.scopes, "until": t.expires_at, "used_at": t.used_at} for t in alive
    ]
    if json:
        print_json(rows)
        return
    for t in alive:
        used = f"last used {t.used_at:%Y-%m-%d}" if t.used_at else "never used"
        say(f"{t.pk:>3}  {t.name} · {', '.join(t.scopes)} · until {t.expires_at:%Y-%m-%d} · {used}")
    if not alive:
        say("No token lives.")

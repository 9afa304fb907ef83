"""Propose themes for a choice of posts, and keep them for whoever looks next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from twoears.activities.models import Post
from twoears.conversations.needs.pages import Choice, ThemesShown, chosen, themes_shown
from twoears.team.models import Member
from twoears.threads.actions import us
from twoears.understanding.needs.actions import keep_themes, may
from twoears.understanding.needs.models import ThemesKept
from twoears.understanding.needs.terms import Floats
from twoears.understanding.needs.themes import MOST, Said, Theme, Themes, themes
from twoears.understanding.optional.placing.tasks import places_of


def look_for_themes(
    *,
    member: Member,
    wanted: Choice,
    most: int = MOST,
    places: tuple[Sequence[str], Floats] | None = None,
    by: str = "",
) -> ThemesShown:
    """Propose themes for a choice anew, and keep them; a theme that is mostly the same keeps its name.

    `places` are embeddings from elsewhere: the ids or addresses of posts, and a row for each. `by` names an optional
    reader that gives them; raises OptionalError where it may not, or cannot.
    """
    may(member)
    said, left_out = chosen(member, wanted, most)
    if by:
        places = places_of(by, [one.post for one in said], us().actors)
    points = _points(said, places) if places else None
    made = themes(said, left_out=left_out, points=points, before=_before(wanted))
    keep_themes(choice=wanted.key, asked=_plain(wanted), found=_kept(made))
    return themes_shown(wanted)


def _points(said: Sequence[Said], places: tuple[Sequence[str], Floats]) -> Floats:
    """A row for each text: that of its post; zeros where there is none."""
    ids, rows = places
    uids = dict(Post.objects.filter(pk__in=[one.post for one in said]).values_list("pk", "uid"))
    place = {one: at for at, one in enumerate(ids)}
    return np.array([rows[place[uids[one.post]]] if uids.get(one.post) in place else rows[0] * 0 for one in said])


def _before(wanted: Choice) -> list[tuple[str, frozenset[int]]]:
    row = ThemesKept.objects.filter(choice=wanted.key).first()
    return [(one["name"], frozenset(one["members"])) for one in row.found.get("themes", ())] if row else []


def _plain(wanted: Choice) -> dict[str, Any]:
    return dict(msgspec.to_builtins(wanted))


def _kept(made: Themes) -> dict[str, Any]:
    """Without the words of others: those are looked up when they are shown, so that what is deleted is gone."""
    bare = replace(made, themes=tuple(_without_words(theme) for theme in made.themes))
    return dict(msgspec.to_builtins(bare))


def _without_words(theme: Theme) -> Theme:
    return replace(theme, quotes=tuple(replace(quote, text="") for quote in theme.quotes))

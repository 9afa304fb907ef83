"""Quotes of those who take a side: the best argued first, each with what it does, and no two of one person."""

from collections.abc import Mapping
from typing import Final

from twoears.conversations.voices.pages.posts import Posts
from twoears.conversations.voices.pages.showing import Quoted
from twoears.conversations.voices.pages.speakers import posts_shown, speakers
from twoears.understanding.needs.pages import post_shown
from twoears.understanding.stances.arguing import Argued, best_argued
from twoears.understanding.stances.counting import Voiced

_QUOTES: Final = 3
_LOOKED_AT: Final = 500  # of one side, the latest


class Quotes:
    """Looks up the words of posts only where they are quoted."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    def best(self, voiced: Mapping[str, Voiced], side: str) -> tuple[Quoted, ...]:
        """The best argued posts of one side. A like has no words, and is not quoted."""
        own = [(who, one) for who, one in voiced.items() if one.stance.side == side and one.stance.by != "like"]
        own.sort(key=lambda found: found[1].place)
        argued = best_argued([self._posts.told[one.place].text for _, one in own[:_LOOKED_AT]])[:_QUOTES]
        return self._quoted([(*own[one.place], one) for one in argued])

    def _quoted(self, chosen: list[tuple[str, Voiced, Argued]]) -> tuple[Quoted, ...]:
        rows = {who: self._posts.rows[one.place] for who, one, _ in chosen}
        posts = posts_shown(row.post for row in rows.values())
        known = speakers(rows, posts)
        return tuple(
            Quoted(
                item=post_shown(posts[rows[who].post]),
                speaker=known[who],
                side=one.stance.side,
                probability=one.stance.probability,
                by=one.stance.by,
                spans=one.stance.spans,
                reasons=argued.reasons,
            )
            for who, one, argued in chosen
            if who in known
        )

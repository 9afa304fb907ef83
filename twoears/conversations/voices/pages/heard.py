"""What posts tell of a subject: stances towards each statement, votes made of them, and the picture of opinions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from twoears.conversations.voices.actions import standing_subject
from twoears.conversations.voices.models import Subject
from twoears.conversations.voices.pages.posts import MOST, Posts, Row, likes_of, posts_of
from twoears.conversations.voices.pages.quoting import Quotes
from twoears.conversations.voices.pages.showing import (
    DissentHeard,
    FromPosts,
    OpeningHeard,
    StatementHeard,
    StatementShown,
    SubjectShown,
)
from twoears.conversations.voices.pages.speakers import named, organisations, posts_shown, speakers
from twoears.conversations.voices.pages.subjects import adhoc, marks_of, subject_shown
from twoears.understanding.stances.counting import Sides, Voiced, cast, newest, sides
from twoears.understanding.stances.reading import Read, read
from twoears.understanding.stances.stance import MARKED
from twoears.understanding.voices.hearing import Voices, voices
from twoears.understanding.voices.loudness import Loudness, loudness
from twoears.understanding.voices.votes import votes_of

_EVEN: Final = 0.5
_ASKED: Final = 10  # people who speak of it and take no side
_LEAST_SAID: Final = 2  # posts of theirs
_NOBODY: Final = "nobody takes a side that can be told: mark some posts, or choose statements in people's own words"
_NO_SIDE: Final = "speaks of it, and takes no side that can be told"


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """One statement, what posts make of it, and the newest side of each person."""

    statement: StatementShown
    read: Read
    voiced: dict[str, Voiced]


def from_posts(subject: int, most: int = MOST) -> FromPosts:
    """What posts tell of a subject, the latest `most` of them; raises NoSuchSubject."""
    return _from(standing_subject(subject), subject_shown(subject), most)


def from_query(query: str, statements: Sequence[str], most: int = MOST) -> FromPosts:
    """The same of what a query finds, with statements that are not kept; raises BadWords."""
    return _from(*adhoc(query, statements), most)


def _from(subject: Subject, shown: SubjectShown, most: int) -> FromPosts:
    marks = {one.id: marks_of(one.id) if shown.id else {} for one in shown.statements}
    posts = posts_of(subject, most, {post for of in marks.values() for post in of})
    heard = _heard(posts, shown, marks)
    loud = _loudness(posts)
    names = named({*loud.names, *(who for one in heard for who in one.voiced)})
    picture = _picture(heard, loud, names)
    quotes = Quotes(posts)
    return FromPosts(
        subject=shown,
        posts=len(posts.rows) - posts.answers,
        answers=posts.answers,
        left_out=posts.left_out,
        people=len(posts.people),
        statements=tuple(_statement(one, posts, quotes) for one in heard),
        voices=picture,
        why_none="" if picture else _NOBODY if shown.statements else "no statement was chosen yet",
        dissent=_dissent(picture, heard, names, quotes) if picture else (),
        openings=_openings(picture, posts, heard, names),
    )


def _heard(posts: Posts, shown: SubjectShown, marks: Mapping[int, Mapping[int, str]]) -> list[_Heard]:
    place = {row.post: at for at, row in enumerate(posts.rows)}
    told = []
    for one in shown.statements:
        given = {place[post]: MARKED[side] for post, side in marks[one.id].items() if post in place}
        told.append((one, read(one.words, posts.told, given)))
    likes = _likes(posts, [made for _, made in told], place) if shown.likes_count else []
    return [_Heard(one, made, newest(posts.told, made.stances, likes)) for one, made in told]


def _likes(posts: Posts, read_: Sequence[Read], place: Mapping[int, int]) -> list[tuple[str, int]]:
    """Likes of posts that state something, by members' marks or in so many words: not of what was only learnt."""
    stating = {at for one in read_ for at, stance in enumerate(one.stances) if stance.by in ("mark", "words")}
    return [(who, place[post]) for who, post in likes_of(sorted(posts.rows[at].post for at in stating))]


def _loudness(posts: Posts) -> Loudness:
    """Who said how much is told by posts: a vote is one for each person, however often they say it."""
    turns = [row.who for row in posts.rows if not row.ours]
    return loudness(turns, organisations(posts.people))


def _picture(heard: Sequence[_Heard], loud: Loudness, names: Mapping[str, str]) -> Voices | None:
    rows = cast({str(one.statement.id): one.voiced for one in heard})
    if not rows:
        return None
    words = {str(one.statement.id): one.statement.words for one in heard}
    made = voices(votes_of([(names.get(who, who), name, vote) for who, name, vote in rows], words))
    return replace(made, loudness=replace(loud, names=tuple(names.get(who, who) for who in loud.names)))


def _statement(one: _Heard, posts: Posts, quotes: Quotes) -> StatementHeard:
    counted = sides(one.voiced, len({*posts.people, *one.voiced}))
    return StatementHeard(
        statement=one.statement,
        sides=counted,
        fewer=_fewer(counted),
        agreeing=quotes.best(one.voiced, "agree"),
        disagreeing=quotes.best(one.voiced, "disagree"),
        words_right=one.read.words_right,
        learnt_right=one.read.learnt_right,
        why_not=one.read.why_not,
    )


def _fewer(counted: Sides) -> str:
    low, high = counted.of_sides.low, counted.of_sides.high
    if low is None or high is None or low <= _EVEN <= high:
        return ""
    return "agree" if high < _EVEN else "disagree"


def _dissent(
    picture: Voices, heard: Sequence[_Heard], names: Mapping[str, str], quotes: Quotes
) -> tuple[DissentHeard, ...]:
    who = {name: one for one, name in names.items()}
    of = {str(one.statement.id): one for one in heard}
    return tuple(
        DissentHeard(
            statement=of[one.statement].statement.id,
            words=one.words,
            side=one.side,
            against=one.against,
            quietly=one.quietly,
            quotes=quotes.best(
                {who[name]: of[one.statement].voiced[who[name]] for name in one.voices if name in who}, one.side
            ),
        )
        for one in picture.dissent
    )


def _openings(
    picture: Voices | None, posts: Posts, heard: Sequence[_Heard], names: Mapping[str, str]
) -> tuple[OpeningHeard, ...]:
    who = {name: one for one, name in names.items()}
    said = Counter(row.who for row in posts.rows if not row.ours)
    unsure = [(who[one.person], one.nearest) for one in (picture.openings if picture else ()) if one.person in who]
    why = {one: f"may belong to another group than {nearest}" for one, nearest in unsure if one in said}
    sided = {one for statement in heard for one in statement.voiced}
    quiet = [one for one in sorted(said, key=lambda one: (-said[one], one)) if one not in sided]
    if heard:
        why |= dict.fromkeys([one for one in quiet if said[one] >= _LEAST_SAID][:_ASKED], _NO_SIDE)
    last = _last(posts, set(why))
    shown = speakers(last, posts_shown(row.post for row in last.values()))
    return tuple(
        OpeningHeard(speaker=shown[one], posts=said[one], why=told) for one, told in why.items() if one in shown
    )


def _last(posts: Posts, who: set[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in posts.rows:
        if row.who in who and not row.ours:
            found.setdefault(row.who, row)
    return found

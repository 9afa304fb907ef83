"""The front door for notebooks: read a thing, measure it, find in it, understand texts. Nothing of that is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import narwhals as nw
import pyarrow as pa

from twoears.activities.values import Activity, Post
from twoears.lib.intervals import Number
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import said_of
from twoears.listening.tree import looks_at
from twoears.measures.ratios import five
from twoears.measures.stream import SCHEMA, WHO
from twoears.people.buying.acts import Act, weekly
from twoears.people.buying.cycle import CannotLearn, thin
from twoears.people.buying.cycle import learn as learn_cycle
from twoears.people.buying.states import STATES
from twoears.people.ruling import read as read_rules
from twoears.people.stages import RULES, Evidence, Step, steps
from twoears.sources.catalogue import recognise, thing
from twoears.sources.reading import Asked, SetAside
from twoears.team.hours import in_words
from twoears.threads.turns import Said as SaidInThread
from twoears.threads.turns import Turn, turns
from twoears.threads.us import Us, names_of
from twoears.threads.weave import Groups
from twoears.understanding.entities.finding import entities as entities_in
from twoears.understanding.entities.values import Entity
from twoears.understanding.fit.fit import Fit, Said
from twoears.understanding.fit.fit import fit as fit_to
from twoears.understanding.needs import themes as needs
from twoears.understanding.needs.themes import Themes
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.readers import languages, read_all
from twoears.understanding.sides import Side as OfWhom
from twoears.understanding.sides import side
from twoears.understanding.stances.reading import Read
from twoears.understanding.stances.reading import read as read_stances
from twoears.understanding.stances.stance import Side, Told
from twoears.understanding.voices.hearing import Voices
from twoears.understanding.voices.hearing import voices as heard_in
from twoears.understanding.voices.reading import read_votes
from twoears.understanding.voices.votes import votes_of

HALF_A_DAY = 12 * 60


def read(
    text: str,
    *,
    kind: str = "",
    columns: Mapping[str, str] | None = None,
    base: str = "",
    aside: list[SetAside] | None = None,
) -> Iterator[Activity]:
    """The activities of a file, a folder, an address or a handle; records that cannot be read go to `aside`.

    Raises CannotRead where nobody knows what it is.
    """
    given = thing(text)
    for heard in recognise(given, kind).read(given, Asked(columns=columns or {}, base=base)):
        if isinstance(heard, Activity):
            yield heard
        elif isinstance(heard, SetAside) and aside is not None:
            aside.append(heard)


def understand(texts: Iterable[str] | str) -> list[tuple[Note, ...]]:
    """What each reader makes of each text (or of the one that is given), in the order of the readers."""
    return read_all([Text(text) for text in ([texts] if isinstance(texts, str) else texts)])


def entities(
    texts: Iterable[str] | str, *, language: str = "", said_at: datetime | None = None
) -> list[tuple[Entity, ...]]:
    """What each text (or the one that is given) names: people, companies, products, places, prices, days, addresses.

    `language` is told from the words where it is not given; `said_at` is the day from which "tomorrow" counts.

    >>> [(one.kind, one.key) for one in entities("The FX-3 is €20 in Berlin", language="en")[0]]
    [('product', 'fx-3'), ('price', 'EUR 20.00'), ('place', 'berlin')]
    """
    given = [texts] if isinstance(texts, str) else list(texts)
    spoken = [language] * len(given) if language else languages([Text(text) for text in given])
    return [entities_in(text, language=tongue, said_at=said_at) for text, tongue in zip(given, spoken, strict=True)]


def sides(texts: Iterable[str] | str, *, language: str = "") -> list[OfWhom]:
    """Of whom each text (or the one that is given) speaks: of its author's own side, of the other, of both, of neither.

    >>> [one.label for one in sides(["We won a prize and are proud of it!", "And how did you like the concert?"])]
    ['we', 'you']
    """
    given = [texts] if isinstance(texts, str) else list(texts)
    spoken = [language] * len(given) if language else languages([Text(text) for text in given])
    return [side(text, tongue) for text, tongue in zip(given, spoken, strict=True)]


def fit(draft: str, texts: Iterable[str], others: Iterable[str] = ()) -> Fit:
    """How a draft fits those who said `texts`: words, language, reading level, questions. `others` said the rest.

    >>> fit("It runs on Linux.", ["Does it run on Linux?"] * 20).taken_up.n
    20
    """
    said = list(texts)
    notes = [{note.reader: note.label for note in made} for made in understand(said)]
    return fit_to(
        draft,
        [
            Said(post=place, text=text, language=_told(made["language"]), asks=made["asks"])
            for place, (text, made) in enumerate(zip(said, notes, strict=True))
        ],
        list(others),
    )


def _told(label: str) -> str:
    return "" if label == CANNOT_TELL else label


def voices(
    votes: Iterable[tuple[str, str, int]] | Path | str,
    *,
    words: Mapping[str, str] | None = None,
    organisations: Mapping[str, str] | None = None,
) -> Voices:
    """The range of opinions in votes: groups, what bridges them, and dissent worth hearing.

    `votes` are (person, statement, vote), a vote being 1 (agree), 0 (pass) or -1 (disagree); or a file of them. `words`
    are those of the statements, `organisations` says who belongs to which. Raises VotesError.

    >>> voices([("ann", "cheaper", 1), ("bob", "cheaper", -1)]).sentence
    'No groups: cannot tell, for there is only one statement.'
    """
    if isinstance(votes, (str, Path)):
        return heard_in(read_votes(Path(votes)), organisations)
    return heard_in(votes_of(votes, words), organisations)


def stances(
    statement: str,
    texts: Iterable[str | tuple[str, str]],
    *,
    answers: Mapping[int, int] | None = None,
    marks: Mapping[int, Side] | None = None,
) -> Read:
    """Whether texts agree with a statement, disagree, or it cannot be told; a text may come with who said it.

    `answers` says which text (by its place, from 0) answers which, `marks` what you say yourself of some of them.

    >>> found = stances("The signal is weak.", ["I think the signal is weak!", "The signal is not weak", "Is it weak?"])
    >>> [one.side for one in found.stances]
    ['agree', 'disagree', 'cannot tell']
    """
    given = [(one, f"text {at}") if isinstance(one, str) else one for at, one in enumerate(texts)]
    to = answers or {}
    return read_stances(statement, [Told(text, who, to.get(at, -1)) for at, (text, who) in enumerate(given)], marks)


def stages(evidence: Iterable[Evidence], *, rules: str = "", now: datetime | None = None) -> list[Step]:
    """Where somebody stood and since when, from what happened; `rules` in YAML, else those that Two Ears comes with.

    Raises RulesError with the line of each mistake.

    >>> from datetime import UTC
    >>> met = [Evidence(datetime(2026, 3, day, tzinfo=UTC), "exchange", day) for day in (1, 8)]
    >>> [step.at.day for step in stages(met, rules="- {to: friend, from: stranger, when: exchange, count: 2}")]
    [8]
    """
    return steps(evidence, read_rules(rules) if rules else RULES, now)


def buying(acts: Iterable[Act], *, as_of: datetime, weeks: int = 104) -> dict[int, dict[str, float]] | CannotLearn:
    """person -> the chance of each state of a buying cycle within thirty days, learnt from what all of them did.

    Of whom too little was heard nothing is told. `CannotLearn` says why nothing is told of anybody.

    >>> buying([Act(1, datetime(2026, 3, 1), "visit")], as_of=datetime(2026, 3, 2)).why
    'only 1 person did something that tells; it takes 50'
    """
    heard = list(acts)
    table = weekly(heard, as_of, weeks)
    learnt = learn_cycle(table, heard)
    if isinstance(learnt, CannotLearn):
        return learnt
    told, few = learnt.tell(table, weeks - 1), thin(table)
    return {who: dict(zip(STATES, told[at].tolist(), strict=True)) for at, who in enumerate(table.who) if not few[at]}


def themes(texts: Iterable[str | tuple[str, str]]) -> Themes:
    """What people speak of, in their own words; a text may come with who said it. What cannot be told is said.

    `members` and quotes name a text by its place, from 0.

    >>> found = themes([("no signal in the lab", "ann"), ("where is my invoice?", "bob")] * 20)
    >>> [(theme.name, theme.posts.k, theme.people.k, theme.holds) for theme in found.themes]
    [('invoice', 20, 1, True), ('no signal, lab', 20, 1, True)]
    """
    given = [(one, f"text {at}") if isinstance(one, str) else one for at, one in enumerate(texts)]
    said = [needs.Said(post=at, text=text, who=who) for at, (text, who) in enumerate(given)]
    return needs.themes(said[: needs.MOST], left_out=max(len(said) - needs.MOST, 0))


def find(query: str, activities: Iterable[Activity], *, us: Sequence[str] | str = ()) -> list[Post]:
    """The posts among `activities` that a query finds, in their order; raises QueryError.

    `us` are our handles or actor ids, for `from:us` and `to:us`.

    >>> from twoears.activities.values import Actor, created
    >>> ann = Actor(id="https://x.com/ann", network="x", handle="ann")
    >>> said = [Post(id=str(n), author=ann, published=datetime(2026, 3, 1, tzinfo=UTC), text=text)
    ...         for n, text in enumerate(["The pump leaks", "A loud fan"])]
    >>> [post.text for post in find("pump* AND leak*", map(created, said))]
    ['The pump leaks']
    """
    posts = [a.object for a in activities if a.type == "Create" and isinstance(a.object, Post)]
    names = {word.lower().lstrip("@") for word in ([us] if isinstance(us, str) else us)}
    asked = parse(query)
    read_as = languages([_words(post) for post in posts]) if "lang" in looks_at(asked) else [""] * len(posts)
    heard = [
        said_of(
            post,
            read_as=language,
            ours=bool({post.author.id.lower(), post.author.handle.lower()} & names),
            to_us=bool({one.lower().lstrip("@") for one in post.mentions} & names),
        )
        for post, language in zip(posts, read_as, strict=True)
    ]
    return [posts[at] for at, _ in Matcher({"asked": asked}).match(heard)]


def measure(
    activities: Iterable[Activity],
    *,
    us: Sequence[str] | str,
    promise_minutes: int = HALF_A_DAY,
    now: datetime | None = None,
) -> tuple[Number, ...]:
    """The five ratios of how we talk, in the order of `twoears.measures.ratios.MEASURES`.

    `us` are our handles or actor ids (or the one that we have); a promise runs around the clock. Every account stands
    for itself: who is who is not resolved here.
    """
    posts = list(
        {a.object.id: a.object for a in activities if a.type == "Create" and isinstance(a.object, Post)}.values()
    )
    talk = _Talk(posts, [us] if isinstance(us, str) else us)
    rows = [row for thread in talk.threads() for row in talk.rows(thread, timedelta(minutes=promise_minutes))]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(SCHEMA)
    arrays = [pa.array(list(values), _plain(field.type)) for values, field in zip(columns, SCHEMA, strict=True)]
    stream, who = nw.from_native(pa.table(arrays, names=SCHEMA.names)).lazy(), nw.from_native(WHO.empty_table()).lazy()
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    return five(stream, who, now=moment, promise=in_words(promise_minutes))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


class _Talk:
    """Posts with numbers in place of ids, as threads need them."""

    def __init__(self, posts: Sequence[Post], us: Sequence[str]) -> None:
        self.posts = posts
        self.number = {post.id: number for number, post in enumerate(posts, 1)}
        self.actor = {key: number for number, key in enumerate(dict.fromkeys(post.author.id for post in posts), 1)}
        names = {word.lower().lstrip("@") for word in us}
        mine = {
            p.author.id for p in posts if {p.author.id.lower(), p.author.handle.lower(), p.author.mail.lower()} & names
        }
        self.us = Us(frozenset(self.actor[key] for key in mine), frozenset(names | {key.lower() for key in mine}))
        self.named = {
            word: self.actor[p.author.id]
            for p in posts
            for word in (p.author.id.lower(), p.author.handle.lower())
            if word
        }
        self.notes = [
            {note.reader: note.label for note in notes} for notes in read_all([_words(post) for post in posts])
        ]

    def threads(self) -> list[list[int]]:
        """Places of posts, by thread."""
        groups = Groups()
        for post in self.posts:
            groups.tie(
                [key for key in (post.id, post.in_reply_to, f"context {post.context}" if post.context else "") if key]
            )
        found: dict[object, list[int]] = {}
        for place, post in enumerate(self.posts):
            found.setdefault(groups.root(post.id), []).append(place)
        return list(found.values())

    def rows(self, thread: Sequence[int], promise: timedelta) -> Iterator[tuple[object, ...]]:
        """The rows of the stream for one thread."""
        for turn in turns([self.said(place) for place in thread]):
            yield self.row(turn, self.number[self.posts[thread[0]].id], promise)

    def row(self, turn: Turn, thread: int, promise: timedelta) -> tuple[object, ...]:
        said = turn.said
        due = said.at + promise if turn.waits else None
        return (
            said.key,
            "Create",
            self.posts[said.key - 1].author.network,
            said.author,
            said.key,
            thread,
            _naive(said.at),
            said.ours,
            turn.to_us,
            turn.waits,
            _naive(due),
            _naive(turn.answered_at),
            turn.begins,
            turn.replied_to,
            _naive(turn.wrote_back_at),
            *(said.promotes if said.ours else None, said.we, said.you),
        )

    def said(self, place: int) -> SaidInThread:
        post, labels = self.posts[place], self.notes[place]
        author = self.actor[post.author.id]
        ours = author in self.us.actors
        promotion = labels.get("promotion", "none")
        spoken = side(post.text, _told(labels["language"]))
        return SaidInThread(
            key=place + 1,
            author=author,
            at=post.published,
            ours=ours,
            reply_to=self.number.get(post.in_reply_to, 0),
            complete=not post.in_reply_to or post.in_reply_to in self.number,
            names=names_of(post.mentions, post.text, self.named),
            names_us=not ours and self.us.named_in(list(post.mentions), post.text),
            asks=labels.get("asks", ""),
            complains=labels.get("complaint") == "complaint",
            thanks=labels.get("thanks") == "thanks",
            promotes=None if promotion == CANNOT_TELL else promotion == "promotion",
            we=spoken.we if ours else 0,
            you=spoken.you if ours else 0,
        )


def _words(post: Post) -> Text:
    return Text(f"{post.title}\n{post.text}" if post.title else post.text, post.language)


def _naive(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None

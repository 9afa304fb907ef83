"""One conversation: its messages in the order of speech, what is open in them, what was decided."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from twoears.activities.models import Actor, Post
from twoears.conversations.actions import the_thread
from twoears.conversations.models import Decision, Draft, Standing, TeamNote
from twoears.conversations.one import Conversation, Decided, Label, Message, Named
from twoears.conversations.one import Note as TeamNoteShown
from twoears.conversations.pages.queue import about, languages_of, shortened
from twoears.conversations.tasks import WAITS
from twoears.conversations.today import Why
from twoears.people.models import Identity, Person
from twoears.team.actions import first_team
from twoears.team.models import Member
from twoears.threads.models import Thread, Turn
from twoears.understanding.entities.models import Entity
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL
from twoears.understanding.optional.pages import read_by
from twoears.understanding.teaching.pages import said_by

SHOWN = 60
_NOT_SAID = {"language", "kind", "function"}  # what holds of every post would only stand in the way


def conversation(
    public_id: str, member: Member, *, now: datetime | None = None, everything: bool = False, who: str = ""
) -> Conversation:
    """The conversation, its last messages (or all), beside the one it is mostly with or `who` spoke in it, by the id of
    a person; raises NotHere.
    """
    moment = now or datetime.now(UTC)
    thread = the_thread(member, public_id)
    standing = Standing.objects.select_related("owner", "team").get(thread=thread)
    turns = list(
        Turn.objects.filter(thread=thread)
        .select_related("post", "actor")
        .order_by("-at", "-post")[: None if everything else SHOWN]
    )
    turns.reverse()
    identities = _identities(turns)
    messages = _messages(turns, identities, earlier=thread.turns > len(turns))
    mostly = identities.get(thread.counterpart_id or 0)
    actor, person = _chosen(turns, identities, who) or (thread.counterpart, mostly)
    decisions = _decisions(thread)
    title = title_of(thread, standing, mostly.name if mostly else _first_author(messages))
    return Conversation(
        id=thread.public_id,
        title=title if person == mostly or not person else _title_beside(person, mostly),
        network=thread.network,
        private=thread.private,
        person=person.name if person else _first_name(thread, turns),
        person_id=person.public_id if person else "",
        stage=person.stage if person else "stranger",
        about=about(actor, person.organisation if person else "") if actor else "",
        state=_state(standing, decisions, moment),
        messages=messages,
        earlier=thread.turns - len(turns),
        notes=_notes(thread),
        decisions=decisions,
        why=tuple(Why(str(w["reason"]), float(str(w["hours"]))) for w in standing.why),
        waiting_since=standing.waiting_since,
        due_at=standing.due_at,
        overdue=standing.due_at is not None and standing.due_at < moment,
        promise_minutes=(standing.team or first_team()).promise_minutes,
        owner=str(standing.owner or ""),
        team=str(standing.team or ""),
        original=next((m.url for m in reversed(messages) if m.url), ""),
        draft=_draft(thread, member),
        etag=_etag(thread, decisions),
        others=_others(thread, person, member),
    )


def _chosen(turns: list[Turn], people: dict[int, Person], who: str) -> tuple[Actor, Person] | None:
    """The account and the person that is asked for, where they speak here and are not us."""
    theirs = ((turn.actor, people.get(turn.actor_id)) for turn in turns if not turn.ours)
    return next(((actor, person) for actor, person in theirs if person and person.public_id == who), None)


def _title_beside(person: Person, mostly: Person | None) -> str:
    return f"{person.name}, in a conversation with {mostly.name}" if mostly else f"{person.name}, among others"


def _identities(turns: list[Turn]) -> dict[int, Person]:
    found = Identity.objects.filter(actor__in={t.actor_id for t in turns}).select_related("person")
    return {identity.actor_id: identity.person for identity in found}


def _messages(turns: list[Turn], people: dict[int, Person], *, earlier: bool) -> tuple[Message, ...]:
    posts = [turn.post_id for turn in turns]
    labels, named = _labels(posts), _named(posts)
    languages = languages_of(posts)
    by_uid = {turn.post.uid: turn for turn in turns}
    asked = {turn.post.in_reply_to for turn in turns} - set(by_uid) - {""}
    beyond = set(Post.objects.filter(uid__in=asked).values_list("uid", flat=True)) if asked else set()
    shown: list[Message] = []
    above: Turn | None = None
    for turn in turns:
        parent = by_uid.get(turn.post.in_reply_to)
        # The message above is the parent nearly always; another one is named in one line.
        line = "" if parent is None or parent is above else f"{parent.actor}: {shortened(parent.post.text, 90)}"
        missing = bool(turn.post.in_reply_to) and parent is None and turn.post.in_reply_to not in beyond
        made = _message(turn, people.get(turn.actor_id), labels.get(turn.post_id, []), line, missing, languages)
        shown.append(replace(made, entities=named.get(turn.post_id, ())))
        above = turn
    return tuple(shown)


def _message(
    turn: Turn, person: Person | None, notes: list[Note], parent: str, missing: bool, languages: dict[int, str]
) -> Message:
    post = turn.post
    whole = f"{post.title}\n{post.text}" if post.title else post.text
    shift = len(post.title) + 1 if post.title else 0
    asks = next((note for note in notes if note.reader == "asks" and note.label != CANNOT_TELL), None)
    spans = sorted((a - shift, b - shift) for a, b in asks.spans if a >= shift) if asks and turn.waits else []
    return Message(
        post=post.pk,
        uid=post.uid,
        author=person.name if person else str(turn.actor),
        handle=turn.actor.handle,
        person_id=person.public_id if person else "",
        stage=person.stage if person else "stranger",
        ours=turn.ours,
        to_us=turn.to_us,
        at=turn.at,
        title=post.title,
        text=post.text,
        language=languages.get(post.pk, post.language),
        url=post.url,
        withdrawn=post.withdrawn_at is not None,
        marked=tuple((a, b) for a, b in spans),
        waits=turn.waits,
        open=turn.open,
        answered_at=turn.answered_at,
        parent=parent,
        missing_parent=missing,
        labels=tuple(_label(note, whole) for note in notes if note.reader not in _NOT_SAID),
    )


def _labels(posts: list[int]) -> dict[int, list[Note]]:
    made: dict[int, list[Note]] = {}
    for note in Note.objects.filter(post__in=posts).order_by("reader"):
        made.setdefault(note.post_id, []).append(note)
    return made


def _named(posts: list[int]) -> dict[int, tuple[Named, ...]]:
    made: dict[int, tuple[Named, ...]] = {}
    for one in Entity.objects.filter(post__in=posts).order_by("post", "start"):
        shown = Named(
            kind=one.kind,
            name=one.name,
            key=one.key,
            start=one.start,
            end=one.end,
            probability=one.probability,
            reason=one.reason,
        )
        made[one.post_id] = (*made.get(one.post_id, ()), shown)
    return made


def _label(note: Note, whole: str) -> Label:
    words = tuple(whole[start:end] for start, end in note.spans)
    by, model = said_by(note.version), read_by(note.version)
    return Label(reader=note.reader, label=note.label, probability=note.probability, words=words, by=by, model=model)


def title_of(thread: Thread, standing: Standing, name: str) -> str:
    """What a conversation with `name` (empty where nobody has answered us) comes to, in a sentence."""
    if standing.needs == WAITS and standing.waiting == 1:
        return {
            "question": f"{name} has a question open",
            "request": f"{name} asks for help",
            "complaint": f"{name} is not happy",
            "reply": f"{name} gave what you asked for",
            "unsure": f"{name} may wait for an answer",
        }.get(standing.waits, f"{name} waits for you")
    if standing.needs == WAITS:
        return f"{name} waits for {standing.waiting} answers"
    if not thread.ours:
        return f"{name or 'Somebody'} spoke to you"
    return f"You and {name} have talked" if name else "You spoke, and nobody has answered"


def _first_author(messages: tuple[Message, ...]) -> str:
    return next((m.author for m in messages if not m.ours), "")


def _first_name(thread: Thread, turns: list[Turn]) -> str:
    return str(thread.counterpart) if thread.counterpart else next((str(t.actor) for t in turns), "")


def _state(standing: Standing, decisions: tuple[Decided, ...], now: datetime) -> str:
    if standing.hidden_until and standing.hidden_until > now:
        return "later"
    if standing.needs:
        return "waiting" if standing.needs == WAITS else "thanks"
    closed = any(d.kind in (Decision.Kind.DONE, Decision.Kind.ANSWERED) and not d.undone for d in decisions)
    return "done" if closed else "quiet"


def _notes(thread: Thread) -> tuple[TeamNoteShown, ...]:
    found = (
        TeamNote.objects.filter(post__turn__thread=thread, undone_at=None).select_related("member").order_by("made_at")
    )
    return tuple(TeamNoteShown(id=n.pk, member=str(n.member or ""), text=n.text, at=n.made_at) for n in found)


def _decisions(thread: Thread) -> tuple[Decided, ...]:
    found = Decision.objects.filter(post__turn__thread=thread).select_related("member", "to_member", "to_team")
    return tuple(
        Decided(
            id=d.pk,
            kind=d.kind,
            member=str(d.member or ""),
            at=d.made_at,
            until=d.until,
            to=str(d.to_member or d.to_team or ""),
            undone=d.undone_at is not None,
        )
        for d in found.order_by("-made_at", "-pk")
    )


def _draft(thread: Thread, member: Member) -> str:
    found = Draft.objects.filter(post__turn__thread=thread, member=member).order_by("-changed_at").first()
    return found.text if found else ""


def _etag(thread: Thread, decisions: tuple[Decided, ...]) -> str:
    seen = f"{thread.pk} {thread.turns} {thread.last_at} {[(d.id, d.undone) for d in decisions]}"
    return sha256(seen.encode()).hexdigest()[:16]


def _others(thread: Thread, person: Person | None, member: Member) -> tuple[tuple[str, str], ...]:
    if person is None:
        return ()
    actors = Identity.objects.filter(person=person).values("actor")
    found = Standing.objects.visible_to(member).filter(thread__counterpart__in=actors).exclude(thread=thread)
    latest = found.select_related("thread", "post").order_by("-thread__last_at")[:5]
    return tuple((s.thread.public_id, shortened(s.post.text, 70) if s.post else _first_words(s.thread)) for s in latest)


def _first_words(thread: Thread) -> str:
    first = Turn.objects.filter(thread=thread).select_related("post").order_by("at", "post").first()
    return shortened(first.post.text, 70) if first else ""

"""Conversations: as a list, and one of them; and what a member decides there."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from twoears.conversations import actions
from twoears.conversations.listing import Listing
from twoears.conversations.models import Decision
from twoears.conversations.one import Conversation, Label, Message, Note
from twoears.conversations.pages.queue import conversations as listed
from twoears.conversations.pages.queue import today as who_needs_us
from twoears.conversations.pages.thread import conversation as one
from twoears.lib.counts import lasting, spelled
from twoears.lib.text import whole
from twoears.publishing.pages import about_posts, speaking
from twoears.publishing.showing import DeliveryShown, Mouth
from twoears.queries.pages.named import posts_naming
from twoears.team.actions import promise_given
from twoears.team.models import Member, Team
from twoears.understanding.entities.values import LONGEST, asked_for
from twoears.understanding.optional.pages import right_as
from twoears.understanding.teaching.pages import taught
from twoears.web.doors import asked_from, back_to, deciders_only, member_of, members_only, onward, say, show, zone_of
from twoears.web.narrowing import TAB_NAMES, Chosen, choices
from twoears.web.teaching import choices_of
from twoears.web.views.today import said as said_today
from twoears.web.words import network_name, opening, percent, promise

_EMPTY = {
    "waiting": "Nobody waits for an answer.",
    "mine": "Nobody waits for you.",
    "nobody": "Everybody who waits has somebody.",
    "long ago": "Nobody has waited for more than a month.",
    "later": "Nothing was put off.",
    "all": "No conversation was heard yet.",
}
_QUIET = {
    "quiet": "Nothing waits here.",
    "done": "You are done here, until they write again.",
    "on its way": "Your answer is on its way.",
}
_GOING = ("pending", "sending", "unknown")  # states of an answer that may reach them without another hand
_MORNING = time(8, 0)
_SEEN = ("handle", "link")
_NAMED = 12  # things that are named, shown beside a conversation


@members_only
def conversations(request: HttpRequest) -> HttpResponse:
    """A list of conversations, a page at a time."""
    member = member_of(request)
    asked = (request.GET.get(key, "")[:40].replace("\0", "") for key in ("tab", "network", "lang", "label", "after"))
    tab, network, lang, label, after = asked
    about = request.GET.get("about", "")[:LONGEST].replace("\0", "")
    page = listed(member, tab=tab or "waiting", network=network, lang=lang, label=label, about=about, after=after)
    said = _said_list(page, network, lang or label or about) | {
        "json": f"/conversations.json?{request.GET.urlencode()}"
    }
    if about and not page.total:
        said |= _said_elsewhere(about, narrowed=bool(network or lang or label or page.tab != "all"))
    return show(
        request,
        "pages/conversations.html",
        page,
        said=said,
        choices=choices(page, Chosen(page.tab, network, lang, label, about), member.languages),
    )


@members_only
def conversation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One conversation, with everything that was said if `?all=1`."""
    member, now = member_of(request), datetime.now(UTC)
    who = request.GET.get("who", "")[:40]
    page = one(public_id, member, now=now, everything="all" in request.GET, who=who)
    others = listed(member, tab="waiting", limit=8, now=now)
    mouths = speaking(page.network) if member.may_decide else ()
    places = _in_order(page, mouths)
    return show(
        request,
        "pages/conversation.html",
        page,
        said=_said_one(page, others, now),
        list=others,
        thread=places,
        mouths=[mouth for mouth in mouths if "reply" in mouth.acts],
        longest=min((mouth.longest for mouth in mouths if mouth.longest), default=0),
        answers=_answers(page, who),
        labels=_labels(page),
        named=_named(page),
        teach=_to_teach(page) if member.may_decide else None,
        later=later_choices(zone_now(request)),
        members=Member.objects.filter(is_active=True).exclude(role="reader"),
        teams=Team.objects.order_by("name"),
        undoable=_undoable(page),
        here=page.id,
        quiet=_QUIET.get("on its way" if _on_its_way(places) else page.state, ""),
    )


def _answers(page: Conversation, who: str) -> int:
    """The post that a reply answers: the last of theirs; of the one who was asked for, where they speak here."""
    theirs = [m for m in reversed(page.messages) if not m.ours and not m.withdrawn]
    asked_for = (m.post for m in theirs if who and m.person_id == who)
    return next(asked_for, next((m.post for m in theirs), 0))


@deciders_only
def decide(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Done, later, handed over, answered there, or a note: decided by POST, said with a way back."""
    member = member_of(request)
    if what == "note":
        actions.annotate(member=member, conversation=public_id, text=request.POST.get("text", ""))
        return onward(request, gettext("Your team sees the note."), reverse("conversation", args=[public_id]))
    decided, words = _decided(request, member, public_id, what)
    if request.headers.get("HX-Request"):
        return _row_gone(request, member, decided, words)
    say(request, words, reverse("undo", args=[decided.pk]))
    return HttpResponseRedirect(back_to(request, reverse("today")))


@deciders_only
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a reply in the making."""
    text = request.POST.get("text", "")
    actions.save_draft(member=member_of(request), conversation=public_id, text=text)
    if request.headers.get("HX-Request"):
        return HttpResponse(gettext("Draft kept") if text.strip() else gettext("No draft"))
    return onward(request, gettext("Your draft is kept; only you see it."), reverse("conversation", args=[public_id]))


@deciders_only
def undo(request: HttpRequest, decision: int) -> HttpResponse:
    """Take a decision back."""
    actions.undo(member=member_of(request), decision=decision)
    return onward(request, gettext("Taken back."), reverse("today"))


def later_choices(now: datetime) -> tuple[tuple[str, str], ...]:
    """The moments that "later" offers, as (word, sentence)."""
    monday = now + timedelta(days=7 - now.weekday())
    return (
        ("hours", gettext("In three hours")),
        ("tomorrow", gettext("Tomorrow morning")),
        ("week", gettext("Monday, %d %s") % (monday.day, f"{monday:%B}")),
        ("month", gettext("In a month")),
    )


def until(word: str, now: datetime) -> datetime:
    """The moment that a word of `later_choices` means, in the member's own time zone.

    >>> until("tomorrow", datetime(2026, 11, 22, 9, tzinfo=UTC))
    datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.timezone.utc)
    """
    days = {"tomorrow": 1, "week": 7 - now.weekday(), "month": 30}
    if word not in days:
        return now + timedelta(hours=3)
    return datetime.combine((now + timedelta(days=days[word])).date(), _MORNING, now.tzinfo)


def zone_now(request: HttpRequest) -> datetime:
    """Now, where the member is."""
    return timezone.now().astimezone(zone_of(request))


def _decided(request: HttpRequest, member: Member, public_id: str, what: str) -> tuple[Decision, str]:
    if what == "done":
        return actions.done(member=member, conversation=public_id), gettext("Done, until they write again.")
    if what == "answered":
        actions.save_draft(member=member, conversation=public_id, text="")
        return actions.answered_there(member=member, conversation=public_id), gettext(
            "Answered there. We listen for it."
        )
    if what == "later":
        moment = until(request.POST.get("until", "tomorrow"), zone_now(request))
        return actions.later(member=member, conversation=public_id, until=moment), gettext(
            "Later: %s."
        ) % f"{moment:%A %H:%M}"
    if what == "hand-over":
        return _handed_over(request, member, public_id)
    raise Http404(f"There is nothing called {what} to do with a conversation.")


def _handed_over(request: HttpRequest, member: Member, public_id: str) -> tuple[Decision, str]:
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    key = whole(to[1:]) or 0
    colleague = Member.objects.filter(pk=key, is_active=True).first() if to.startswith("m") else None
    team = Team.objects.filter(pk=key).first() if to.startswith("t") else None
    if colleague is None and team is None:
        raise Http404("That colleague or team is not here.")
    made = actions.hand_over(member=member, conversation=public_id, to_member=colleague, to_team=team, reason=reason)
    return made, gettext("Handed to %s.") % (colleague or team)


def _row_gone(request: HttpRequest, member: Member, decided: Decision, words: str) -> HttpResponse:
    """For htmx: the row goes by itself; the toast and, on Today, the head come with it."""
    say(request, words, reverse("undo", args=[decided.pk]))
    path = asked_from(request) or "/today"
    shown: dict[str, object] = {"back": path, "oob": True}
    if path == reverse("today"):
        page = who_needs_us(member)
        shown |= {"page": page, "said": said_today(page)}
    with timezone.override(zone_of(request)):
        return render(request, "parts/row_gone.html", shown)


def _said_list(page: Listing, network: str, lang: str) -> dict[str, str]:
    name = TAB_NAMES[page.tab]
    empty = gettext("No conversation here is like that.") if network or lang else _EMPTY[page.tab]
    if page.tab == "all":
        title = ngettext("%s conversation was heard", "%s conversations were heard", page.total) % spelled(page.total)
    elif page.tab == "later":
        title = ngettext("%s conversation can wait", "%s conversations can wait", page.total) % spelled(page.total)
    else:
        title = ngettext("%s person waits for an answer", "%s people wait for an answer", page.total) % spelled(
            page.total
        )
    return {"title": opening(title), "label": name, "empty": empty}


def _said_elsewhere(about: str, *, narrowed: bool) -> dict[str, str]:
    """That no conversation names something, while posts that were heard do."""
    n, (_, key) = posts_naming(about).count(), asked_for(about)
    if not n:
        return {}
    none = gettext("No conversation here is like that;") if narrowed else gettext("No conversation of yours names it;")
    do = ngettext("%(n)s post that was heard names %(key)s.", "%(n)s posts that were heard name %(key)s.", n)
    return {
        "empty": f"{none} {do % {'n': f'{n:,}', 'key': key[:60]}}",
        "elsewhere": f"/find?{urlencode({'about': about})}",
        "them": ngettext("the post", "the posts", n),
    }


def _said_one(page: Conversation, others: Listing, now: datetime) -> dict[str, str]:
    wait = ""
    if page.waiting_since:
        wait = gettext("waiting %s") % lasting(now - page.waiting_since)
        if page.team or promise_given():
            wait += gettext(" · you promise %s") % promise(page.promise_minutes)
    return {
        "title": page.title,
        "with": gettext("Conversation with %s") % (page.person or gettext("somebody")),
        "over": " · ".join(
            filter(
                None,
                [
                    network_name(page.network),
                    gettext("private") if page.private else gettext("public"),
                    page.owner,
                    page.team,
                ],
            )
        ),
        "list": gettext("%(shown)d of %(all)d") % {"shown": len(others.rows), "all": others.total}
        if others.rows
        else "",
        "earlier": ngettext("%s earlier message", "%s earlier messages", page.earlier) % opening(spelled(page.earlier)),
        "wait": wait,
        "json": f"/conversations/{page.id}.json",
    }


@dataclass(frozen=True, slots=True)
class Place:
    """A message or note in its place, with what we do about it and what we could."""

    item: Message | Note
    sent: tuple[DeliveryShown, ...] = ()
    verbs: tuple[tuple[str, str, int], ...] = ()


def _in_order(page: Conversation, mouths: tuple[Mouth, ...]) -> list[Place]:
    """Messages and the team's notes, in the order of time."""
    sent = about_posts([m.post for m in page.messages])
    heard = {m.uid for m in page.messages}
    places = [Place(note) for note in page.notes]
    for message in page.messages:
        about = sent.get(message.post, ())
        # What was sent and heard since stands in the conversation by itself.
        left = tuple(d for d in about if d.sent_id not in heard or not d.sent_id)
        places.append(Place(message, left, _verbs(page, message, mouths, about)))
    return sorted(places, key=lambda place: place.item.at)


def _on_its_way(places: list[Place]) -> bool:
    """Whether an answer of ours is under way: who looks now should not write a second one."""
    return any(one.act == "reply" and one.state in _GOING for place in places for one in place.sent)


def _verbs(
    page: Conversation, message: Message, mouths: tuple[Mouth, ...], sent: tuple[DeliveryShown, ...]
) -> tuple[tuple[str, str, int], ...]:
    """The small things that can be done about a message, as (act, words, source); each once."""
    if message.ours or message.withdrawn:
        return ()
    done = {(d.act, d.source) for d in sent if d.state != "failed"}
    acts = {"like": gettext("Like"), "share": gettext("Share")}
    if page.private:
        del acts["share"]
    return tuple(
        (
            act,
            words if len(mouths) == 1 else gettext("%(act)s as %(who)s") % {"act": words, "who": mouth.speaker},
            mouth.source,
        )
        for mouth in mouths
        for act, words in acts.items()
        if act in mouth.acts and (act, mouth.source) not in done
    )


def _labels(page: Conversation) -> list[dict[str, object]]:
    """How the last of their messages were read, the surest first; what could not be told is left out."""
    theirs: list[Message] = [m for m in page.messages if not m.ours][-1:]
    told: list[Label] = [
        label for m in theirs for label in m.labels if label.label not in ("cannot tell", "none", "no")
    ]
    told.sort(key=lambda label: -label.probability)
    return [
        {
            "label": t.label,
            "sure": gettext("%s sure") % percent(t.probability),
            "words": _spoken(t.words),
            "by": t.by,
            "model": t.model,
            "right": right_as(t.reader) if t.model else None,
        }
        for t in told[:4]
    ]


def _named(page: Conversation) -> list[dict[str, str]]:
    """What is named in what is shown, each once, the latest first; handles and links are seen without us."""
    found = [one for message in reversed(page.messages) for one in message.entities if one.kind not in _SEEN]
    each = {(one.kind, one.key): one for one in reversed(found)}
    order = dict.fromkeys((one.kind, one.key) for one in found)
    return [
        {
            "kind": opening(each[one].kind),
            "name": each[one].name,
            "reason": each[one].reason,
            "narrow": "?" + urlencode({"tab": "all", "about": f"{each[one].kind}:{each[one].key}"}),
        }
        for one in list(order)[:_NAMED]
    ]


def _to_teach(page: Conversation) -> dict[str, object] | None:
    """The last of their messages, what each reader can be told that it is, and what members said of it."""
    theirs = [m for m in page.messages if not m.ours and not m.withdrawn][-1:]
    if not theirs:
        return None
    read = {label.reader: label.label for label in theirs[0].labels}
    said = [one for one in taught(post=theirs[0].post) if not one.undone]
    return {"post": theirs[0].post, "readers": choices_of(read), "said": said}


def _spoken(words: tuple[str, ...]) -> list[str]:
    """The words that decided, without those that are marks only."""
    return [word for word in words if any(c.isalnum() for c in word)][:3]


def _undoable(page: Conversation) -> int:
    """The decision that can be taken back: the latest that stands."""
    return next((made.id for made in page.decisions if not made.undone), 0)

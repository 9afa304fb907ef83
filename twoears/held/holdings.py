"""Which tables hold something of a person, by what it hangs on them; and which hold nothing of anybody, and why.

A copy is written from this list, and forgetting is tested by it. A table that stands in neither list, or a link to
people that no list speaks of, fails a test: whoever adds one says here what it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from twoears.people.ties.exchanges import KINDS

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """`table` holds `about`, in the file `name` of a copy. Each of `by` leads from a row to one of their accounts.

    `apart`: links that do not make a row theirs, and why.
    """

    table: str
    name: str
    about: str
    by: tuple[str, ...]
    apart: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


def _of_posts(table: str, name: str, about: str, *, by: tuple[str, ...] = (), **apart: str) -> Holding:
    return Holding(table=table, name=name, about=about, by=("post__author", *by), apart=apart)


_NEWER = "the newer or older word on the same; each stands by itself"

HOLDINGS: Final = (
    Holding(table="Actor", name="accounts", about="Your accounts, as the networks describe them.", by=("pk",)),
    Holding(
        table="Person",
        name="person",
        about="What these accounts are together: a name, a house, a stage, and when you last spoke or did something.",
        by=("identities__actor",),
        apart={"first_actor": "one of their accounts"},
    ),
    Holding(
        table="Identity",
        name="identities",
        about="Why each account is taken to be yours: the rule, its evidence, and how likely it is.",
        by=("actor",),
        apart={"person": "the person of that account"},
    ),
    Holding(
        table="SureMatch",
        name="sure_matches",
        about="Rules that join two accounts for certain.",
        by=("left", "right"),
    ),
    Holding(
        table="LikelyMatch",
        name="likely_matches",
        about="Accounts that may be yours, how likely that is, and the reasons with their weights.",
        by=("left", "right"),
    ),
    Holding(
        table="IdentityDecision",
        name="identity_decisions",
        about="What members decided about whether two accounts are one person.",
        by=("left", "right"),
        apart={"closed_by": _NEWER},
    ),
    Holding(
        table="Post",
        name="posts",
        about="What you said, as it stands now.",
        by=("author",),
    ),
    Holding(
        table="Activity",
        name="activities",
        about="What you did: said, liked, shared, followed, visited, ordered.",
        by=("actor",),
        apart={"post": "what others did to posts of theirs is of those others: it is counted, and goes too"},
    ),
    _of_posts("Wording", "wordings", "What posts of yours said before you edited them."),
    _of_posts("Note", "notes", "What the readers made of your posts: how sure, and by which words."),
    _of_posts("Correction", "corrections", "What members said that a reader should have made of your posts."),
    _of_posts("Entity", "named", "What your posts name: people, places, companies, products."),
    _of_posts("OptionalAnswer", "model_answers", "What a model that the house brought made of your posts."),
    _of_posts(
        "Turn",
        "turns",
        "Your posts as turns of conversations: whether they wait for an answer, and when one came.",
        thread="the conversation, which has several voices",
        actor="who wrote the post",
        answered_by="a turn of others that they answered is of those others",
        replied_to="a turn of others that answers them is of those others: it is counted",
    ),
    Holding(
        table="Thread",
        name="conversations",
        about="Conversations with you, and since when one waits for us.",
        by=("counterpart",),
        apart={"merged_into": "another thread", "waiting_post": "a post of the thread"},
    ),
    Holding(
        table="Standing",
        name="standings",
        about="Where conversations with you stand, and why they come early or late in our day.",
        by=("thread__counterpart",),
        apart={"post": "a post of the thread"},
    ),
    _of_posts("Decision", "decisions", "What members decided about your posts: done, later, handed over, and why."),
    _of_posts("TeamNote", "team_notes", "What members noted for themselves at your posts."),
    _of_posts("Draft", "drafts", "Answers to you that are not sent yet."),
    Holding(
        table="Delivery",
        name="deliveries",
        about="Answers, likes and shares that were sent to your posts, or wait to be.",
        by=("about__author",),
    ),
    _of_posts("Hit", "heard_by", "Which questions of the house found your posts.", excluded="what hides it"),
    _of_posts("Mark", "hits_marked", "Whether members said that this is what a question is after.", instead_of=_NEWER),
    _of_posts("Story", "stories", "Which of your posts tell the same as others; a story is a number."),
    _of_posts(
        "Coding",
        "needs",
        "Needs that members say your words speak of.",
        by=("passage__talk__actor",),
    ),
    _of_posts(
        "Example",
        "need_examples",
        "Words of yours that stand in the codebook as an example.",
        by=("passage__talk__actor",),
    ),
    Holding(table="Talk", name="talks", about="Interviews and calls with you that members brought.", by=("actor",)),
    Holding(table="Passage", name="talk_passages", about="What was written down of them.", by=("talk__actor",)),
    _of_posts("Tie", "improvements", "What the house makes better because of criticism of yours."),
    _of_posts("CriticismMark", "criticism_marks", "Whether members say that it is criticism.", instead_of=_NEWER),
    _of_posts("Statement", "statements", "Sentences of yours that others are asked to agree with, or not."),
    _of_posts(
        "StanceMark",
        "stances",
        "What members say your posts make of a sentence.",
        statement="the sentence, often of others",
        instead_of=_NEWER,
    ),
    Holding(
        table="LeftAlone",
        name="left_alone",
        about="That you do not want to hear from us, and why.",
        by=("actor",),
    ),
    Holding(
        table="StrangerWord",
        name="stranger_words",
        about="What members said of you before you had spoken with us.",
        by=("actor",),
    ),
    Holding(
        table="Exchange",
        name="exchanges",
        about=f"What you and another did towards each other, one by one; `kind` counts from 0 in {', '.join(KINDS)}.",
        by=("low", "high"),
        apart={"other": "one of the two", "activity": "it is by one of the two"},
    ),
    Holding(
        table="Relationship",
        name="ties",
        about="What these add up to, with us and with others, by kind. `low` is empty where it is all of us; of two"
        " numbers the first is what `low` did.",
        by=("low", "high"),
    ),
    Holding(
        table="Referral",
        name="referrals",
        about="Who sent whom to us, as it was found in words, deeds or forms.",
        by=("referrer", "referred", "activity__actor"),
    ),
    Holding(
        table="ReferralDecision",
        name="referral_decisions",
        about="What members said of who sent whom.",
        by=("referrer", "referred", "activity__actor"),
    ),
    Holding(
        table="StageChange",
        name="stages",
        about="Since when you stood at which stage, by which rule, shown by what.",
        by=("person__identities__actor",),
        apart={"activity": "what shows the stage of the person"},
    ),
    Holding(
        table="StageDecision",
        name="stage_decisions",
        about="Where members say you stand, and why.",
        by=("actor",),
    ),
    Holding(
        table="BuyingView",
        name="buying",
        about="Where you likely stand before buying something, what moved it, and what is told of the house whose"
        " address you write from.",
        by=("person__identities__actor",),
    ),
    Holding(
        table="CompanyDecision",
        name="companies",
        about="Where members say you work or worked, and which part you have in buying there.",
        by=("actor",),
    ),
    Holding(
        table="Spared",
        name="introductions",
        about="That you are not asked to introduce us to others.",
        by=("actor",),
    ),
    Holding(
        table="Wanted",
        name="wanted",
        about="Lists of those whom the house wants to reach, with the lines that name you.",
        by=(),
    ),
)
"""In the order of a copy."""

_QUEUE = "work that the next round of jobs takes up and removes; it says nothing that its post or account does not"
_MEMBERS = "of those who work in the software, not of those who are heard"
_CODEBOOK = "words of members about needs; which posts speak of them stands in `needs`"
_SOURCES = "what is listened to, and how that goes"

HOLD_NOTHING: Final[Mapping[str, str]] = MappingProxyType({
    "Aside": "records that nobody could read, by source: whose they are cannot be told. They go with the source",
    "Band": "a digest of words, by which posts that tell the same are found; the words stand in `posts`",
    "Brought": "what was brought and is not read yet: whose it is, is told when it is read, and then it goes",
    "Changed": _QUEUE,
    "ChangedActor": _QUEUE,
    "Code": _CODEBOOK,
    "CodeChange": _CODEBOOK,
    "Connection": _SOURCES,
    "Exclusion": "words that a question leaves out",
    "Forgotten": "a digest that tells nobody who it was, so that they are not recorded again",
    "Gap": _SOURCES,
    "Improvement": "what the house makes better; whose criticism it is about stands in `improvements`",
    "ImprovementChange": "what members did to an improvement, without words of others",
    "KeptAnswer": "what programs were answered in the last day; it repeats what is held, and goes with each forgetting",
    "Look": _SOURCES,
    "MatchModel": "numbers learnt from all answers about pairs together; they are learnt anew after a forgetting",
    "Member": _MEMBERS,
    "MorningMail": _MEMBERS,
    "MorningWish": _MEMBERS,
    "OneTimeLink": _MEMBERS,
    "OptionalDay": "how many posts a model was given on a day",
    "OptionalReader": "a model that an owner brought",
    "OptionalSwitch": "whose posts a model may be given, all of them alike",
    "OurAccount": "accounts of the house",
    "OwnLayer": "numbers that a reader learnt from all corrections together; they are learnt anew after a forgetting",
    "Position": "how far the work has come",
    "Query": "what the house listens for, in words of members",
    "ReaderChoice": "how sure a reader must be",
    "StageRules": "rules, the same for all",
    "StalePart": _QUEUE,
    "Subject": "what posts are gathered by, in words of members",
    "Subscription": _SOURCES,
    "Team": _MEMBERS,
    "ThemesKept": "figures and numbers of posts, proposed anew when they are looked at again",
    "ThreadKey": "ids by which posts hang together; they stand in `posts`",
    "TieModel": "numbers learnt from all ties together",
    "ToMatch": _QUEUE,
    "Token": _MEMBERS,
    "Unmet": "names that posts give of accounts which are not known yet: words of those who wrote them",
})  # fmt: skip

"""Every table, on one page."""

from twoears.activities.models import Activity, Actor, Changed, ChangedActor, Forgotten, Position, Post, Wording
from twoears.conversations.criticism.models import CriticismMark, Improvement, ImprovementChange, LeftAlone, Tie
from twoears.conversations.digest.models import MorningMail, MorningWish
from twoears.conversations.models import Decision, Draft, Standing, TeamNote
from twoears.conversations.strangers.models import StrangerWord
from twoears.conversations.voices.models import StanceMark, Statement, Subject
from twoears.people.buying.models import BuyingView
from twoears.people.companies.models import CompanyDecision
from twoears.people.models import (
    Identity,
    IdentityDecision,
    LikelyMatch,
    MatchModel,
    Person,
    StageChange,
    SureMatch,
    ToMatch,
)
from twoears.people.referrals.models import Referral, ReferralDecision
from twoears.people.standing.models import StageDecision, StageRules
from twoears.people.ties.models import Exchange, Relationship, TieModel, Unmet
from twoears.publishing.models import Delivery
from twoears.queries.models import Band, Exclusion, Hit, Mark, Query, Story
from twoears.reach.introducing.models import Spared
from twoears.reach.wanted.models import Wanted
from twoears.sources.models import Aside, Brought, Connection, Gap, Look, Subscription
from twoears.team.models import KeptAnswer, Member, OneTimeLink, OurAccount, Team, Token
from twoears.threads.models import StalePart, Thread, ThreadKey, Turn
from twoears.understanding.entities.models import Entity
from twoears.understanding.models import Correction, Note
from twoears.understanding.needs.models import Code, CodeChange, Coding, Example, Passage, Talk, ThemesKept
from twoears.understanding.optional.models import OptionalAnswer, OptionalDay, OptionalReader, OptionalSwitch
from twoears.understanding.own.models import OwnLayer, ReaderChoice

__all__ = [
    "Activity",
    "Actor",
    "Aside",
    "Band",
    "Brought",
    "BuyingView",
    "Changed",
    "ChangedActor",
    "Code",
    "CodeChange",
    "Coding",
    "CompanyDecision",
    "Connection",
    "Correction",
    "CriticismMark",
    "Decision",
    "Delivery",
    "Draft",
    "Entity",
    "Example",
    "Exchange",
    "Exclusion",
    "Forgotten",
    "Gap",
    "Hit",
    "Identity",
    "IdentityDecision",
    "Improvement",
    "ImprovementChange",
    "KeptAnswer",
    "LeftAlone",
    "LikelyMatch",
    "MatchModel",
    "Look",
    "Mark",
    "Member",
    "MorningMail",
    "MorningWish",
    "Note",
    "OneTimeLink",
    "OptionalAnswer",
    "OptionalDay",
    "OptionalReader",
    "OptionalSwitch",
    "OurAccount",
    "OwnLayer",
    "Passage",
    "Person",
    "Position",
    "Post",
    "Query",
    "ReaderChoice",
    "Referral",
    "ReferralDecision",
    "Relationship",
    "StageChange",
    "StageDecision",
    "StageRules",
    "StalePart",
    "StanceMark",
    "Standing",
    "Statement",
    "Story",
    "StrangerWord",
    "Subject",
    "Subscription",
    "SureMatch",
    "Talk",
    "Team",
    "TeamNote",
    "ThemesKept",
    "Thread",
    "ThreadKey",
    "Tie",
    "ToMatch",
    "TieModel",
    "Token",
    "Turn",
    "Unmet",
    "Spared",
    "Wanted",
    "Wording",
]

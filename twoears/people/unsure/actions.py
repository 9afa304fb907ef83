"""What members say of those who may be one person, and what the workspace joins by itself."""

from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from django.db import transaction

from twoears.activities.actions import append
from twoears.people.actions import MayNot, NobodyHere, PeopleError, SamePerson, decide_pair, together_with
from twoears.people.joining.tasks import resolve
from twoears.people.models import IdentityDecision, LikelyMatch
from twoears.team.actions import first_team
from twoears.team.models import Member

Answer = Literal["yes", "no", "later"]
LATER: Final = timedelta(days=14)
LOWEST: Final = 0.9
_KINDS: Final[dict[str, str]] = {"yes": "merge", "no": "split", "later": "later"}


class NoSuchMatch(NobodyHere):
    """There are no two of this id, or they are not likely any more."""


class NotLikely(PeopleError):
    """A probability from which on nothing is to be joined without a look, or a word that is no answer."""


def the_match(public_id: str) -> LikelyMatch:
    """The two accounts of a proposal."""
    found = LikelyMatch.objects.filter(public_id=public_id.replace("\0", "")).select_related("left", "right").first()
    if found is None:
        raise NoSuchMatch(f"There is no proposal {public_id} (any more). See the list: twoears who")
    return found


def answer(*, member: Member, match: str, says: str, now: datetime | None = None) -> IdentityDecision:
    """A member says that the two of `match` are one person (yes), are not (no), or to ask again in two weeks (later).

    `says` is an Answer. Raises NoSuchMatch, NotLikely where it is none, SamePerson, MayNot.
    """
    if says not in _KINDS:
        raise NotLikely(f"Say yes, no or later, not {says[:20]!r}.")
    two, moment = the_match(match), now or datetime.now(UTC)
    if says != "no" and together_with(two.left_id) & {two.right_id}:
        raise SamePerson(f"{two.left} and {two.right} are one person already.")
    until = moment + LATER if says == "later" else None
    return decide_pair(member=member, kind=_KINDS[says], left=two.left_id, right=two.right_id, until=until, now=moment)


@transaction.atomic
def join_likely(*, owner: Member, least: float | None) -> float | None:
    """From which probability on two accounts are joined without a member; None takes back all that were.

    What a member split stays split. Raises NotLikely below 0.9: so many would be wrong that somebody should look.
    """
    if not owner.may_set_up:
        raise MayNot("Only owners say what is joined without a member.")
    if least is not None and not LOWEST <= least <= 1:
        raise NotLikely(f"Give a probability between {LOWEST:.0%} and 100%: what is less likely needs a look.")
    team = first_team()
    team.join_likely_from = least
    team.save(update_fields=["join_likely_from"])
    moment = datetime.now(UTC)
    append(owner, "Update", f"joining:{moment.timestamp():.6f}", moment)
    resolve()
    return least

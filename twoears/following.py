"""What is kept of a stream that carries a whole network."""

from collections.abc import Sequence

from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Post as PostRow
from twoears.activities.values import Activity, Actor, Post
from twoears.queries.tasks import Sieve
from twoears.threads.actions import us
from twoears.threads.us import Us


class Kept:
    """What is recorded of a stream that carries a whole network: what we say, what is said to us, what queries find."""

    def __init__(self) -> None:
        self._sieve = Sieve()

    def __call__(self, heard: Sequence[Activity]) -> Sequence[Activity]:
        """What of `heard` is recorded, in its order."""
        ours = us()
        mine = {at for at, activity in enumerate(heard) if _is_for_us(activity, ours)}
        posts = [(at, about) for at, activity in enumerate(heard) if isinstance(about := activity.object, Post)]
        found = self._sieve.found([post for _, post in posts], ours)
        asked = {posts[place][0] for place in found}
        # What ends or changes what was kept before: the record ignores it where nothing was.
        ends = {at for at, activity in enumerate(heard) if activity.type in ("Delete", "Update", "Undo")}
        return [heard[at] for at in sorted(mine | asked | _known(heard, ends))]


def _known(heard: Sequence[Activity], places: set[int]) -> set[int]:
    """Those of `places` that are about something we hold."""
    about = {at: one if isinstance(one := heard[at].object, str) else one.id for at in places}
    held = set(PostRow.objects.filter(uid__in=set(about.values())).values_list("uid", flat=True))
    held |= set(ActorRow.objects.filter(uid__in=set(about.values())).values_list("uid", flat=True))
    return {at for at, uid in about.items() if uid in held}


def _is_for_us(activity: Activity, ours: Us) -> bool:
    about = activity.object
    if ours.spoke(activity.actor.id, activity.actor.handle):
        return True
    if isinstance(about, Post):
        return ours.named_in(about.mentions, about.text) or ours.wrote(about.in_reply_to) or ours.wrote(about.id)
    # A like, a follow, a deletion: of something of ours, or of ourselves.
    named = about.id if isinstance(about, Actor) else about
    return ours.spoke(named) or ours.wrote(named)

"""What members' answers taught: from how many, which weights moved, and how well it foretells. Queries only."""

from collections.abc import Sequence

import numpy as np

from twoears.lib.intervals import share
from twoears.people.matching import JOINED, PROPOSED, SHIPPED, Model
from twoears.people.matching.trying import EACH, FIRST, MOST, mark
from twoears.people.matching.wording import moved
from twoears.people.models import LikelyMatch, MatchModel
from twoears.people.taught.shares import Answer, as_proposed, found_from, tenths
from twoears.people.taught.showing import Foretelling, Standing, Taught
from twoears.people.taught.tasks import answered
from twoears.team.actions import first_team


def taught() -> Taught:
    """What is learnt now, or why nothing is."""
    said = list(answered().values_list("kind", flat=True))
    row, team = MatchModel.objects.order_by("-pk").first(), first_team()
    at = JOINED if team.join_likely_from is None else team.join_likely_from
    learnt: list[Answer] = [(p, same) for p, _, same in row.foretold] if row else []
    shipped: list[Answer] = [(p, same) for _, p, same in row.foretold] if row else []
    used = learnt if row and row.model and not team.match_as_shipped else shipped
    proposed = list(LikelyMatch.objects.filter(probability__gte=PROPOSED).values_list("probability", flat=True))
    return Taught(
        standing=_standing(said, row, team.match_as_shipped),
        answers=len(said),
        yes=said.count("merge"),
        learnt_from=row.answers if row else 0,
        next_at=min(max(2 * mark(len(said)), FIRST), MOST),
        each=EACH,
        sure=row.sure if row else 0,
        at=at,
        made_at=row.made_at if row else None,
        gain=row.gain if row else None,
        error=row.error if row else None,
        moved=moved(SHIPPED, Model.from_json(row.learnt)) if row else (),
        learnt=_foretelling(learnt, at) if row else None,
        shipped=_foretelling(shipped, at) if row else None,
        proposed=as_proposed(
            used,
            proposed,
            key="proposed",
            of="pairs proposed now that are one person",
            question="Are the proposals right, those that nobody answered too?",
        ),
        found=found_from(
            used,
            proposed,
            at,
            key="found",
            of=f"right ones among them that are likely by {at * 100:g}% or more",
            question="How many of them would be joined by themselves?",
        ),
    )


def _standing(said: Sequence[str], row: MatchModel | None, as_shipped: bool) -> Standing:
    if as_shipped:
        return "as shipped"
    if row is not None:
        return "in use" if row.model else "no better"
    enough = said[: mark(len(said))]
    return "soon" if min(enough.count("merge"), enough.count("split")) >= EACH else "too few"


def _foretelling(answers: Sequence[Answer], at: float) -> Foretelling:
    sure = np.clip([p if same else 1 - p for p, same in answers], 1e-4, 1)
    joined = [same for p, same in answers if p >= at]
    return Foretelling(
        bits=float(-np.log2(sure).mean()) if len(answers) else None,
        right=share(
            sum(joined),
            len(joined),
            key="right",
            of=f"pairs put at {at * 100:g}% or more that are one person",
            question="Would what is joined by itself be right?",
        ),
        tenths=tenths(answers),
    )

"""Voices from posts: subjects, the statements on them, marks, and who agrees with what."""

from django.http import HttpRequest
from ninja import Router

from twoears.api import asked_of_subjects as asked
from twoears.api.asked import Key, Limit
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import subjects as shapes
from twoears.conversations.voices import actions
from twoears.conversations.voices.pages.heard import from_posts, from_query
from twoears.conversations.voices.pages.marking import marking, proposals
from twoears.conversations.voices.pages.showing import FromPosts, Marking, StatementShown, SubjectShown
from twoears.conversations.voices.pages.subjects import subject_shown, subjects
from twoears.queries.actions import the_query

router = Router(tags=["voices"])


@router.get("/subjects", response=shapes.VoiceSubjects, auth=READ)
def list_subjects(request: HttpRequest, removed: bool = False) -> dict[str, object]:
    """Subjects that stand, by name; or those that were removed."""
    return {"items": subjects(removed=removed)}


@router.post("/subjects", response={201: shapes.VoiceSubject}, auth=DECIDE)
def make_subject(request: HttpRequest, new: asked.NewSubject) -> SubjectShown:
    """A new subject."""
    query = the_query(new.query) if new.query.strip() else None
    made = actions.make_subject(member=member_of(request), name=new.name, query=query, text=new.text, code=new.code)
    return subject_shown(made.pk)


@router.get("/subjects/{subject}", response=shapes.VoicesFromPosts, auth=READ)
def hear_subject(request: HttpRequest, subject: Key) -> FromPosts:
    """What its posts tell, the latest 20,000 at most: statements with who agrees, groups, dissent, whom to ask."""
    return from_posts(subject)


@router.post("/subjects/{subject}/change", response=shapes.VoiceSubject, auth=DECIDE)
def change_subject(request: HttpRequest, subject: Key, changed: asked.ChangedSubject) -> SubjectShown:
    """Count likes, or leave them out."""
    actions.count_likes(member=member_of(request), subject=subject, likes=changed.likes_count)
    return subject_shown(subject)


@router.delete("/subjects/{subject}", response={204: None}, auth=DECIDE)
def remove_subject(request: HttpRequest, subject: Key) -> None:
    """Out of sight; it can be brought back."""
    actions.remove_subject(member=member_of(request), subject=subject)


@router.post("/subjects/{subject}/bring-back", response=shapes.VoiceSubject, auth=DECIDE)
def bring_subject_back(request: HttpRequest, subject: Key) -> SubjectShown:
    """It stands here again."""
    return subject_shown(actions.bring_subject_back(member=member_of(request), subject=subject).pk)


@router.get("/subjects/{subject}/proposals", response=shapes.ProposedStatements, auth=READ)
def propose_statements(request: HttpRequest, subject: Key, limit: Limit = 10) -> dict[str, object]:
    """Sentences that many are near to in words; whether they agree is not told by that."""
    return {"items": proposals(subject, limit=limit)}


@router.post("/subjects/{subject}/statements", response={201: shapes.ChosenStatement}, auth=DECIDE)
def state(request: HttpRequest, subject: Key, new: asked.NewStatement) -> StatementShown:
    """A statement on a subject."""
    made = actions.state(member=member_of(request), subject=subject, text=new.text, post=new.post)
    return next(one for one in subject_shown(subject).statements if one.id == made.pk)


@router.delete("/statements/{statement}", response={204: None}, auth=DECIDE)
def take_statement_back(request: HttpRequest, statement: Key) -> None:
    """Nothing is told of it any more; its marks stand again with it."""
    actions.take_statement_back(member=member_of(request), statement=statement)


@router.post("/statements/{statement}/bring-back", response=shapes.VoiceSubject, auth=DECIDE)
def bring_statement_back(request: HttpRequest, statement: Key) -> SubjectShown:
    """It stands again; its subject is answered."""
    return subject_shown(actions.bring_statement_back(member=member_of(request), statement=statement).subject_id)


@router.get("/statements/{statement}/posts", response=shapes.StatementMarking, auth=READ)
def list_posts_to_mark(request: HttpRequest, statement: Key, limit: Limit = 20) -> Marking:
    """What to mark on a statement, and what was marked."""
    return marking(statement, limit=limit)


@router.post("/statements/{statement}/marks", response={201: shapes.StanceMarked}, auth=DECIDE)
def mark_stance(request: HttpRequest, statement: Key, said: asked.MarkStance) -> dict[str, object]:
    """Say what a post makes of a statement. It wins at once."""
    made = actions.mark(member=member_of(request), statement=statement, post=said.post, side=said.side)
    return {"id": made.pk, "statement": made.statement_id, "post": made.post_id, "side": made.side}


@router.delete("/stance-marks/{stance_mark}", response={204: None}, auth=DECIDE)
def unmark_stance(request: HttpRequest, stance_mark: Key) -> None:
    """Take it back; what was said before it stands again."""
    actions.unmark(member=member_of(request), mark=stance_mark)


@router.post("/voices/from-posts", response=shapes.VoicesFromPosts, auth=READ)
def hear_posts(request: HttpRequest, once: asked.HeardOnce) -> FromPosts:
    """What the posts that a query finds tell of some statements. Nothing is kept."""
    return from_query(once.query, once.statements)

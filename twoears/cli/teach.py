"""`twoears teach`: what members say of readers' labels."""

from django.db.models import Q

from twoears.activities.models import Post
from twoears.cli.saying import fail, hint, number_words, print_json, say
from twoears.jobs import catch_up
from twoears.team.actions import first_owner
from twoears.threads.models import Turn
from twoears.understanding.teaching import actions
from twoears.understanding.teaching.pages import readers_taught, taught, taught_in_all, teachable

_SHOWN = 20


def teach(post: str, reader: str, label: str, *, take_back: int, json: bool) -> None:
    """Teach one thing, take one back, or print what was taught."""
    catch_up()
    try:
        if take_back:
            actions.take_back(member=first_owner(), correction=take_back)
            say("Taken back.")
        elif post:
            _teach(post, reader, label, json=json)
        else:
            _say_all(json=json)
            return
    except actions.TeachError as error:
        fail(str(error), 2)
    catch_up()


def _teach(post: str, reader: str, label: str, *, json: bool) -> None:
    if not reader or not label:
        known = "; ".join(f"{name}: {', '.join(labels)}" for name, labels in teachable().items())
        fail(f"Say which reader, and what it should say. {known}.", 2)
    made = actions.teach(member=first_owner(), post=_post(post), reader=reader, label=label)
    if json:
        print_json(taught(post=made.post_id, limit=1)[0])
        return
    said = "as it was read" if made.label == made.was else f"which was read as {made.was}"
    say(f"{made.pk}  {made.reader}: {made.label}, {said}.")
    hint(f"It counts for all who say the same. To take it back: twoears teach --take-back {made.pk}")


def _post(words: str) -> int:
    """The number of a post by its id or address, or of what they said last in a conversation."""
    if words.startswith("c_"):
        theirs = Turn.objects.filter(thread__public_id=words, ours=False).order_by("-at", "-post")
        found = theirs.values_list("post", flat=True).first()
    else:
        found = Post.objects.filter(Q(uid=words) | Q(url=words)).values_list("pk", flat=True).first()
    return found or fail(f"There is no post {words}. Give its address, or a conversation: twoears find WORDS.", 2)


def _say_all(*, json: bool) -> None:
    readers, last = readers_taught(), taught(limit=_SHOWN)
    if json:
        print_json({"readers": readers, "taught": last})
        return
    for reader in readers:
        if reader.right.n or reader.right.aside:
            agreed = "cannot tell" if reader.agreement is None else f"alpha {reader.agreement:.2f} over {reader.twice}"
            say(f"{reader.name}: right {number_words(reader.right)} · members agree: {agreed}")
    for one in last:
        if not one.undone:
            say(f"{one.id:>4}  {one.reader}: {one.label}, not {one.was}" if one.label != one.was else
                f"{one.id:>4}  {one.reader}: {one.label}, as it was read", "dim")  # fmt: skip
    if not taught_in_all():
        say("Nothing that was taught stands: all of it was taken back." if last else "Nothing was taught yet.")
        hint("Begin: twoears teach POST READER LABEL")

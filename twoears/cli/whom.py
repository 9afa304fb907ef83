"""Whom somebody means by a mail address, a handle or an id; and who we are."""

from django.db.models import Q

from twoears.cli.saying import fail, hint
from twoears.lib.counts import counted
from twoears.people.models import Identity
from twoears.team.actions import first_owner
from twoears.team.models import Member, OurAccount
from twoears.threads.actions import our_candidates, our_names, us
from twoears.threads.models import Turn

_NAMED = 3  # of our accounts, in a hint


def whom(words: str) -> str:
    """The public id of the one person that `words` names; stops where there is none or more than one."""
    if words.startswith("p_"):
        return words
    name = words.lstrip("@")
    by = (
        Q(actor__mail__iexact=name)
        | Q(actor__handle__iexact=name)
        | Q(actor__uid__iexact=words)
        | Q(person__name__iexact=words)
    )
    found = {i.person.public_id: i.person.name for i in Identity.objects.filter(by).select_related("person")}
    if not found and us().named_in([words], ""):
        fail(f"{words!r} is you: one of your own accounts. Your ratios: twoears measure.")
    if not found:
        fail(f"Nobody here is called {words!r}. Look them up with `twoears find`.")
    if len(found) > 1:
        fail(f"{words!r} can be {', '.join(f'{name} ({key})' for key, name in found.items())}. Give the id.", 2)
    return next(iter(found))


def hint_said_by_us() -> None:
    """Of all posts heard, how many are by accounts of ours: a name that is wrong or too narrow shows in it."""
    names, heard = our_names(), Turn.objects.count()
    if not names or not heard:
        return
    said = Turn.objects.filter(ours=True).count()
    called = f"{', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''}"
    hint(f"{said:,} of {counted(heard, 'post')} {'is' if 1 in (said, heard) else 'are'} by you ({called}).")
    if not said:
        hint("Is your name written as it was heard? The column actor shows how: twoears export --format csv")


def hint_who_is_us() -> None:
    """Ask for our accounts, where nobody said any or one may be ours on a network where none of them speaks."""
    found = our_candidates()
    likely = [c.handle for c in found if c.preselected] or [c.handle for c in found][:3]
    named = f" (likely: {', '.join(likely)})" if likely else ""
    if not OurAccount.objects.exists():
        hint(f"Say which accounts are yours{named}: twoears listen … --us HANDLE")
    elif likely:
        hint(f"Is {likely[0]} you, too? It answers many people on {found[0].network}: twoears listen … --us HANDLE")


def member_named(name: str) -> Member:
    """Who signs in under this name; the first owner where none is given."""
    if not name:
        return first_owner()
    found = Member.objects.filter(username__iexact=name, is_active=True).first()
    return found or fail(f"Nobody signs in as {name!r}.", 2)

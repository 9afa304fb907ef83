"""Whom somebody means by a mail address, a handle or an id."""

from django.db.models import Q

from twoears.cli.saying import fail
from twoears.people.models import Identity
from twoears.threads.actions import us


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

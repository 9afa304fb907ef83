"""What members' answers taught of who is who, printed."""

from twoears.cli.saying import number_words, say
from twoears.lib.counts import counted
from twoears.people.taught.showing import Foretelling, Taught

_MOST = 12  # weights that are printed, the furthest moved


def say_taught(found: Taught) -> None:
    """From how many answers, what moved, and how well it foretells."""
    say(_standing(found), "bold")
    say(f"{counted(found.answers, 'answer')} to proposals: {found.yes} yes, {found.answers - found.yes} no.")
    if found.gain is not None:
        pairs = counted(found.sure, "pair")
        say(
            f"Learnt from {found.learnt_from} of them, and from {pairs} that certain rules join; "
            f"again at {found.next_at}."
        )
        say(f"Foretells an answer by {found.gain:.2f} bits better than as shipped, give or take {found.error:.2f}.")
    for one in found.moved[:_MOST]:
        say(f"  {one.what}: {one.was}; now {one.now}")
    for name, how in (("As learnt, of answers that it was not taught", found.learnt), ("As shipped", found.shipped)):
        _say_foretelling(name, how)
    for number in (found.proposed, found.found):
        say(f"{number.of}: {number_words(number)}", "dim")


def _say_foretelling(name: str, how: Foretelling | None) -> None:
    if how is None:
        return
    say(name)
    for one in how.tenths:
        say(f"  put at {one.said:.0%} on average: {number_words(one.yes)}")
    say(f"  {how.right.of}: {number_words(how.right)}")


def _standing(found: Taught) -> str:
    return {
        "too few": f"As shipped: it learns from {found.next_at} answers on, {found.each} yes and no at least.",
        "soon": "There are enough answers: it learns with the next round.",
        "no better": "As shipped: what the answers teach foretells them no better.",
        "in use": "As your answers taught.",
        "as shipped": "As shipped, as an owner wanted.",
    }[found.standing]

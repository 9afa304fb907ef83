"""What an owner agrees to when a reader is switched on, in plain words; the same words are kept with the decision."""

from dataclasses import dataclass
from typing import Final

WHOSE: Final = {
    "ours": "what your own accounts said in public, and nothing of others",
    "public": "what anybody said in public, strangers too",
    "all": "what anybody said, strangers too, private messages and mail among it",
}
FEWEST, MOST = 1, 100_000  # posts a day
USUAL: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A reader as far as its owner has to know it; `host` is empty where nothing leaves the machine."""

    host: str
    near: bool
    model: str
    path: str
    question: str
    together: int = 1


def consent(offer: Offer, *, whose: str, most_a_day: int, past: bool) -> str:
    """All that happens when it is switched on.

    >>> folder = Offer(host="", near=True, model="9f2c", path="/models/tone", question="Is it praise?")
    >>> print(consent(folder, whose="ours", most_a_day=500, past=False).replace(". ", ".\\n"))
    It reads what your own accounts said in public, and nothing of others: from now on, up to 500 posts a day.
    The model in /models/tone reads them on this machine.
    Nothing leaves it.
    """
    when = "also what was heard before" if past else "from now on"
    begin = f"{'Sent' if offer.host else 'It reads'} {'is ' if offer.host else ''}{WHOSE[whose]}: {when}, "
    begin += f"up to {most_a_day:,} posts a day."
    if not offer.host:
        return f"{begin} The model in {offer.path} reads them on this machine. Nothing leaves it."
    return " ".join((begin, _where(offer), _what(offer), _and_then(offer)))


def _where(offer: Offer) -> str:
    where = "which you said is on this machine or in your private network" if offer.near else "on the internet"
    return f"It goes to {offer.host}, {where}, to the model {offer.model}."


def _what(offer: Offer) -> str:
    asked = f" with the question “{offer.question}”" if offer.question else ""
    sway = " Posts that are sent together can sway each other." if offer.together > 1 else ""
    return (
        f"Sent are the words of each post{asked}, at most 4,000 characters. Handles, mail addresses, web addresses, "
        "long numbers, and the names of authors and of those whom they mention are taken out before; other names "
        f"stay.{sway}"
    )


def _and_then(offer: Offer) -> str:
    return (
        f"What becomes of the words there is for whoever runs {offer.host}. You can take this back at once: then "
        "nothing more is sent. What was sent cannot be called back."
    )

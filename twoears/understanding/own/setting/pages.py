"""How each reader is set here, and what another threshold would cost, as it is shown."""

from dataclasses import dataclass

from twoears.understanding.own.models import Choice
from twoears.understanding.own.pages import Chosen, chosen, own_trades, shipped_enough
from twoears.understanding.own.trading import Trade, cost, nearest
from twoears.understanding.recipe.figures import kept_trade


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSet:
    """A reader with how sure it must be, as it came and here; `chosen` is who chose that, `aside` who set its layer
    aside. `trade` is what thresholds cost on texts that it had not learnt from, `here` on what members corrected."""

    name: str
    enough: float
    shipped: float
    chosen: Chosen | None
    aside: Chosen | None
    trade: tuple[Trade, ...]
    here: tuple[Trade, ...]

    @property
    def here_now(self) -> Trade | None:
        """What the threshold costs here."""
        return nearest(self.here, self.enough) if self.here else None

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Each threshold as (what is sent, in words, whether it is the one)."""
        known = {f"{one.enough:.2f}": cost(one) for one in self.trade}
        known.setdefault(f"{self.enough:.2f}", f"{self.enough:.0%} sure")
        return [(key, words, key == f"{self.enough:.2f}") for key, words in sorted(known.items())]


def readers_set() -> tuple[ReaderSet, ...]:
    """Every reader that weighs probabilities."""
    picked = {(one.reader, one.what): one for one in chosen()}
    here = own_trades()
    return tuple(
        ReaderSet(
            name=name,
            enough=picked[name, Choice.ENOUGH].value if (name, Choice.ENOUGH) in picked else came,
            shipped=came,
            chosen=picked.get((name, Choice.ENOUGH)),
            aside=_aside(picked.get((name, Choice.LAYER))),
            trade=kept_trade(name),
            here=here.get(name, ()),
        )
        for name, came in shipped_enough().items()
    )


def _aside(choice: Chosen | None) -> Chosen | None:
    return choice if choice and not choice.value else None

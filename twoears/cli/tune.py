"""`twoears tune`: how each reader is set here, what its layer learnt, and what another threshold would cost."""

from rich.table import Table

from twoears.cli.saying import fail, hint, number_words, out, print_json, say
from twoears.jobs import catch_up
from twoears.team.actions import first_owner
from twoears.understanding.own import actions
from twoears.understanding.own.models import ReaderChoice
from twoears.understanding.own.pages import LayerLearnt, layers
from twoears.understanding.own.setting.pages import ReaderSet, readers_set
from twoears.understanding.own.trading import cost


def tune(name: str, *, enough: float | None, layer: str, take_back: int, json: bool) -> None:
    """Set a reader, take a choice back, or print how all of them, or one, are set."""
    catch_up()
    try:
        if take_back:
            actions.take_choice_back(member=first_owner(), choice=take_back)
            say("Taken back.")
        elif enough is not None or layer:
            _choose(name, enough, layer)
        else:
            _show(name, json=json)
            return
    except actions.ChoiceError as error:
        fail(str(error), 2)
    catch_up()


def _choose(name: str, enough: float | None, layer: str) -> None:
    if layer not in ("", "on", "off"):
        fail(f"The layer is on or off, not {layer!r}.", 2)
    made: list[ReaderChoice] = []
    if enough is not None:
        made.append(actions.choose_enough(member=first_owner(), reader=name, enough=enough))
    if layer:
        made.append(actions.choose_layer(member=first_owner(), reader=name, reads=layer == "on"))
    for one in made:
        say(f"{one.pk}  {one}")
        hint(f"To take it back: twoears tune --take-back {one.pk}")


def _show(name: str, *, json: bool) -> None:
    shown = [one for one in readers_set() if name in ("", one.name)]
    if not shown:
        fail(
            f"There is no reader {name!r} that can be set. There are: {', '.join(one.name for one in readers_set())}.",
            2,
        )
    learnt = [one for one in layers() if name in ("", one.reader)]
    if json:
        print_json({"readers": shown, "layers": learnt})
        return
    out.print(_table(shown))
    for one in learnt:
        say(_learnt(one))
    if name:
        say(f"\nWhat it costs to be surer, on texts that {name} had not learnt from", "bold")
        for trade in shown[0].trade:
            say(f"  {cost(trade)}")
        hint(f"To set it: twoears tune {name} --enough 0.8")


def _table(shown: list[ReaderSet]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("reader", "must be sure", "as it came", "chosen by"):
        table.add_column(column)
    for one in shown:
        by = f"{one.chosen.member or 'somebody'} ({one.chosen.id})" if one.chosen else ""
        table.add_row(one.name, f"{one.enough:.0%}", f"{one.shipped:.0%}", by)
    return table


def _learnt(one: LayerLearnt) -> str:
    if not one.right.n:
        return f"{one.reader}: {one.taught} to learn from; {one.why_not}."
    reads = "reads with what you taught it" if one.reads else f"reads as it came: {one.why_not}"
    return (
        f"{one.reader} {reads}. Right {number_words(one.right)}, as shipped {number_words(one.shipped_right)}; "
        f"of the last {one.changed.n} posts {one.changed.k} are read otherwise."
    )

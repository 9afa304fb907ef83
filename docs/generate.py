"""Write the reference pages that the code can tell by itself.

`python -m docs.generate` writes them, `python -m docs.generate --check` only says which are out of date (exit 1).
Nothing here needs a database; the same code gives the same pages.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from twoears.activities import values, vocabulary
from twoears.cli import app
from twoears.conversations.ordering import HOURS
from twoears.held.copying import SHAPE
from twoears.held.holdings import HOLD_NOTHING, HOLDINGS
from twoears.lib.intervals import Number
from twoears.measures import stream, voices
from twoears.measures.ratios import MEASURES
from twoears.measures.referring import REFERRING
from twoears.measures.sides import SPOKEN_OF
from twoears.people import ruling
from twoears.people.stages import EVIDENCE, RULES, STAGES
from twoears.sources.catalogue import sources
from twoears.sources.reading import Source
from twoears.team import keeping
from twoears.understanding.entities.coded import SETS, coded, scored
from twoears.understanding.entities.values import KIND_GROUNDS

FOLDER: Final = Path(__file__).parent / "reference"
_WRITTEN: Final = "*Written by `python -m docs.generate`; change the code, not this page.*"


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment."""

    name: str
    unset: str
    what: str


SETTINGS: Final = (
    Setting(
        "TWOEARS_DATA",
        "`~/.local/share/twoears` on Linux, the usual place elsewhere",
        "The data folder. Everything that is kept on this machine lies below it. `--data` on the command line wins.",
    ),
    Setting(
        "DATABASE_URL",
        "SQLite in the data folder",
        "PostgreSQL, as `postgresql://USER:PASSWORD@HOST:PORT/NAME`. Needs the extra `postgres`. "
        "The stream, uploads and the secret key stay in the data folder.",
    ),
    Setting(
        "TWOEARS_SECRET_KEY",
        "a file in the data folder, made once",
        "Signs cookies and the marks of forgotten people. Set it where several machines share one database. "
        "Another key signs everybody out, and forgets who was forgotten.",
    ),
    Setting(
        "TWOEARS_HOSTS",
        "only `localhost`, `127.0.0.1` and `[::1]` are answered",
        "Further names under which the pages may be asked for, with commas between them.",
    ),
    Setting(
        "TWOEARS_HTTPS",
        "plain HTTP, on this machine only",
        "`1` says that a proxy in front speaks TLS to the world: its word on the scheme (`X-Forwarded-Proto`) is "
        "believed, forms from `https://` and the names of `TWOEARS_HOSTS` are taken, cookies are marked secure.",
    ),
    Setting(
        "TWOEARS_PUBLIC_URL",
        "nobody can bring us anything: sources are only looked at",
        "The address by which the world reaches this installation, such as `https://ears.company.example`. Hubs of "
        "feeds, and sites that link to yours, are told to come there, below `/in/`. Links in the morning mail lead "
        "there. Its name is answered like those of `TWOEARS_HOSTS`.",
    ),
    Setting(
        "TWOEARS_MAIL_URL",
        "no mail is sent, and pages and commands say so",
        "The server that takes our own mail: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://`, which is encrypted by "
        "STARTTLS except on this machine and where `?tls=no` stands behind it. It sends the morning mail, and links to "
        "members who forgot their password. Needs `TWOEARS_MAIL_FROM`.",
    ),
    Setting(
        "TWOEARS_MAIL_FROM",
        "no mail is sent",
        "Who our own mail is from, such as `Two Ears <ears@company.example>`.",
    ),
    Setting(
        "TWOEARS_ALLOW_PRIVATE_HOSTS",
        "private addresses are refused",
        "`1` lets live sources reach private and loopback addresses, such as a server in your own network. "
        "It opens the door for every address that anybody gives.",
    ),
    Setting("TWOEARS_LOG", "`WARNING`", "How much is said on standard error: `DEBUG`, `INFO`, `WARNING` or `ERROR`."),
    Setting("TWOEARS_PLAIN", "not set", "`1` counts reach by numpy, also where there is numba: the same, only slower."),
    Setting(
        "TWOEARS_ENGINE",
        "`local`",
        "`spark` lets Spark count the reach of a file, and compare all accounts where there are a million or more. "
        "Needs the extra `spark` and Java 17. What comes out is the same, and what is estimated says so.",
    ),
    Setting(
        "TWOEARS_SPARK_MASTER",
        "`local[*]`: this machine, all cores",
        "Where Spark runs, such as `spark://HOST:7077` or `yarn`. What is compared goes to the machines that it names. "
        "A session that is there already is taken as it is.",
    ),
    Setting(
        "TWOEARS_SPARK_MEMORY",
        "what Spark takes by itself: 1 GB",
        "How much memory Spark's own process may take on this machine, such as `8g`.",
    ),
    Setting("TWOEARS_SAMPLE", "not set", "Set by `twoears demo`: this is a town, and no real company."),
    Setting("NO_COLOR", "colours on a terminal", "Set to anything: no colours."),
)


def cli() -> str:
    """The command line, from the words and options themselves."""
    group: Any = get_command(app)
    intro = (
        "Results go to standard output, progress and hints to standard error, so that results can be piped. "
        "Commands that look (`today`, `find`, `show`, `measure`) first bring up to date what was heard."
    )
    exits = _table(
        ("exit", "means"),
        [
            ("0", "done"),
            ("1", "it did not work, nothing was found, or (`sources`) one is silent"),
            ("2", "the words or options are not understood, or a confirmation is missing"),
            ("3", "`listen`: a thing could not be read as a whole, or what was heard is not all understood yet"),
            ("4", "`doctor`: something is not in order; `queries lint`: the text is no query"),
        ],
    )
    own = _options([param for param in group.params if param.name != "help"])
    parts = [_page("The command line", intro), exits, "## twoears\n\n" + own]
    parts += [_command(name, command) for name, command in group.commands.items()]
    return _whole(parts)


def _command(name: str, command: Any) -> str:
    # Hidden arguments are the second word of another; hidden options still work, and so are told.
    params = [param for param in command.params if not (_is_argument(param) and getattr(param, "hidden", False))]
    words = " ".join([name, *(_shown(param) for param in params if _is_argument(param))])
    hidden = " Not listed by `--help`." if command.hidden else ""
    return f"## twoears {name}\n\n`twoears {words}`\n\n{command.help.strip()}{hidden}\n\n{_options(params)}"


def _shown(argument: Any) -> str:
    return str(argument.metavar or (argument.name.upper() if argument.required else f"[{argument.name.upper()}]"))


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _options(params: Iterable[Any]) -> str:
    return _table(("word", "what", "usually"), [_option(param) for param in params])


def _option(param: Any) -> tuple[str, str, str]:
    words = [_shown(param)] if _is_argument(param) else [*param.opts, *param.secondary_opts]
    choices = [choice.value for choice in type(param.default)] if isinstance(param.default, Enum) else []
    what = param.help + (f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else "")
    return ", ".join(f"`{word}`" for word in words), what, _usually(param)


def _usually(param: Any) -> str:
    if param.default is None or callable(param.default) or param.default in ("", False):
        return "must be given" if param.required else ""
    return f"`{getattr(param.default, 'value', param.default)}`"


def settings() -> str:
    """The variables of the environment."""
    intro = (
        "Everything that must be known before the software starts stands in the environment. "
        "What members decide (accounts that are ours, teams, hours, promises) is set on the page Settings."
    )
    rows = [(f"`{s.name}`", s.what, s.unset) for s in SETTINGS]
    kept = (
        f"Words that their author edited away are kept for {keeping.EDITS} days. Owners say otherwise on the "
        f"page Settings, under *What is kept*, with `twoears keep --edits DAYS` (0 to {keeping.LONGEST}), or by "
        "`POST /v1/keeping`. 0 lets go of them at once; what is older than a new rule goes within minutes. What an "
        "author deletes is never kept."
    )
    table = _table(("variable", "what", "when it is not set"), rows)
    return _whole([_page("Settings", intro), table, f"## What is kept\n\n{kept}"])


def all_sources() -> str:
    """Every source with what it sees and what it is blind to."""
    intro = (
        "A source is found by its folder. `twoears listen THING` chooses the source that fits best; `--as KIND` says "
        "it outright. A live source is looked at again by itself while `twoears up` runs; a file is read once, and "
        "again only when you say so. The README in each folder tells formats, limits and odd cases."
    )
    parts = [_page("Sources", intro)]
    for source in sources().values():
        told = [f"- **Sees:** {source.sees}", f"- **Blind to:** {source.blind}", f"- {_when(source)}"]
        told.append(f"- Folder: `twoears/sources/{source.kind}/`")
        parts.append(f"## {source.title}\n\n`--as {source.kind}`\n\n" + "\n".join(told))
    return _whole(parts)


def _when(source: Source) -> str:
    told = [f"Looked at every {source.every // 60} minutes."] if source.live else []
    told += ["Told as it happens, over a connection that stays open."] if source.stream else []
    told += ["Others bring it to us, at an address of its own."] if source.takes else []
    return " ".join(told) or "Read once, from start to end."


def measures() -> str:
    """The ratios with question, formula and aim."""
    intro = (
        "Five ratios of how we talk, one of whom we speak, and two of who sends whom. Each comes with numerator, "
        "denominator, an 80 % interval and the question that it answers; where there is no denominator there is no "
        "number. "
        "[Numbers and intervals](../explanation/numbers.md) says why."
    )
    parts = [_page("Measures", intro)]
    for one in (*MEASURES, SPOKEN_OF, *REFERRING):
        aim = _aim(one.aim, flow=one.flow)
        kind = "two flows, for each other" if one.flow else "a share"
        parts.append(
            f"## {one.of}\n\n`{one.key}`\n\n*{one.question}*\n\n- **Formula:** {one.formula}.\n"
            f"- **Kind:** {kind}.\n- **Aim:** {aim}."
        )
    return _whole(parts)


def _aim(aim: float | None, *, flow: bool) -> str:
    if aim is None:
        return "none is set"
    return f"{aim:g} or more" if flow else f"{aim:.0%}"


def stages() -> str:
    """Stages, the rules that lead to them, and how rules are written."""
    intro = (
        f"A person stands at one of {', '.join(STAGES)}. Everyone begins as a {STAGES[0]}. A stage follows from "
        "evidence by rules; a member may say otherwise of one person, with a reason, and that is shown as their word. "
        "[Stages](../explanation/stages.md) says why, [the guide](../guides/stages.md) how."
    )
    rows = [(r.stage, " or ".join(r.from_stages), f"`{r.kind}`", r.sentence, f"`{r.name}`") for r in RULES]
    parts = [_page("Stages", intro), "## The rules as they came"]
    parts += [_table(("to", "from", "evidence", "in words", "rule"), rows), f"```yaml\n{ruling.write(RULES)}```"]
    parts += ["## Evidence", _table(("evidence", "what was heard"), [(f"`{k}`", w) for k, w in EVIDENCE.items()])]
    parts += ["## Words of a rule", _table(("word", "means"), _RULE_WORDS)]
    parts.append(
        f"At most {ruling.MOST} rules in {ruling.LONGEST:,} characters. Of the rules that hold at the same moment the "
        "first counts. An exchange, a reply and a return are counted once in a conversation. What was heard before "
        "they reached a stage leads on from there, where it leads up; evidence from before a step back brings nobody "
        "up again. Silence and orders taken back lead nobody up. Every mistake is named with its line."
    )
    return _whole(parts)


_RULE_WORDS: Final = (
    ("`to`", "the stage that they reach"),
    ("`from`", "the stage at which they stand, or several: `[stranger, friend]`"),
    ("`when`", "the evidence, one of those above"),
    ("`count`", "how often it must have been heard; once where it is not said"),
    ("`within-days`", "in how many days, with `count`"),
    ("`quiet-for-days`", "instead of `when`: for so many days nothing was heard"),
    ("`without`", "of which evidence nothing was heard, with `quiet-for-days`; of any, where it is not said"),
    ("`name`", "a word for the rule; the evidence where it is not said"),
    ("`says`", "the sentence that is shown to members; made from the rest where it is not said"),
)


def order() -> str:
    """What moves a conversation up or down in Today."""
    intro = (
        "Today lists conversations by the moment their promise breaks, the earliest first. Some reasons let a "
        "conversation come as if its promise broke earlier, and one lets it come later. Every weight is a number of "
        "hours, and hours add up."
    )
    rows = [(reason, f"{hours:+g}") for reason, hours in HOURS.items()]
    closing = (
        "*another question* counts once where more than one turn waits. *unsure* is a turn of which the reader cannot "
        "tell whether it asks: it waits for a look.\n\n"
        "Today goes back thirty days from the last turn in a conversation with us, so that an archive of years ago "
        "has its own today. Those who have waited longer are counted below it, and stand in the list of conversations "
        "under *long ago*."
    )
    return _whole([_page("The order of Today", intro), _table(("reason", "hours earlier"), rows), closing])


def record() -> str:
    """The words and the shape of the record."""
    parts = [
        _page("The record", "An actor did something to something, at a time, as a source told us."),
        f"## Activities\n\nOf [ActivityStreams 2.0]({vocabulary.CONTEXT}): {_words(vocabulary.AS2_ACTIVITIES)}.",
        f"Of our own, under `{vocabulary.NAMESPACE}`: {_words(vocabulary.OUR_ACTIVITIES)}.",
        f"Decisions of members: {_words(vocabulary.DECISIONS)}.",
        f"## Actors\n\n{_words(vocabulary.ACTORS)}.",
        f"## Posts\n\n{_words(vocabulary.POSTS)}.",
        "## Fields\n\nEvery reader yields these values, and nothing else.",
    ]
    for kind in (values.Activity, values.Post, values.Actor):
        told = " ".join((kind.__doc__ or "").split())
        rows = [(f"`{name}`", f"`{_type(kind, name)}`") for name in _fields(kind)]
        parts.append(f"### {kind.__name__}\n\n{told}\n\n{_table(('field', 'type'), rows)}")
    return _whole(parts)


def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass or of a struct, in their order."""
    return tuple(getattr(kind, "__struct_fields__", ()) or getattr(kind, "__dataclass_fields__", ()))


def _type(kind: Any, name: str) -> str:
    declared = kind.__annotations__[name]
    return (
        getattr(declared, "__name__", str(declared))
        if isinstance(declared, type)
        else str(declared).replace(f"{kind.__module__}.", "")
    )


def _words(words: Iterable[str]) -> str:
    return _code(sorted(words))


def the_stream() -> str:
    """The columns of the columnar copy."""
    intro = (
        "The stream is the record once more, in columns: what every measure reads. It lies in the data folder as "
        "`stream/part-NNNNNN.parquet`, and who is who beside it as `stream/who.parquet` (`actor` to `person`). "
        "Any engine that reads Parquet can read it."
    )
    kinds = {field.name: _plain(str(field.type)) for field in stream.SCHEMA}
    rows = [
        (_code(names), _code(kinds[name] for name in names), what) for names, what in _columns(stream.__doc__ or "")
    ]
    beside = (
        "Beside each part, `stream/voices-NNNNNN.parquet` counts what others said in it by half hours: when those "
        "behind a source speak, and in which languages."
    )
    counted = {field.name: _plain(str(field.type)) for field in voices.COUNTS}
    sums = [(_code(names), _code(counted[n] for n in names), what) for names, what in _columns(voices.__doc__ or "")]
    head = ("column", "type", "what")
    return _whole([_page("The stream", intro), _table(head, rows), f"## Voices\n\n{beside}", _table(head, sums)])


def _columns(text: str) -> Iterator[tuple[list[str], str]]:
    """The rows of the table that stands in the module: names of columns that belong together, and what they hold."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    for line in lines[2:]:
        names, what = line.strip("| ").split(" | ", 1)
        yield [name.strip() for name in names.split(",")], what.strip()


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in dict.fromkeys(words))


def _plain(kind: str) -> str:
    return kind.replace("dictionary<values=string, indices=int32, ordered=0>", "string")


def _page(title: str, intro: str) -> str:
    return f"# {title}\n\n{_WRITTEN}\n\n{intro}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _whole(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def entities() -> str:
    """What texts name: grounds, and how well it is found."""
    intro = (
        "Rules of form, lists, and what a workspace knows; each find has its reason. What is not certain is left out: "
        "of this page the column *right* matters more than *found*. "
        "[Find where something is named](../guides/naming.md) says what for."
    )
    grounds = [(f"`{kind}`", told, left) for kind, (told, left) in KIND_GROUNDS.items()]
    parts = [_page("What texts name", intro), _table(("kind", "told by", "left out"), grounds)]
    for name, file in SETS.items():
        sentences = coded(file)
        rows = [(f"`{one.label}`", _of(one.found), _of(one.right)) for one in scored(sentences)]
        head = f"## On {len(sentences)} sentences, {name}"
        parts += [head, _table(("kind", "found of what is there", "right of what is told"), rows)]
    parts.append(
        "Found and right are of the same kind and key, on the same words. Intervals are of 80 %. Whoever wrote the "
        "finders wrote and coded the sentences, too, so strangers' posts will fare worse; the "
        "[decision](../decisions/0017-names-are-found-by-form-and-by-lists.md) tells of 215 finds in such. To take the "
        "figures again: `twoears evaluate entities`."
    )
    return _whole(parts)


def copies() -> str:
    """What a copy for a person holds."""
    intro = (
        "`twoears export NAME -o copy.zip`, or *Export a copy* on a person's page, writes a zip: `README.md` to read, "
        "`about.json` with the files, their keys and the number of their rows, and a file of JSON lines (`.jsonl`) for "
        "each kind of thing that is held. The same keys stand on every line of a file; moments are ISO 8601. Accounts, "
        "posts and activities of the person stand by their ids; another account is `somebody else`, a colleague "
        "`a member`. Files of nothing are left "
        f"out. `shape` in `about.json` is {SHAPE}; it goes up when programs have to be changed. "
        "[Forget and export](../guides/forget-and-export.md) says how."
    )
    held = [(f"`{one.name}.jsonl`", _cell(one.about), f"`{one.table}`") for one in HOLDINGS]
    held.append(("`as2.jsonl`", "What they did once more, as ActivityStreams 2.0.", "`Activity`"))
    none = [(f"`{table}`", _cell(why)) for table, why in HOLD_NOTHING.items()]
    return _whole([
        _page("A copy for a person", intro),
        _table(("file", "what it holds", "table"), held),
        "## Tables that are not in it\n",
        _table(("table", "why"), none),
    ])  # fmt: skip


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _of(number: Number) -> str:
    if not number.n or number.low is None or number.high is None:
        return "cannot tell: none"
    return f"{number.k} of {number.n} ({number.low * 100:.0f} to {number.high * 100:.0f} %)"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "cli.md": cli,
    "settings.md": settings,
    "sources.md": all_sources,
    "measures.md": measures,
    "stages.md": stages,
    "order.md": order,
    "record.md": record,
    "stream.md": the_stream,
    "entities.md": entities,
    "copy.md": copies,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """The names of the pages that are not what the code says."""
    return [name for name, write in PAGES.items() if _read(folder / name) != write()]


def _read(page: Path) -> str:
    return page.read_text("utf8") if page.exists() else ""


def generate(folder: Path = FOLDER) -> None:
    """Write every page anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (folder / name).write_text(write(), "utf8")


def main() -> None:
    """Write, or with `--check` only look."""
    if "--check" not in sys.argv[1:]:
        generate()
    elif old := stale():
        raise SystemExit(f"Out of date: {', '.join(old)}. Write them anew: python -m docs.generate")


if __name__ == "__main__":
    main()

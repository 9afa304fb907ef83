"""The words of the commands that are about meaning, and their options; what they do lies in one module each."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from twoears.cli.options import Data, Json, MapOption, Quiet, SecretOption, data_of_environment, day_option, opened


def understand(
    file: Annotated[str, typer.Argument(help="Texts, one a line; a table; any file that we listen to; or -.")],
    columns: MapOption = None,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """What each reader makes of a text, with the words that decided it; and what it names."""
    read = opened("listen", data).columns_of(columns or [])
    opened("understand", data).understand(file, columns=read, json=json, quiet=quiet)


def fit(
    draft: Annotated[str, typer.Argument(help="A file with the draft; - is a pipe.")],
    view: Annotated[str, typer.Option(help="For whom, by a view of People.")] = "everyone",
    label: Annotated[str, typer.Option(help="Only what reads as this, such as question.")] = "",
    json: Json = False,
    data: Data = None,
) -> None:
    """A draft beside the words, the language and the questions of those it is meant for."""
    opened("fit", data).fit(draft, view=view, label=label, json=json)


def voices(
    file: Annotated[
        Path | None, typer.Argument(help="Votes: participant,statement,vote; or participants-votes.csv.")
    ] = None,
    organisations: Annotated[
        Path | None, typer.Option("--organisations", metavar="FILE", help="A table of person,organisation.")
    ] = None,
    subject: Annotated[str, typer.Option(help="Instead of a file: posts of this subject, by name or number.")] = "",
    query: Annotated[str, typer.Option(help="Instead of a file: posts that this query finds. Nothing is kept.")] = "",
    statement: Annotated[list[str] | None, typer.Option(help="With --query: a statement; or several.")] = None,
    most: Annotated[int, typer.Option(min=1, max=100_000, help="How many posts are read, the latest.")] = 20_000,
    json: Json = False,
    data: Data = None,
) -> None:
    """The range of opinions in votes on statements, or in posts: groups, what bridges them, dissent worth hearing."""
    if file is not None and not (subject or query):
        import_module("twoears.cli.opinions").voices(file, organisations=organisations, json=json)
        return
    ask = opened("subjects", data)
    ask.voices(file, subject=subject, query=query, statements=statement or [], most=most, json=json)


def evaluate(
    reader: Annotated[str, typer.Argument(help="One reader, or entities; all readers where none is named.")] = "",
    town: Annotated[int, typer.Option(metavar="PEOPLE", help="On a town of so many, whose truth is known.")] = 0,
    method: Annotated[
        bool, typer.Option("--method", help="The learner, taught from nothing; with --data SETS.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="The data folder; or one of public sets, to take the figures again.")
    ] = None,
) -> None:
    """How good the readers are: as shipped, on public sets, on a town, and where members looked."""
    # Public sets lie in folders of their own below one; a data folder of ours never has such a folder.
    sets = data if data and (data / "understand").is_dir() else None
    if method:
        import_module("twoears.cli.method").method(sets, reader, json=json, quiet=quiet)
        return
    own = data_of_environment() if sets else data or data_of_environment()
    opened("evaluate", own).evaluate(reader, folder=sets, town=town, json=json, quiet=quiet)


def teach(
    post: Annotated[str, typer.Argument(help="The id or address of a post; c_… for their last one there.")] = "",
    reader: Annotated[str, typer.Argument(help="Which reader.")] = "",
    label: Annotated[str, typer.Argument(help="What it should say; its label as it is says that it was right.")] = "",
    take_back: Annotated[int, typer.Option(metavar="NUMBER", help="Take one back.")] = 0,
    json: Json = False,
    data: Data = None,
) -> None:
    """Say what a label should be; it wins at once. Without a post: what was taught, and how the readers fare."""
    opened("teach", data).teach(post, reader, label, take_back=take_back, json=json)


def tune(
    name: Annotated[str, typer.Argument(help="One reader; all of them where none is named.")] = "",
    enough: Annotated[float | None, typer.Option(metavar="SHARE", help="How sure it must be to tell, as 0.8.")] = None,
    layer: Annotated[str, typer.Option(metavar="ON|OFF", help="Whether it reads with what you taught it.")] = "",
    take_back: Annotated[int, typer.Option(metavar="NUMBER", help="Take a choice back.")] = 0,
    json: Json = False,
    data: Data = None,
) -> None:
    """How sure each reader must be, what that costs, and what it learnt from your corrections."""
    opened("tune", data).tune(name, enough=enough, layer=layer, take_back=take_back, json=json)


def readers(
    act: Annotated[
        str,
        typer.Argument(metavar="[list|add|test|on|off|count|shipped|key|read|again|remove]", help="What to do."),
    ] = "list",
    name: Annotated[str, typer.Argument(help="What the reader is called: praise-of-us.")] = "",
    address: Annotated[str, typer.Option(help="With add: where a model answers, as https://llm.example/v1.")] = "",
    near: Annotated[
        bool, typer.Option("--near", help="With add: the address is on this machine or in the private network.")
    ] = False,
    model: Annotated[str, typer.Option(help="With add: how the model is called there.")] = "",
    folder: Annotated[str, typer.Option(help="With add: a folder with model.onnx on this machine, instead.")] = "",
    secrets: SecretOption = None,
    question: Annotated[str, typer.Option(help="With add: what is asked of each post.")] = "",
    labels: Annotated[
        list[str] | None, typer.Option("--label", help="With add: an answer that may be given; repeat it.")
    ] = None,
    means: Annotated[
        list[str] | None,
        typer.Option("--means", metavar="THEIRS=OURS", help="With add: what a label of the model is called here."),
    ] = None,
    reads: Annotated[
        str, typer.Option("--for", metavar="READER", help="With add: the question of this shipped reader.")
    ] = "",
    places: Annotated[bool, typer.Option("--places", help="With add: it gives places of posts, for themes.")] = False,
    together: Annotated[int, typer.Option(help="With add: posts in one request; they can sway each other.")] = 1,
    whose: Annotated[str, typer.Option(help="With on: whose posts: ours, public or all.")] = "",
    a_day: Annotated[int | None, typer.Option(min=1, help="With on: how many posts a day, at most.")] = None,
    past: Annotated[bool, typer.Option("--past", help="With on: what was heard before, too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With on: agree without being asked.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """The readers, and models of your own as readers: off until you say what they may be given, of whom, how much."""
    ask = opened("readers", data)
    words = ask.Words(
        address=address, near=near, model=model, folder=folder, secrets=secrets or [], question=question,
        labels=labels or [], means=means or [], reads=reads, places=places, together=together, whose=whose, a_day=a_day,
        past=past, yes=yes,
    )  # fmt: skip
    ask.readers(act, name, words, json=json)


def needs(
    act: Annotated[
        str,
        typer.Argument(
            metavar="[themes|codes|make|describe|merge|split|retire|example|counter-example|undo|code|not|none|"
            "take-back|propose|segments|talks|talk|keep|remove|bring-back]",
            help="What to do.",
        ),
    ] = "codes",
    things: Annotated[list[str] | None, typer.Argument(help="A code, posts, a file: what the act is about.")] = None,
    query: Annotated[str, typer.Option(help="Which posts: what a query finds.")] = "",
    label: Annotated[str, typer.Option(help="Which posts: what reads as this, such as complaint.")] = "",
    network: Annotated[str, typer.Option(help="Which posts: of this network.")] = "",
    since: Annotated[datetime | None, day_option("--from", help="Which posts: from this day on.")] = None,
    until: Annotated[datetime | None, day_option("--to", help="Which posts: up to this day.")] = None,
    name: Annotated[str, typer.Option(help="With describe: the name; with keep: the title.")] = "",
    meaning: Annotated[str, typer.Option(help="With make and describe: what the code means.")] = "",
    use: Annotated[str, typer.Option(help="With make and describe: when to use it, and when not.")] = "",
    theme: Annotated[str, typer.Option(help="With make: the theme it is made from, by its name.")] = "",
    embeddings: Annotated[
        Path | None, typer.Option(metavar="FILE.npy", help="With themes: places of posts; their ids lie in FILE.ids.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="READER", help="With themes: places of posts by a reader that you brought.")
    ] = "",
    sure: Annotated[bool, typer.Option("--sure", help="With propose: the surest first.")] = False,
    kept: Annotated[bool, typer.Option("--kept", help="With themes: as they were last proposed.")] = False,
    call: Annotated[bool, typer.Option("--call", help="With keep: notes of a call, not their own words.")] = False,
    day: Annotated[datetime | None, day_option(help="With keep: when it was.")] = None,
    who: Annotated[str, typer.Option("--with", metavar="HANDLE", help="With keep: whom it was with.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """What people need, in their own words: themes, a codebook, what was coded by it, and who speaks of what."""
    ask = opened("needs", data)
    words = ask.Words(
        query=query, label=label, network=network, since=since, until=until, name=name, meaning=meaning, use=use,
        theme=theme, embeddings=embeddings, by=by, sure=sure, kept=kept, call=call, day=day, who=who, member=member,
        limit=limit,
    )  # fmt: skip
    ask.needs(act, things or [], words, json=json)


def criticism(
    act: Annotated[
        str,
        typer.Argument(
            metavar="[list|posts|improve|describe|own|tie|take-off|decide|decline|done|undo|critics|drafts|mark|not|"
            "unmark|leave-alone|may-be-told]",
            help="What to do.",
        ),
    ] = "list",
    things: Annotated[
        list[str] | None, typer.Argument(help="An improvement by its number, posts: what the act is about.")
    ] = None,
    need: Annotated[str, typer.Option(help="With improve and describe: the code; none takes it off.")] = "",
    owner: Annotated[str, typer.Option(metavar="MEMBER", help="With improve: whose it is.")] = "",
    reason: Annotated[str, typer.Option(help="With decline and leave-alone: why.")] = "",
    what: Annotated[str, typer.Option(help="With done: what was done, as critics will be told.")] = "",
    link: Annotated[str, typer.Option(help="With done: where it can be seen.")] = "",
    title: Annotated[str, typer.Option(help="With describe: another title.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="With posts: how many are shown.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """What was criticised, by the need behind it; what is improved for it; and which critics heard back."""
    ask = opened("criticism", data)
    words = ask.Words(
        need=need, owner=owner, reason=reason, what=what, link=link, title=title, member=member, limit=limit
    )
    ask.criticism(act, things or [], words, json=json)


def subjects(
    act: Annotated[
        str,
        typer.Argument(
            metavar="[list|make|remove|bring-back|count-likes|leave-likes-out|state|take-back|state-again|propose|"
            "posts|mark|unmark]",
            help="What to do.",
        ),
    ] = "list",
    things: Annotated[
        list[str] | None, typer.Argument(help="A subject, a statement or a post by its number: what it is about.")
    ] = None,
    query: Annotated[str, typer.Option(help="With make: the words of a query over all that was heard.")] = "",
    kept: Annotated[str, typer.Option(metavar="QUERY", help="With make: a kept query, by name.")] = "",
    need: Annotated[str, typer.Option(metavar="CODE", help="With make: a need of the codebook.")] = "",
    post: Annotated[str, typer.Option(help="With state: the post whose words they are.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """Subjects of `twoears voices`, the statements on them, and what you mark posts to make of these."""
    ask = opened("subjects", data)
    words = ask.Words(query=query, kept=kept, need=need, post=post, member=member, limit=limit)
    ask.subjects(act, things or [], words, json=json)


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands, in this order."""
    for command in (understand, teach, tune, readers, evaluate, fit, voices, subjects, needs, criticism):
        app.command()(command)

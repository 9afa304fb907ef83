"""`twoears sources show`: when those behind a source speak, and in which languages."""

from twoears.cli.saying import number_words, say
from twoears.measures.pages import voices
from twoears.measures.showing import Speaking, Spoken, Voices
from twoears.sources.health import Health
from twoears.sources.pages import source_name


def voices_of(source: Health) -> Voices:
    """Those who speak there."""
    return voices(source_name(source.id))


def say_voices(heard: Voices) -> None:
    """Print it, with what shows a habit and of how many each language is."""
    say()
    _say_week(heard.speak, heard.zone)
    if heard.to_us.n:
        say("To us:", "bold")
        _say_week(heard.to_us, heard.zone)
    for spoken in heard.languages:
        say(_language(spoken))
    if heard.others.k:
        say(f"{heard.others.of}: {number_words(heard.others)}")
    if heard.others.aside:
        say(f"Of {heard.others.aside:,} posts more the language could not be told.", "dim")


def _say_week(week: Speaking, zone: str) -> None:
    say(week.sentence if not week.shares else f"{week.sentence} ({zone})")
    if week.proof is not None and week.proof.estimate is not None:
        say(f"Of the newer half, in such hours: {number_words(week.proof)}; of an even week {week.even:.0%}.", "dim")


def _language(spoken: Spoken) -> str:
    who = ", ".join(spoken.members) or "nobody has said to answer in it"
    return f"{spoken.name}: {number_words(spoken.number)} · {who}"

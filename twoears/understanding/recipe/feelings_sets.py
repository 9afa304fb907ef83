"""What the readers of feelings learn from, and what they are only measured on.

`TAUGHT` are sets whose licence allows that what was learnt is shipped. `MEASURED` are for research only: nothing that
ships has seen them. Where they are missing, what is measured on them is left out.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twoears.understanding.onestep_weights import FEELINGS
from twoears.understanding.recipe.examples import Example, kept_out
from twoears.understanding.recipe.sets import CODED, SETS, NoSet, PublicSet, _rows
from twoears.understanding.tones import by_list

_CALM: Final = {"emotion": "none", "offence": "none"}
_MOODS: Final = ("negative", "neutral", "positive")
_LANGUAGES: Final = ("fr", "de", "it", "es")  # as the folders are sorted: french, german, italian, spanish


def _pattern(*lists: str) -> re.Pattern[str]:
    words = {word for name, entries in by_list().items() if name in lists for word in entries if word.isalpha()}
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)


_COARSE: Final = _pattern("slur", "coarse", "mild insult")
_MOVED: Final = _pattern("anger", "joy", "sadness", "optimism", "strong praise", "strong blame")


def calm(text: str) -> dict[str, str]:
    """That a text of which no feeling is known has none: only where no word of our lists speaks against it.

    >>> calm("The meeting is on Thursday"), calm("so sad today"), calm("you idiot")
    ({'emotion': 'none', 'offence': 'none'}, {'offence': 'none'}, {})
    """
    if _COARSE.search(text):
        return {}
    return {"offence": "none"} if _MOVED.search(text) else dict(_CALM)


def _brands(raw: Sequence[bytes]) -> Iterator[Example]:
    """Posts from a conference that name a product: the emotion towards it is taken as the mood of the post."""
    kinds = {"Negative emotion": "negative", "Positive emotion": "positive"}
    for row in _rows(raw[0]):
        text, emotion = row["tweet_text"], row["is_there_an_emotion_directed_at_a_brand_or_product"]
        mood = kinds.get(emotion, "neutral" if emotion.startswith("No ") else "")
        if mood:
            found = calm(text) if mood == "neutral" else {}
            yield Example(text, {"sentiment": mood, **found}, "brands", kept_out(text), weight=0.5)


def _paired(raw: Sequence[bytes]) -> Iterator[tuple[int, int, str, int]]:
    """Files of labels and of texts in turn: number of the language, number of the part, text, label."""
    for place in range(0, len(raw), 2):
        labels = raw[place].decode("utf8").split()
        texts = raw[place + 1].decode("utf8").split("\n")
        for text, label in zip(texts, labels, strict=False):
            yield place // 4, place // 2 % 2, text.strip(), int(label)


def _languages(raw: Sequence[bytes]) -> Iterator[Example]:
    """Posts in French, German, Italian and Spanish with their mood. The validation part is held out."""
    for language, part, text, label in _paired(raw):
        code = _LANGUAGES[language]
        yield Example(text, {"sentiment": _MOODS[label]}, f"posts, {code}", part == 1, code)


def _plain(origin: str, kinds: Callable[[str], Mapping[str, str]]) -> Callable[[Sequence[bytes]], Iterator[Example]]:
    def read(raw: Sequence[bytes]) -> Iterator[Example]:
        for row in _rows(raw[0]):
            text = row["text"]
            yield Example(text, kinds(text), origin, kept_out(text), weight=0.5)

    return read


def _titles(raw: Sequence[bytes]) -> Iterator[Example]:
    """Titles of a forum of administrators, marketers and founders: calm ones only."""
    for file in raw:
        for row in _rows(file):
            text = row["title"]
            found = calm(text)
            if found == _CALM:
                yield Example(text, found, "titles", kept_out(text), weight=0.3)


@dataclass(frozen=True, slots=True)
class FeelingSet:
    """A public set, and how its files together are read."""

    files: PublicSet
    read: Callable[[Sequence[bytes]], Iterator[Example]]
    only_measured: bool = False

    def examples(self, folder: Path) -> list[Example]:
        """All its examples; NoSet where a file is missing or differs."""
        return list(self.read(self.files.raw(folder)))


def _nothing(raw: bytes) -> Iterator[Example]:
    yield from ()


def _set(name: str, files: str, checksum: str, had_from: str, licence: str) -> PublicSet:
    return PublicSet(name, files, checksum, had_from, licence, _nothing)


_KNOWN: Final = {one.name: one for one in SETS}
TAUGHT: Final = (
    FeelingSet(_KNOWN["Brands and product emotions"], _brands),
    FeelingSet(
        _set(
            "XLM-T, sentiment", "understand/xlmt_sentiment/*/*.txt", "88a8b05b387bad4e", "github.com/cardiffnlp/xlm-t",
            "Apache-2.0 (of the repository)",
        ), _languages,
    ),
    FeelingSet(_KNOWN["Corporate messaging"], _plain("corporate", calm)),
    FeelingSet(
        _set(
            "Reddit, top posts (titles)", "listen/reddit_top/*.csv", "c03f70ce85492673",
            "github.com/umbrae/reddit-top-2.5-million", "ODC PDDL 1.0",
        ), _titles,
    ),
)  # fmt: skip


def _tweeteval(reader: str, labels: tuple[str, ...]) -> Callable[[Sequence[bytes]], Iterator[Example]]:
    def read(raw: Sequence[bytes]) -> Iterator[Example]:
        parts = len(raw) // 2
        for place, part, text, label in _paired(raw):
            held = parts == 1 or (place == 0 and part == 1)
            yield Example(text, {reader: labels[label]}, f"TweetEval, {reader}", held)

    return read


def _semeval(raw: Sequence[bytes]) -> Iterator[Example]:
    for file in raw:
        for row in _rows(file):
            text = row["text"].replace("\\u2019", "'").replace("\\u002c", ",")
            if row["label"] in _MOODS:
                yield Example(text, {"sentiment": row["label"]}, "SemEval, sentiment", False)


_RESEARCH: Final = "for research only; measured on, not shipped"
MEASURED: Final = (
    FeelingSet(
        _set(
            "SemEval 2013 to 2016, task A", "understand/semeval_sentiment/*.csv", "a52ef997feb75468",
            "github.com/cbaziotis/datastories-semeval2017-task4", _RESEARCH,
        ), _semeval, True,
    ),
    FeelingSet(
        _set(
            "TweetEval, sentiment", "understand/tweeteval/sentiment/val_*.txt", "5c1a2b528022bf62",
            "github.com/cardiffnlp/tweeteval", _RESEARCH,
        ), _tweeteval("sentiment", _MOODS), True,
    ),
    FeelingSet(
        _set(
            "TweetEval, emotion", "understand/tweeteval/emotion/*_*.txt", "12395a7951e21757",
            "github.com/cardiffnlp/tweeteval", _RESEARCH,
        ), _tweeteval("emotion", ("anger", "joy", "optimism", "sadness")), True,
    ),
    FeelingSet(
        _set(
            "TweetEval, offensive", "understand/tweeteval/offensive/*_*.txt", "62f6cb52164fa89f",
            "github.com/cardiffnlp/tweeteval", _RESEARCH,
        ), _tweeteval("offence", ("none", "offensive")), True,
    ),
)  # fmt: skip


def coded_feelings() -> list[Example]:
    """The posts that we wrote and coded for these readers."""
    found = []
    for line in (CODED / "feelings.jsonl").read_text("utf8").splitlines():
        row = json.loads(line)
        labels = {reader: row[reader] for reader in FEELINGS.labels if row[reader]}
        language = row["language"]
        found.append(Example(row["text"], labels, f"own feelings, {language}", row["part"] == "held", language))
    return found


def _own(examples: Sequence[Example]) -> Iterator[Example]:
    """Our posts for the other readers, but for the short ones. A complaint is a bad mood, thanks are a good one; of the
    others we know none.
    """
    for one in examples:
        if one.origin.startswith(("own,", "care, coded", "fresh")):
            complaint, thanks = one.labels.get("complaint"), one.labels.get("thanks")
            mood = "negative" if complaint == "complaint" else "positive" if thanks == "thanks" else ""
            labels = {"sentiment": mood} if mood and not (complaint == "complaint" and thanks == "thanks") else {}
            if one.language == "en":
                labels = {**labels, **({} if mood else calm(one.text))}
            yield Example(one.text, labels, f"from {one.origin}", one.held, one.language, 0.5)


def _other(examples: Sequence[Example]) -> Iterator[Example]:
    """Queries, prose and what companies answer: hardly a feeling, and those with a word of one are left out."""
    for one in examples:
        if one.origin in ("clinc", "banking77", "prose", "care, companies"):
            if one.origin in ("clinc", "banking77") and not kept_out(one.text + "\n", 1):
                continue  # one in ten of the queries is enough
            found = calm(one.text)
            mood = {"sentiment": "neutral"} if found == _CALM and one.origin != "care, companies" else {}
            yield Example(one.text, {**mood, **found}, f"calm, {one.origin}", one.held, one.language, 0.3)


def feelings_gathered(folder: Path, examples: Sequence[Example]) -> list[Example]:
    """All to learn from, and what is held out of it; `examples` are those of the other readers."""
    once: dict[str, Example] = {}
    public = (example for one in TAUGHT for example in one.examples(folder))
    for example in [*coded_feelings(), *public, *_own(examples), *_other(examples)]:
        if example.labels and example.text.strip():
            once.setdefault(example.text, example)
    return list(once.values())


def measured(folder: Path) -> list[Example]:
    """What is for research only, as far as it is there. `held` is the part that published figures are compared on."""
    found: list[Example] = []
    for one in MEASURED:
        try:
            found += one.examples(folder)
        except NoSet:
            continue
    return found

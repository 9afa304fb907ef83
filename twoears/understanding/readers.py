"""All readers in order. Language comes first, because the others need to know it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from twoears.lib.compiled import is_there
from twoears.understanding.evidence import Floats
from twoears.understanding.language import Language
from twoears.understanding.linear import LinearReader
from twoears.understanding.looking import Look, look, look_swiftly, spoken_in
from twoears.understanding.notes import CANNOT_TELL, Note, Reader, Text
from twoears.understanding.onestep import Felt, OneStepReader, feel, feel_swiftly
from twoears.understanding.onestep_weights import FEELINGS, INTENTS, shipped_with
from twoears.understanding.own.ways import AS_SHIPPED, Bent, Ways
from twoears.understanding.swift import Table, pack, stacked, weigh
from twoears.understanding.weights import READERS, shipped

_EVIDENCE: Final = "evidence"  # the family of the readers that weigh
_FAMILIES: Final = (FEELINGS, INTENTS)
LABELS: Final = {**READERS, **FEELINGS.labels, **INTENTS.labels}
"""By reader that has probabilities: its labels, without that it cannot tell."""
_LOG: Final = logging.getLogger(__name__)
_BATCH: Final = 256  # texts that are looked at together: enough to be quick, few enough for the processor's cache
_SWIFT_BATCH: Final = 1024
_PAYS: Final = 10_000  # texts that are read plainly in the time that it takes to load the machine code
_TRIAL: Final = (
    Text("@acme the FX-3 stopped again, third time this week! Does anybody answer here? https://acme.example #fail"),
    Text("Vielen Dank f\u00fcr die schnelle Hilfe, l\u00e4uft wieder!"),
    Text("20% off all sensors until Friday. Sign up now \U0001f600", "en-GB"),
    Text("NOT good, but I so love the new team. You are an idiot, f*ck off!!! :( soooo sad"),
    Text(""),
)


@cache
def _language() -> Language:
    return Language()


@cache
def _weighers() -> tuple[LinearReader, ...]:
    return (
        LinearReader("asks", "Does this post, said to a company, wait for an answer?", 0.55),
        LinearReader("thanks", "Does the author thank somebody for something that was done?", 0.6),
        LinearReader("complaint", "Does something that a company stands for go wrong or disappoint?", 0.7),
        LinearReader("promotion", "Does the author promote products, offers or news of their own?", 0.6),
    )


@cache
def _askers() -> tuple[OneStepReader, ...]:
    return (
        OneStepReader(FEELINGS, "sentiment", "Is what the author says good or bad news to them?", 0.55),
        OneStepReader(FEELINGS, "emotion", "Which feeling speaks from the post?", 0.6),
        OneStepReader(FEELINGS, "offence", "Does the post insult, threaten or demean, or swear coarsely?", 0.6),
        OneStepReader(INTENTS, "kind", "Which of six kinds of post is it?", 0.5),
        OneStepReader(INTENTS, "function", "Does it share, broadcast or converse?", 0.55),
        OneStepReader(INTENTS, "praise", "Does the author praise what another makes or does?", 0.6),
        OneStepReader(INTENTS, "recommendation", "Does the author look for a recommendation?", 0.6),
        OneStepReader(INTENTS, "buying", "Does the author mean to buy, or ask what buyers ask?", 0.6),
        OneStepReader(INTENTS, "referral", "Was somebody sent by somebody, or is being sent?", 0.6),
        OneStepReader(INTENTS, "offer", "Does the author offer help to somebody?", 0.6),
        OneStepReader(INTENTS, "announcement", "Does the author tell of something new of their own?", 0.6),
        OneStepReader(INTENTS, "need", "Does the author tell of a need, a wish or a lack of their own?", 0.6),
    )


def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which they read.

    >>> " ".join(reader.name for reader in readers()[:8])
    'language asks thanks complaint promotion sentiment emotion offence'
    >>> " ".join(reader.name for reader in readers()[8:])
    'kind function praise recommendation buying referral offer announcement need'
    """
    return (_language(), *_weighers(), *_askers())


def _known(note: Note) -> str:
    """The language that was found, if any."""
    return "" if note.label == CANNOT_TELL else note.label


@dataclass
class _Pace:
    """Counts what was read in this process: those who read little do not wait for machine code, nor give room to it."""

    read: int = 0

    def swift(self) -> bool:
        """Whether what comes now is to be read by machine code."""
        return self.read >= _PAYS and works()


_PACE: Final = _Pace()


@cache
def works() -> bool:
    """Whether there is machine code, and it reads as numpy does. The first time it is made, which takes a while."""
    if not is_there():
        return False
    try:
        same = swiftly(_TRIAL) == plainly(_TRIAL)
    except Exception:  # noqa: BLE001 - whatever keeps the code from being made or loaded, all can be read without it
        _LOG.warning("The readers go on without machine code, at a fifth of their speed.", exc_info=True)
        return False
    if not same:
        _LOG.warning("The machine code of the readers reads otherwise than numpy on this machine, and is not used.")
    return same


@dataclass(frozen=True, slots=True)
class _Seen:
    """A batch with its languages, its signs, and what it shows to each family."""

    languages: list[Note]
    look: Look
    felt: dict[str, Felt]


def plainly(texts: Sequence[Text], *, brief: bool = False, ways: Ways = AS_SHIPPED) -> list[tuple[Note, ...]]:
    """What every reader makes of a batch, by numpy."""
    return _told(_seen_plainly(texts), brief, ways.over(texts))


def swiftly(texts: Sequence[Text], *, brief: bool = False, ways: Ways = AS_SHIPPED) -> list[tuple[Note, ...]]:
    """The same by machine code."""
    return _told(_seen_swiftly(texts), brief, ways.over(texts))


def _seen_plainly(texts: Sequence[Text]) -> _Seen:
    languages = _language().read(texts)
    known = [replace(text, language=_known(note)) for text, note in zip(texts, languages, strict=True)]
    seen = look(known, shipped())
    felt = feel(known, seen, *map(shipped_with, _FAMILIES))
    return _Seen(languages, seen, {family.name: one for family, one in zip(_FAMILIES, felt, strict=True)})


def _seen_swiftly(texts: Sequence[Text]) -> _Seen:
    batch = pack([text.words for text in texts])
    languages = _language().read_swiftly(texts, batch)
    spoken = spoken_in([_known(note) for note in languages])
    weighed = weigh(batch, spoken.english, spoken.foreign, all_weights())
    seen = look_swiftly(weighed, spoken)
    felt = {family.name: feel_swiftly(weighed, seen.groups, family.name) for family in _FAMILIES}
    return _Seen(languages, seen, felt)


@cache
def all_weights() -> Table:
    """The weights of all families of readers."""
    return stacked({_EVIDENCE: shipped().table, **{one.name: shipped_with(one).words for one in _FAMILIES}})


def _told(seen: _Seen, brief: bool, bent: Bent) -> list[tuple[Note, ...]]:
    made = [reader.judge(seen.look, shipped(), bent) for reader in _weighers()]
    for one in _askers():
        made.append(one.judge(seen.felt[one.family.name], shipped_with(one.family), bent, brief=brief))
    return list(zip(seen.languages, *made, strict=True))


def shares(texts: Sequence[Text], reader: str) -> Floats:
    """The probabilities that the shipped `reader` gives its labels, a row for each text, a column for each label.

    All 0 where it was not taught the language. KeyError where there is no such reader, or it has no probabilities.

    >>> shares([Text("Thank you so much!"), Text("")], "thanks").round(1).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    found = []
    for first in range(0, len(texts), _BATCH):
        seen = _seen_plainly(texts[first : first + _BATCH])
        found += [one.shares(seen.look, shipped()) for one in _weighers() if one.name == reader]
        found += [
            one.shares(seen.felt[one.family.name], shipped_with(one.family)) for one in _askers() if one.name == reader
        ]
    if reader not in LABELS:
        raise KeyError(reader)
    return np.concatenate(found) if found else np.zeros((0, len(LABELS[reader])))


def languages(texts: Sequence[Text]) -> list[str]:
    """The language of each text as the first of the readers tells it, empty where it cannot tell.

    >>> languages([Text("Läuft das auch auf einem alten Rechner?"), Text("ok")])
    ['de', '']
    """
    swift = _PACE.swift()
    notes = _language().read_swiftly(texts, pack([text.words for text in texts])) if swift else _language().read(texts)
    _PACE.read += len(texts)
    return ["" if note.label == CANNOT_TELL else note.label for note in notes]


def read_all(texts: Sequence[Text], *, brief: bool = False, ways: Ways = AS_SHIPPED) -> list[tuple[Note, ...]]:
    """What every reader makes of each text, in the order of `readers()`. A text's notes do not depend on the others.

    `brief` leaves out which words decided of what kind a post is and what its function: that holds of every post, and
    to look for it takes as long as all the rest. `ways` are those of a workspace.

    >>> notes = read_all([Text("Thanks for the update. Does the FX-3 hold calibration?")])[0]
    >>> [note.label for note in notes if note.reader in ("language", "asks")]
    ['en', 'question']
    """
    notes: list[tuple[Note, ...]] = []
    while len(notes) < len(texts):
        read, most = (swiftly, _SWIFT_BATCH) if _PACE.swift() else (plainly, _BATCH)
        some = texts[len(notes) : len(notes) + most]
        notes += read(some, brief=brief, ways=ways)
        _PACE.read += len(some)
    return notes

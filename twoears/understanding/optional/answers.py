"""What a model answered, read leniently and believed strictly: a label out of those given, or nothing at all."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from twoears.understanding.notes import CANNOT_TELL
from twoears.understanding.optional.asking import Question
from twoears.understanding.optional.masking import Masked, Span
from twoears.understanding.optional.trouble import BadAnswer

_MOST_WORDS: Final = 5  # stretches that are kept of an answer
_TRIES: Final = 200  # places where JSON may begin
_THOUGHT: Final = re.compile(r"<(/?)think>")


@dataclass(frozen=True, slots=True)
class Answer:
    """A label for one post, how sure the model says it is, and where the words stand; or `why` there is none."""

    label: str = ""
    probability: float = 0.0
    spans: tuple[Span, ...] = ()
    why: str = ""


def content_of(body: bytes) -> str:
    """The words of a chat completion; raises BadAnswer."""
    try:
        told = json.loads(body)
        choice = told["choices"][0]
        said = choice["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadAnswer("It answers with something that is no chat completion.") from error
    if choice.get("finish_reason") == "length":
        raise BadAnswer("It stopped in the middle of its answer.")
    if not isinstance(said, str) or not said.strip():
        raise BadAnswer("Its answer is empty.")
    return said


def answers_of(said: str, question: Question, texts: Mapping[str, Masked]) -> dict[str, Answer]:
    """An answer for each of `texts` (id -> what was sent); raises BadAnswer where there is no list of answers in it.

    >>> sent = {"a1": Masked("It works", ((0, 0, 8),))}
    >>> asked = Question("Is it praise?", ("praise", "none"))
    >>> said = '{"answers": [{"id": "a1", "label": "praise", "probability": 0.9, "words": ["works"]}]}'
    >>> answers_of(said, asked, sent)
    {'a1': Answer(label='praise', probability=0.9, spans=((3, 8),), why='')}
    >>> answers_of('[{"id": "a1", "label": "splendid", "probability": 1}]', asked, sent)["a1"].why
    'It gave a label that was not asked for.'
    """
    found: dict[str, Answer] = {}
    for one in _listed(said):
        key = one.get("id") if isinstance(one, dict) else None
        if not isinstance(key, str) or key not in texts:
            continue  # of a post that was not sent nothing is believed
        answer = _answer(one, question, texts[key])
        if key in found and found[key].label != answer.label:
            answer = Answer(why="It gave two answers for one post.")
        found[key] = answer
    return {key: found.get(key, Answer(why="It gave no answer for this post.")) for key in texts}


def _answer(one: dict[str, Any], question: Question, sent: Masked) -> Answer:
    label, sure, words = one.get("label"), one.get("probability"), one.get("words", [])
    if not isinstance(label, str) or label not in question.answers:
        return Answer(why="It gave a label that was not asked for.")
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 <= sure <= 1:
        return Answer(why="It gave a probability that is none.")
    spans = _places(words, sent) if isinstance(words, list) and label != CANNOT_TELL else ()
    return Answer(label, float(sure), spans)


def _places(words: list[Any], sent: Masked) -> tuple[Span, ...]:
    """Words that are not in the post, letter by letter, decided nothing."""
    found = (sent.places(word) for word in words[:_MOST_WORDS] if isinstance(word, str))
    return tuple(dict.fromkeys(place for place in found if place))


def _listed(said: str) -> list[Any]:
    """The answers, also where a model cannot but talk around them."""
    bare = _without_thoughts(said)
    for start in islice((at for at, c in enumerate(bare) if c in "{["), _TRIES):
        try:
            told, _ = json.JSONDecoder().raw_decode(bare, start)
        except (ValueError, RecursionError):
            continue
        listed = told.get("answers") if isinstance(told, dict) else told
        if isinstance(listed, list):
            return listed
        if isinstance(told, dict) and "label" in told and "id" in told:
            return [told]
    raise BadAnswer("Its answer is no JSON as it was asked for.")


def _without_thoughts(said: str) -> str:
    """What stands outside of <think>…</think>, in one pass: who answers may begin thoughts and never end them."""
    kept, end, began = "", 0, -1
    for mark in _THOUGHT.finditer(said):
        if not mark[1]:
            began = mark.start() if began < 0 else began
        elif began >= 0:
            kept, end, began = kept + said[end:began], mark.end(), -1
    return kept + said[end:]

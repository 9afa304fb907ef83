"""The card of the readers of intents: a part of the page of readers, written anew with every fit."""

from collections.abc import Mapping, Sequence
from typing import Final

from twoears.understanding.recipe.measure import Row
from twoears.understanding.recipe.onestep_card import onestep_line

_HEAD: Final = """
## Readers of intents

**kind**, **function**, **praise**, **recommendation**, **buying**, **referral**, **offer**, **announcement** and
**need** are made as the readers of feelings are, in English only; their weights are in `intents.npz`. The six kinds
are those of a study of two thousand posts (Pear Analytics, 2009), the functions and the rest are
[defined in a codebook](codebook.md) of our own.

- Lists of words that hint (`recipe/hints.py`) tie together what few examples teach one by one. They are used by the
  fit only: what a list weighs is added to each of its words.
- *F1* is the macro-F1 of the likeliest label of all texts, with an interval of 95 % (texts drawn anew).
- No public set knows these labels. Most of what was learnt is our own posts; of public ones we coded 540 ourselves,
  half of them held out. Labels of others are weak ones and count little.

| reader | texts | n | told | right | F1 | gap |
| --- | --- | --: | --: | --- | --- | --: |
"""
_FAILS: Final = """
### Where they fail

- Our posts are clearer than the stream, and one hand is heard in all of them. The rows of public posts are the better
  guide, and some labels are rare there: of 540 posts 4 look for a recommendation and none is a referral, so how good
  these two are on posts of strangers cannot be told.
- **kind**: babble and pass-along are taken for each other, and news for promotion, where only the author's interest
  tells them apart. What a post is often hangs on who says it, which the readers do not see.
- **praise**: what is praised by facts alone ("not a scratch") is missed, and mostly so is praise in a few dry words;
  irony is taken at its word.
- **buying**: learnt from posts about phones by noisy labels of students, and from our own. A question for a price
  counts, whatever its reason.
- **need**: questions that show what somebody has to get done are often missed.

### Made from

Our own posts (`coded/intents.jsonl`, `coded/dry.jsonl`, and praise and announcements of `coded/short.jsonl`),
Apache-2.0 and in the package; our codes of 540 public posts (`coded/intents_public.jsonl`), digests only; and weak
labels from the sets above and from *Purchase intent*
(github.com/hasanimran96/Predicting-Consumer-Purchase-intention-using-Twitter-Data, MIT).
"""


def intents_section(rows: Sequence[Row], counts: Mapping[str, int], version: str) -> str:
    """The part of the page, in Markdown."""
    learnt = ", ".join(f"{reader} from {count:,}" for reader, count in counts.items())
    return (
        _HEAD + "\n".join(map(onestep_line, rows)) + f"\n\nTexts learnt from: {learnt}. Weights: version {version}.\n"
        + _FAILS
    )  # fmt: skip

"""What the readers of intents learn from: posts that we wrote and coded, public ones that we coded, and public labels.

No set of others knows our labels; what is taken from theirs is weak, and counts little. Of public posts that we coded
only the codes are with us, found again by a digest of the text.
"""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from twoears.understanding.intents import INTENTS, WANTS
from twoears.understanding.recipe.examples import Example, kept_out
from twoears.understanding.recipe.sets import CODED, SETS, PublicSet, _rows

_WANTS_NOTHING: Final = {"recommendation": "none", "referral": "none", "buying": "none"}
_TALKS: Final = {"kind": "conversation", "function": "converse", "recommendation": "none", "referral": "none"}
_OFFERS: Final = re.compile(
    r"\b(?:dm|direct message|let us know|happy to|glad to|assist|help|look into)\b", re.IGNORECASE
)


def _labels(row: dict[str, str]) -> dict[str, str]:
    """The codes of a row as labels: there, "yes" is written as the name of the reader."""
    codes = {name: row[name] for name in INTENTS if row.get(name)}
    return {name: _label(name, code) for name, code in codes.items()}


def _label(reader: str, code: str) -> str:
    if reader == "kind" and code == "promotion":
        return "self-promotion"
    return WANTS[reader][0] if code == reader else code


_FROM_SHORT: Final = ("praise", "announcement")  # what is learnt from the short posts; their other labels did harm


def _own(row: dict[str, str], file: str) -> Example:
    held, labels = row["part"] == "held", _labels(row)
    if file == "short" and not held:
        labels = {name: label for name, label in labels.items() if name in _FROM_SHORT}
    return Example(row["text"], labels, f"own intents, {file}", held)


def own_intents() -> list[Example]:
    """The posts that we wrote and coded for these readers, the dry ones, and the short ones in English."""
    found = []
    for file in ("intents", "dry", "short"):
        for line in (CODED / f"{file}.jsonl").read_text("utf8").splitlines():
            row = json.loads(line)
            if row["language"] == "en":
                found.append(_own(row, file))
    return found


def digest(text: str) -> str:
    """What a public text is found again by.

    >>> digest("It works.")
    'b22550984ae4'
    """
    return sha256(text.encode("utf8", "surrogatepass")).hexdigest()[:12]


def public_codes() -> dict[str, dict[str, str]]:
    """What we coded of single public posts, by the digest of their text."""
    rows = map(json.loads, (CODED / "intents_public.jsonl").read_text("utf8").splitlines())
    return {row["digest"]: _labels(row) for row in rows}


def _purchases(raw: bytes) -> Iterator[Example]:
    """Posts with students' noisy labels of an intent to buy; those that they left undefined are left out."""
    for row in _rows(raw):
        if row["label"] in ("PI", "no"):
            labels = {"buying": "buying intent" if row["label"] == "PI" else "none"}
            yield Example(row["text"], labels, "purchases", kept_out(row["text"]))


def _companies(raw: bytes) -> Iterator[Example]:
    """What companies post: calls to act promote, dialogue talks."""
    of = {"Action": {"kind": "self-promotion", "praise": "none", **_WANTS_NOTHING}, "Dialogue": _TALKS,
          "Information": {"praise": "none", **_WANTS_NOTHING}}  # fmt: skip
    for row in _rows(raw):
        yield Example(row["text"], of.get(row["category"], {}), "companies' posts", kept_out(row["text"]))


def _brands(raw: bytes) -> Iterator[Example]:
    """Posts from a conference that name a product. A positive emotion towards it is taken as praise."""
    kinds = {"P": "praise", "N": "none"}  # positive; negative or none
    for row in _rows(raw):
        emotion = row["is_there_an_emotion_directed_at_a_brand_or_product"]
        labels = {"praise": kinds[emotion[0]]} if emotion[0] in kinds else {}
        yield Example(row["tweet_text"], labels, "named products", kept_out(row["tweet_text"]))


def _comments(raw: bytes) -> Iterator[Example]:
    for row in _rows(raw):
        yield Example(row["text"], {}, "comments", kept_out(row["text"]))


def _care(raw: bytes) -> Iterator[Example]:
    """Customers and companies talk. Whether an answer offers help is left open where its words may."""
    for talk in json.loads(raw):
        held = kept_out(talk["conversation"], 3)
        for turn in [*talk["turns"], {**talk["resolution"], "role": "company"}]:
            text = turn["message"]
            labels = {**_TALKS, "announcement": "none", "offer": "none"}
            if turn["role"] != "client":
                labels |= {"buying": "none", "need": "none"}
                if _OFFERS.search(text):
                    del labels["offer"]
            yield Example(text, labels, "care", held)


_KNOWN: Final = {one.name: one for one in SETS}
PURCHASES: Final = PublicSet(
    "Purchase intent", "understand/purchase_intent_dev.csv", "c8bea7b56c6d6ffe",
    "github.com/hasanimran96/Predicting-Consumer-Purchase-intention-using-Twitter-Data", "MIT", _purchases,
)  # fmt: skip
_READ: Final = (
    (PURCHASES, _purchases), (_KNOWN["Corporate messaging"], _companies),
    (_KNOWN["Brands and product emotions"], _brands), (_KNOWN["YouTube Spam Collection"], _comments),
    (_KNOWN["Twitter customer care"], _care),
)  # fmt: skip


def intents_gathered(folder: Path) -> list[Example]:
    """All to learn from, and what is held out of it; the same text once. Where we coded a public post, that counts."""
    codes = public_codes()
    once = {one.text: one for one in own_intents()}
    for of, read in _READ:
        for example in (one for file in of.raw(folder) for one in read(file)):
            coded = codes.get(digest(example.text))
            if coded is not None:
                origin = f"coded, {example.origin}"
                once[example.text] = Example(example.text, coded, origin, kept_out(digest(example.text), 5))
            elif example.labels and example.text.strip():
                once.setdefault(example.text, example)
    return list(once.values())

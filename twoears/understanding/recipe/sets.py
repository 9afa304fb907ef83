"""The sets to learn from: where each is had, under which licence, and how its labels are read.

The labels of a public set answer its own question, not ours. Each reader below says what it takes from them, and what
would mislead is left out.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from twoears.understanding.recipe.examples import ASKS, Example, asked, kept_out, unthanked
from twoears.understanding.weights import READERS

CODED: Final = Path(__file__).parent.parent / "coded"
_NO_PROMOTION: Final = {"promotion": "none"}
_NOTHING: Final = {"asks": "none", "complaint": "none", "promotion": "none"}


class NoSet(Exception):
    """A set is missing or is not the one that the recipe was written for."""


@dataclass(frozen=True, slots=True)
class PublicSet:
    """`files` is a pattern below the data folder; `checksum` begins the SHA-256 of their bytes, by path."""

    name: str
    files: str
    checksum: str
    had_from: str
    licence: str
    read: Callable[[bytes], Iterator[Example]]

    def raw(self, folder: Path) -> list[bytes]:
        """The bytes of its files, by path; NoSet where a file is missing or differs."""
        raw = [path.read_bytes() for path in sorted(folder.glob(self.files))]
        if not raw:
            raise NoSet(f"{self.name}: no {self.files} in {folder}. It is had from {self.had_from} ({self.licence}).")
        digest = sha256(b"".join(raw)).hexdigest()
        if not digest.startswith(self.checksum):
            raise NoSet(f"{self.name}: {self.files} has the checksum {digest[:16]}, not {self.checksum}. Get it anew.")
        return raw

    def examples(self, folder: Path) -> list[Example]:
        """All its examples; NoSet where a file is missing or differs."""
        return [example for file in self.raw(folder) for example in self.read(file)]


def _rows(raw: bytes) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(raw.decode("utf8", "replace"), newline=""))


def _clinc(raw: bytes) -> Iterator[Example]:
    """Queries to an assistant. They ask, except for small talk; `thank_you` thanks."""
    small_talk = {"greeting", "thank_you", "goodbye", "yes", "no", "maybe", "cancel", "repeat", "meaning_of_life"}
    parts = json.loads(raw)
    for part in ("train", "val"):
        for text, intent in parts[part]:
            asks = "none" if intent in small_talk else asked(text)
            thanks = {"thanks": "thanks"} if intent == "thank_you" else unthanked(text)
            labels = {"asks": asks, **thanks, **_NO_PROMOTION, "complaint": "none"}
            if intent in ("cancel", "repeat", "report_lost_card", "damaged_card", "card_declined", "report_fraud"):
                labels = {**thanks, **_NO_PROMOTION}
            yield Example(text, labels, "clinc", kept_out(text), weight=0.5)


_GONE_WRONG = re.compile(
    r"not_working|declined|failed|charged|wrong|extra_charge|not_recognised|not_updated|swallowed|unable|not_showing"
)


def _banking(raw: bytes) -> Iterator[Example]:
    """Questions and reports to a bank. All ask; intents that name a failure complain, pending ones are left open."""
    for row in _rows(raw):
        text, intent = row["text"], row["category"]
        complaint = {"complaint": "complaint"} if _GONE_WRONG.search(intent) else {"complaint": "none"}
        if "pending" in intent or "arrival" in intent or "?" in text and complaint["complaint"] == "complaint":
            complaint = {}
        labels = {"asks": asked(text), **unthanked(text), **_NO_PROMOTION, **complaint}
        yield Example(text, labels, "banking77", kept_out(text), weight=0.5)


_WANTS: Final = {"how", "why", "when", "how_much", "how_long", "what", "where", "which"}
_ORDERS: Final = {"request_info", "make_open_apply_setup_get_activate", "cancel_close_leave_freeze", "change"}
_MANNERS: Final = {"affirm", "deny", "greet", "thank", "acknowledge", "dont_know"}


def _nlupp(raw: bytes) -> Iterator[Example]:
    """Single turns to a bank's or hotel's assistant. Those with a why, how or what intent ask."""
    for row in json.loads(raw):
        text, intents = row["text"], set(row.get("intents", ()))
        labels = {**unthanked(text), **_NO_PROMOTION}
        if intents & _WANTS:
            labels["asks"] = "question"
        elif intents & _ORDERS or "wrong_notworking_notshowing" in intents:
            labels["asks"] = asked(text)
        elif intents and intents <= _MANNERS:
            labels["asks"] = "none"
        if "wrong_notworking_notshowing" in intents:
            labels["complaint"] = "complaint"
        yield Example(text, labels, "nlupp", kept_out(text), weight=0.5)


def _persuasion(raw: bytes) -> Iterator[Example]:
    """Sentences of dialogues about a gift to charity. Inquiries ask; greetings, arguments and answers do not."""
    for row in _rows(raw):
        text, act = row["Unit"], row["er_label_1"] or row["ee_label_1"]
        labels = {"complaint": "none"} if "disagree" not in act and "negative" not in act else {}
        if act.startswith("ask-") or act.endswith("-inquiry") and "-to-" not in act:
            labels["asks"] = "question" if "?" in text else ASKS
        elif "?" not in text and act != "proposition-of-donation" or act == "greeting":
            labels["asks"] = "none"
        thanks = {"thanks": "thanks"} if act == "thank" and not unthanked(text) else unthanked(text)
        yield Example(text, {**labels, **thanks}, "persuasion", kept_out(row["B2"]), weight=0.5)


_OWN_NEWS = re.compile(
    r"proud|excited|announc|launch|introduc|register|join|winner|award|learn more|watch", re.IGNORECASE
)


def _corporate(raw: bytes) -> Iterator[Example]:
    """What companies post. Calls to act promote; information and dialogue do not; own news among it is left open."""
    for row in _rows(raw):
        text, kind = row["text"], row["category"]
        if kind == "Exclude" or float(row["category:confidence"]) < 0.6:
            continue
        promotion = {"promotion": "promotion"} if kind == "Action" else {"promotion": "none"}
        if kind == "Information" and _OWN_NEWS.search(text):
            promotion = {}
        asks = {} if "?" in text else {"asks": "none"}
        yield Example(text, {**promotion, **asks, **unthanked(text), "complaint": "none"}, "corporate", kept_out(text))


def _brands(raw: bytes) -> Iterator[Example]:
    """Posts from a conference that name a product. A negative emotion towards it is taken as a complaint."""
    kinds = {"Negative emotion": "complaint", "Positive emotion": "none", "No emotion toward brand or product": "none"}
    for row in _rows(raw):
        text, emotion = row["tweet_text"], row["is_there_an_emotion_directed_at_a_brand_or_product"]
        if emotion not in kinds:
            continue
        quiet = not re.search(r"\?|need|please|help|anyone|looking for", text, re.IGNORECASE)
        asks = {"asks": "none"} if quiet else {}
        labels = {"complaint": kinds[emotion], **asks, **unthanked(text)}
        yield Example(text, labels, "brands", kept_out(text), weight=0.5)


def _comments(raw: bytes) -> Iterator[Example]:
    """Comments under a music video. What was marked as spam there is the author's own channel, song or offer."""
    for row in _rows(raw):
        promotion = "promotion" if row["label"] in ("1", "spam") else "none"
        yield Example(row["text"], {"promotion": promotion}, "comments", kept_out(row["text"]), weight=0.5)


_MARKUP = re.compile(r"\{[%{].*?[%}]\}|!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*_#`>|]")


def _prose(raw: bytes) -> Iterator[Example]:
    """Paragraphs of a public agency's blog: told without asking, thanking, complaining or selling."""
    body = raw.decode("utf8", "replace").split("---", 2)[-1]
    for paragraph in body.split("\n\n")[1:9:2]:
        text = " ".join(_MARKUP.sub(r"\1", paragraph).split())[:400]
        if len(text) > 60 and not re.search(r"\?|join us|apply|register|contact us|email us", text, re.IGNORECASE):
            yield Example(text, {**_NOTHING, **unthanked(text)}, "prose", kept_out(text), weight=0.5)


_UPSET = re.compile(r"worst|shame|disgust|terrible|scam|pathetic|stop|fuck|never", re.IGNORECASE)


def care_codes() -> dict[str, dict[str, str]]:
    """What we coded of single posts of the customer-care set, by their id. The posts themselves are not with us."""
    lines = (CODED / "twitter_care_posts.jsonl").read_text("utf8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["id"]: {key: row[key] for key in READERS if row[key]} for row in rows}


def _care(raw: bytes) -> Iterator[Example]:
    """Customers who turn to a company ask, companies' answers do not. Where we coded a post ourselves, that counts."""
    coded = care_codes()
    for talk in json.loads(raw):
        held = kept_out(talk["conversation"], 3)
        for place, turn in enumerate(talk["turns"]):
            text = turn["message"]
            if turn["id"] in coded:
                yield Example(text, coded[turn["id"]], "care, coded", held)
            elif turn["role"] == "client":
                opens = place == 0 and text.startswith("@") and not _UPSET.search(text)
                weak = {"asks": "question" if text.rstrip().endswith("?") else ASKS, **_NO_PROMOTION} if opens else {}
                yield Example(text, {**weak, **unthanked(text)}, "care, customers", held, weight=0.7)
            else:
                yield Example(text, {**_NOTHING, **unthanked(text)}, "care, companies", held, weight=0.7)
        text = talk["resolution"]["message"]
        yield Example(text, {**_NOTHING, **unthanked(text)}, "care, companies", held, weight=0.7)


def _posts(path: Path, origin: str) -> Iterator[Example]:
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        language, labels = row["language"], {key: row[key] for key in READERS if row.get(key)}
        yield Example(row["text"], labels, f"{origin}, {language}", row["part"] == "held", language)


def coded() -> list[Example]:
    """The posts that we wrote and coded for the purpose, in five languages."""
    return [post for path in sorted(CODED.glob("??.jsonl")) for post in _posts(path, "own")]


def short() -> list[Example]:
    """Short posts of many trades that we wrote and coded, in the same languages: thanks, praise and reproach in a few
    words, and next to them mishaps, answers and small talk that are none of it. Thanks and complaints are learnt.
    """
    posts = _posts(CODED / "short.jsonl", "own short")
    return [post if post.held else replace(post, labels=_some(post, "thanks", "complaint")) for post in posts]


def dry() -> list[Example]:
    """Dry, wry and terse posts that we wrote and coded, in English. Only complaints are learnt from them."""
    posts = _posts(CODED / "dry.jsonl", "dry")
    return [post if post.held else replace(post, labels=_some(post, "complaint")) for post in posts]


def dry_for_others() -> list[Example]:
    """The dry posts from which complaints are learnt, as all other readers are measured by them."""
    posts = [post for post in _posts(CODED / "dry.jsonl", "dry") if not post.held]
    others = [reader for reader in READERS if reader != "complaint"]
    return [replace(post, labels=_some(post, *others), held=True) for post in posts]


def trouble() -> list[Example]:
    """Complaints in a few dry words, and next to them mishaps, questions about faults, praise and rivals' troubles, of
    many trades and in five languages; we wrote and coded them for this reader. Whole trades are held out.
    """
    return list(_posts(CODED / "trouble.jsonl", "trouble"))


def _some(post: Example, *readers: str) -> dict[str, str]:
    return {reader: post.labels[reader] for reader in readers if reader in post.labels}


def fresh() -> list[Example]:
    """Posts that we wrote before anything of this version was tuned, some in languages that nothing was learnt of."""
    return list(_posts(CODED / "fresh.jsonl", "fresh"))


SETS: Final = (
    PublicSet(
        "CLINC150", "understand/clinc150_dev.json", "89c77f8722787c36",
        "github.com/clinc/oos-eval", "CC BY 3.0", _clinc,
    ),
    PublicSet(
        "Banking77", "understand/banking77_train.csv", "b06e26ac67551395",
        "github.com/PolyAI-LDN/task-specific-datasets", "CC BY 4.0", _banking,
    ),
    PublicSet(
        "NLU++", "understand/nlupp/*/fold*.json", "65fb0af9f02bb22b",
        "github.com/PolyAI-LDN/task-specific-datasets", "CC BY 4.0", _nlupp,
    ),
    PublicSet(
        "PersuasionForGood", "converse/persuasion_annotated_dev.csv", "5f7e741e94d1b8a0",
        "gitlab.com/ucdavisnlp/persuasionforgood", "Apache-2.0", _persuasion,
    ),
    PublicSet(
        "Corporate messaging", "understand/corporate_messaging_dev.csv", "c6969baab175c0bf",
        "Figure Eight, Data for Everyone", "CC BY 4.0", _corporate,
    ),
    PublicSet(
        "Brands and product emotions", "understand/brand_product_emotion_dev.csv", "1852165b41bc7c42",
        "Figure Eight, Data for Everyone", "CC BY 4.0", _brands,
    ),
    PublicSet(
        "YouTube Spam Collection", "understand/youtube_comment_spam.csv", "b382c37c97f51d9d",
        "archive.ics.uci.edu", "CC BY 4.0", _comments,
    ),
    PublicSet(
        "18F blog", "listen/blog_18f/*.md", "0f94c15602a9d719",
        "github.com/18F/18f.gsa.gov", "CC0 1.0", _prose,
    ),
    PublicSet(
        "Twitter customer care", "converse/ibm_twitter_care_dev.json", "955f1671122734ba",
        "github.com/IBM/twitter-customer-care-document-prediction", "Apache-2.0", _care,
    ),
)  # fmt: skip


def gathered(folder: Path) -> list[Example]:
    """Every example of every set below `folder`, and our own; the same text once."""
    once: dict[str, Example] = {}
    own = [*coded(), *short(), *dry(), *trouble(), *fresh()]
    for example in [*own, *(example for one in SETS for example in one.examples(folder))]:
        if example.labels and example.text.strip():
            once.setdefault(example.text, example)
    return [*once.values(), *dry_for_others()]

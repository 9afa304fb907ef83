"""The parts below the readers: places, sentences, cues, weights, and the recipe's small rules."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.lib.text import marks, only_words
from twoears.understanding.cues import unfolded
from twoears.understanding.evidence import COLUMNS, sentences, weigh
from twoears.understanding.grams import BITS, LIMIT, grams, open_page
from twoears.understanding.recipe.calibrate import scaling
from twoears.understanding.recipe.compose import composed
from twoears.understanding.recipe.fit import targets
from twoears.understanding.recipe.measure import calibration_gap
from twoears.understanding.recipe.sets import SETS, NoSet, care_codes, coded, dry, dry_for_others, fresh, trouble
from twoears.understanding.weights import CHECK, FILE, BadWeights, shipped, unpack


@given(st.lists(st.text(max_size=80), max_size=5))
def test_every_code_knows_its_place_in_its_own_text(texts: list[str]) -> None:
    page = open_page(texts)
    assert len(page.first) == len(texts) + 1
    for place, text in enumerate(texts):
        inside = slice(page.first[place] + 1, page.first[place + 1])
        assert (page.at[inside] >= 0).all() and (page.until[inside] <= len(text)).all()
        assert (page.at[inside] < page.until[inside]).all()
        assert (np.diff(page.at[inside]) > 0).all()


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_a_text_has_the_same_runs_beside_any_other(texts: list[str]) -> None:
    def runs(batch: list[str], place: int) -> list[int]:
        page = open_page(batch)
        low, high = page.first[place], page.first[place + 1]
        return sorted(int(key) for places, keys in grams(page) for key in keys[(places >= low) & (places < high)])

    assert [runs(texts, place) for place in range(len(texts))] == [runs([text], 0) for text in texts]


def test_keys_stay_within_the_table() -> None:
    for _, keys in grams(open_page(["Does it run on SQLite? " * 50, "日本語"])):
        assert keys.max() < 1 << BITS


def test_only_the_beginning_of_a_text_is_read() -> None:
    assert len(open_page(["a b " * 50_000]).codes) <= LIMIT + 2


def test_words_drawn_out_are_read_as_the_word() -> None:
    assert open_page(["heeeelp"]).words.one.tolist() == open_page(["help"]).words.one.tolist()
    assert open_page(["book"]).words.one.tolist() != open_page(["bok"]).words.one.tolist()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two? Three", 3),
        ("Version 4.2 runs", 1),
        ('He asked "Does it run?" and left', 2),
        ("line\nline", 2),
        ("", 1),
    ],
)
def test_sentences_end_with_a_mark_and_a_space_or_with_the_line(text: str, count: int) -> None:
    assert len(sentences(open_page([text])).start) == count


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_sentences_share_a_text_without_gap(texts: list[str]) -> None:
    page = open_page(texts)
    found = sentences(page)
    assert found.start[0] == 0 and (found.start[1:] == found.end[:-1]).all() and found.end[-1] == page.first[-1]


def test_a_question_in_quotation_marks_is_not_the_authors() -> None:
    page = open_page(['He asked "does it run?"', "Does it run?", 'A 27" screen, does it fit?'])
    signs = weigh(page, np.array([True, True, True]), shipped().table).signs
    assert signs[:, 0].tolist() == [0, 1, 1]


def test_mail_addresses_handles_and_tags_are_told_apart() -> None:
    text = "@acme mail me@acme.example #now or www.acme.example"
    assert [(text[start:end], kind) for start, end, kind in marks(text)] == [
        ("@acme", 2), ("me@acme.example", 1), ("#", 3), ("www.acme.example", 1)]  # fmt: skip
    assert only_words(text) == "mail now or"


def test_a_word_without_end_is_read_in_time_that_grows_with_it() -> None:
    assert only_words("x" * 300_000 + " and " + "@" * 300_000) == "x" * 300_000 + " and"


def test_every_cue_is_written_as_it_is_read() -> None:
    assert unfolded() == []


def test_weights_that_were_changed_are_refused() -> None:
    raw = FILE.read_bytes()
    assert unpack(raw, CHECK.read_text("utf8").strip()).version == shipped().version
    with pytest.raises(BadWeights, match="checksum"):
        unpack(raw[:-1] + b"x", CHECK.read_text("utf8").strip())


def test_weights_stay_small() -> None:
    assert FILE.stat().st_size < 3_000_000


def test_readers_work_without_django_network_and_scikit_learn() -> None:
    """Everything that could load them is blocked before."""
    program = (
        "import sys\n"
        "for name in ('django', 'sklearn', 'scipy', 'requests', 'robust_downloader'):\n    sys.modules[name] = None\n"
        "from twoears.understanding.readers import read_all\n"
        "from twoears.understanding.notes import Text\n"
        "print(read_all([Text('Does the FX-3 hold calibration?')])[0][1].label)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=False)
    assert done.stdout.strip() == "question", done.stderr


def test_a_missing_set_says_where_it_is_had(tmp_path: Path) -> None:
    with pytest.raises(NoSet, match="CC BY 3.0"):
        SETS[0].examples(tmp_path)


def test_another_set_of_the_same_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / SETS[0].files
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(NoSet, match="checksum"):
        SETS[0].examples(tmp_path)


def test_our_own_posts_are_coded_in_full_and_a_part_is_held_out() -> None:
    posts = coded()
    assert {post.language for post in posts} == {"en", "de", "fr", "es", "it"}
    assert all(set(post.labels) == {"asks", "thanks", "complaint", "promotion"} for post in posts)
    assert 0.15 < sum(post.held for post in posts) / len(posts) < 0.4
    assert len(fresh()) > 100 and all(post.held for post in fresh())
    assert not {post.text for post in fresh()} & {post.text for post in posts}
    assert len(care_codes()) == 240


def test_posts_on_troubles_are_of_five_languages_and_a_part_is_held_out() -> None:
    posts = trouble()
    assert {post.language for post in posts} == {"en", "de", "fr", "es", "it"}
    assert all(set(post.labels) == {"complaint"} for post in posts)
    assert 0.2 < sum(post.held for post in posts) / len(posts) < 0.4
    assert len({post.text for post in posts}) == len(posts)


def test_what_only_teaches_complaints_teaches_no_other_reader() -> None:
    taught = [post for post in (*dry(), *trouble()) if not post.held]
    known = targets(taught) >= 0
    assert {column for column, some in zip(COLUMNS, known.any(axis=0), strict=True) if some} == {"dry"}


def test_a_dry_post_that_teaches_complaints_measures_all_other_readers_only() -> None:
    assert all(post.held and "complaint" not in post.labels for post in dry_for_others())
    assert {post.text for post in dry_for_others()} == {post.text for post in dry() if not post.held}


def test_the_calibration_gap_is_the_distance_of_promise_and_truth() -> None:
    right = np.array([True, False])
    assert calibration_gap(np.array([0.5, 0.5]), right) == 0
    assert calibration_gap(np.array([0.99, 0.99]), right) == pytest.approx(0.49)


def test_scaling_makes_probabilities_modest_where_the_scores_promised_too_much() -> None:
    """A hundred texts, scores of 3 to 0 for the first label, which is right in three of four."""
    scores, truth = np.tile([3.0, 0.0], (100, 1)), np.array([0, 0, 0, 1] * 25)
    slope, shift = scaling(scores, truth, np.ones(100))
    odds = np.exp(scores[0] * slope + shift)
    assert odds[0] / odds.sum() == pytest.approx(0.75, abs=0.03)


def test_longer_posts_are_put_together_from_what_is_learnt_from_only() -> None:
    posts = [post for post in coded() if not post.held]
    longer = list(composed(posts, 1))
    assert longer == list(composed(posts, 1))
    assert not any(post.held for post in longer)
    assert {post.labels["promotion"] for post in longer} == {"none"}

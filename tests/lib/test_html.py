"""What HTML from outside becomes, and what it may cost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.lib.html import clean, links, plain, safe


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("no markup at all", "no markup at all"),
        ("3 < 4 & 5 > 2", "3 < 4 & 5 > 2"),
        ("fish &amp; chips", "fish & chips"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one<br>two<br />three</p>", "one\ntwo\nthree"),
        ("<p>wrapped\nline</p>", "wrapped line"),
        (
            '<p><span class="h-card"><a href="https://a.example/@ann" class="u">@<span>ann</span></a></span> hi</p>',
            "@ann hi",
        ),
        ("<style>p{}</style><p>seen</p><script>hidden()</script>", "seen"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<p>5 &lt; 6</p>", "5 < 6"),
        ("<p>not closed", "not closed"),
        ("<pre>a\n  b</pre>", "a\nb"),
    ],
)
def test_html_becomes_the_words_that_a_reader_sees(markup, words):
    assert plain(markup) == words


@pytest.mark.parametrize("markup", [
    "<div>" * 20_000 + "x" + "</div>" * 20_000,
    "<div><table></div></table>" * 20_000,
    "<div><object></div></object>" * 20_000,
    "<a href='x'><b>" * 20_000,
    '<a "' * 20_000, "<a '\"" * 9_000, "<p " * 100_000, " " * 50_000 + "<b>", "&#" * 100_000,
    "<table><tr><td>" * 20_000,
])  # fmt: skip
def test_hostile_html_is_read_in_a_bounded_time(markup):
    start = time.process_time()
    plain(markup), safe(markup), links("href" + markup)
    assert time.process_time() - start < 5  # seconds where it takes hundredths; quadratic readings take minutes


@pytest.mark.parametrize("markup", [
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<a href='javascript:alert(1)'>x</a>",
    "<iframe src='https://a.example'></iframe>", "<svg onload=alert(1)>", "<form action='/x'><input></form>",
    "<style>*{display:none}</style>", "<div>" * 1000 + "<script>alert(1)</script>",
])  # fmt: skip
def test_nothing_that_acts_is_left_in_html_that_is_shown(markup):
    shown = safe(markup).lower()
    assert not any(
        word in shown for word in ("<script", "onerror", "javascript:", "<iframe", "onload", "<form", "<style")
    )


def test_html_that_is_shown_keeps_its_paragraphs_and_its_links():
    assert safe("<p>See <a href='https://a.example/'>this</a></p>") == (
        '<p>See <a href="https://a.example/" rel="noopener noreferrer nofollow ugc">this</a></p>'
    )


@given(st.text(alphabet="<>/pab &;\"'=\n!-ré", max_size=200))
def test_any_text_has_words_and_reading_them_never_fails(markup):
    assert isinstance(plain(markup), str)
    assert isinstance(safe(markup), str)


@given(st.text(max_size=50))
def test_what_is_kept_can_be_written_to_any_database(text):
    kept = clean(text + "\x00\ud800")
    assert "\x00" not in kept
    assert kept.encode("utf8").decode("utf8") == kept

"""Of whom a post speaks, in five languages; and that what looks like it is not taken for it."""

import time

import pytest

import twoears
from twoears.understanding.fit.fit import fit
from twoears.understanding.sides import side


@pytest.mark.parametrize(
    ("text", "language", "label", "words"),
    [
        ("We won another prize!", "en", "we", ("We",)),
        ("I think so", "en", "we", ("I",)),
        ("What would you change?", "en", "you", ("you",)),
        ("We're glad it's yours", "en", "both", ("We", "yours")),
        ("The US team shipped it", "en", "none", ()),
        ("Das freut uns", "de", "we", ("uns",)),
        ("Was sagen Sie dazu?", "de", "you", ("Sie",)),
        ("Sie ist da. Er gibt ihnen das.", "de", "none", ()),
        ("Wie gefällt dir unser Stand?", "de", "both", ("dir", "unser")),
        ("Qu'en pensez-vous ?", "fr", "you", ("vous",)),
        ("J'aime notre équipe", "fr", "we", ("J", "notre")),
        ("¿Qué opina usted de nuestra tienda?", "es", "both", ("usted", "nuestra")),
        ("Cosa ne pensate voi?", "it", "you", ("voi",)),
        ("Wij zijn er", "nl", "cannot tell", ()),
        ("ok", "", "cannot tell", ()),
    ],
)
def test_a_post_speaks_of_us_or_of_them(text: str, language: str, label: str, words: tuple[str, ...]) -> None:
    told = side(text, language)
    assert (told.label, told.words(text)) == (label, words)
    assert told.we + told.you == len(words)


def test_a_draft_is_counted_by_the_same_words() -> None:
    draft = "We would love to hear what you think of our new probe, and how you use it."
    told = fit(draft, [])
    assert (told.we, told.you) == (side(draft).we, side(draft).you) == (2, 2)


def test_a_notebook_asks_for_sides() -> None:
    assert twoears.sides("Was meint ihr, könnt ihr das bei euch brauchen?", language="de")[0].you == 1


def test_a_long_text_is_read_in_bounded_time() -> None:
    begin = time.process_time()
    assert side("we you " * 200_000).we < 1000
    assert time.process_time() - begin < 0.5

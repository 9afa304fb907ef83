"""A blog in Markdown: whose words, of which day, under which ids, and what hostile files may do."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Activity, Actor, Post
from twoears.sources.markdown.read import SOURCE
from twoears.sources.reading import Asked, CannotRead, Held, SetAside, Thing, Total

SITE = "https://norrvik.example"
DATED = "2026-03-04-how-we-test.md"


def heard(text: str, name: str = DATED, site: str = "") -> list[object]:
    found = SOURCE.read(Thing(text=name, raw=text.encode()), Asked(options={"site": site} if site else {}))
    return [one for one in found if not isinstance(one, Total)]


def post(text: str, name: str = DATED, site: str = SITE) -> Post:
    (found,) = heard(text, name, site)
    assert isinstance(found, Activity), found
    assert isinstance(found.object, Post)
    return found.object


def aside(text: str, name: str = DATED, site: str = SITE) -> SetAside:
    (found,) = heard(text, name, site)
    assert isinstance(found, SetAside)
    return found


def yaml(front: str, body: str = "Words.") -> str:
    return f"---\n{front}\n---\n{body}\n"


def toml(front: str, body: str = "Words.") -> str:
    return f"+++\n{front}\n+++\n{body}\n"


@pytest.mark.parametrize(
    ("text", "name", "at"),
    [
        (yaml("date: 2026-03-04"), "a.md", datetime(2026, 3, 4, tzinfo=UTC)),
        (yaml("date: 2026-03-04 09:00:00 -5"), "a.md", datetime(2026, 3, 4, 14, tzinfo=UTC)),
        (yaml("publishDate: 2026-03-04T09:00:00+01:00"), "a.md", datetime(2026, 3, 4, 8, tzinfo=UTC)),
        (yaml("date: git Last Modified"), DATED, datetime(2026, 3, 4, tzinfo=UTC)),
        (yaml("date: 2026-02-01"), DATED, datetime(2026, 2, 1, tzinfo=UTC)),
        (yaml("title: x"), "2026-03-04-oven/index.md", datetime(2026, 3, 4, tzinfo=UTC)),
        (toml("date = 2026-03-04T09:00:00Z"), "a.md", datetime(2026, 3, 4, 9, tzinfo=UTC)),
        (toml("date = 2026-03-04"), "a.md", datetime(2026, 3, 4, tzinfo=UTC)),
        ("# Words", DATED, datetime(2026, 3, 4, tzinfo=UTC)),
    ],
)
def test_its_day_stands_at_the_top_or_in_its_name(text: str, name: str, at: datetime) -> None:
    assert post(text, name).published == at


def test_a_page_without_a_day_is_no_post() -> None:
    found = aside(yaml("title: About"), "about.md")
    assert "does not say when" in found.reason
    assert post(found.raw.decode().replace("---\n", "---\ndate: 2026-03-04\n", 1), found.name).title == "About"


@pytest.mark.parametrize(
    ("front", "author", "others"),
    [
        ("author: annek", f"{SITE}/#annek", ()),
        ("authors:\n- annek\n- bo\n- annek", f"{SITE}/#annek", (f"{SITE}/#bo", f"{SITE}/#annek")),
        ("author: Ann Ek", f"{SITE}/#Ann%20Ek", ()),
        ("author: Ann Ek <ann@norrvik.example>", f"{SITE}/#Ann%20Ek", ()),
        ("author: https://ann.example/", "https://ann.example/", ()),
        ("author: {name: Ann, url: 'https://ann.example/'}", "https://ann.example/", ()),
        ("authors: [{name: Ann}, {email: bo@norrvik.example}]", f"{SITE}/#Ann", (f"{SITE}/#bo@norrvik.example",)),
        ("authors: {annek: {role: editor}, bo: }", f"{SITE}/#annek", (f"{SITE}/#bo",)),
        ("title: x", f"{SITE}/", ()),
        ("author: {url: 'javascript:steal()'}", f"{SITE}/", ()),
    ],
)
def test_the_first_who_is_named_wrote_it(front: str, author: str, others: tuple[str, ...]) -> None:
    found = post(yaml(front))
    assert (found.author.id, found.mentions) == (author, others)


def test_an_account_stays_as_it_is_written() -> None:
    found = post(yaml("author: annek")).author
    assert (found.name, found.handle) == ("annek", "annek")
    assert post(yaml("author: Ann Ek")).author.handle == ""


def test_without_a_site_a_name_is_all_that_is_known_of_who_wrote_it() -> None:
    assert post(yaml("author: annek"), site="").author.id == "web:name:annek"
    assert post(yaml("author: {email: Ann@norrvik.example}"), site="").author.id == "mailto:ann@norrvik.example"
    assert aside(yaml("title: x"), site="").reason.startswith("It does not say who wrote it")


@pytest.mark.parametrize(
    ("front", "name", "id_"),
    [
        ("title: x", DATED, f"{SITE}/#2026-03-04-how-we-test"),
        ("date: 2026-03-04", "about.md", f"{SITE}/#2026-03-04-about"),
        ("date: 2026-03-04", "src/content/news/about/index.md", f"{SITE}/#news/2026-03-04-about"),
        ("slug: warm", "blog/_posts/2026-03-04-x.md", f"{SITE}/#2026-03-04-warm"),
        ("permalink: /blog/warm/", DATED, f"{SITE}/blog/warm/"),
        ("url: blog/warm.html", DATED, f"{SITE}/blog/warm.html"),
        ("permalink: /:year/:title/", DATED, f"{SITE}/2026/how-we-test/"),
        ("permalink: /:categories/:title/", DATED, f"{SITE}/#2026-03-04-how-we-test"),
        ("permalink: pretty", DATED, f"{SITE}/#2026-03-04-how-we-test"),
        ("permalink: '/{{ page.date }}/'", DATED, f"{SITE}/#2026-03-04-how-we-test"),
        ("canonical_url: https://medium.example/p/1", DATED, "https://medium.example/p/1"),
        ("canonical_url: javascript:steal()", DATED, f"{SITE}/#2026-03-04-how-we-test"),
    ],
)
def test_it_is_known_by_its_address_or_by_its_name_on_the_site(front: str, name: str, id_: str) -> None:
    found = post(yaml(front), name)
    assert (found.id, found.url) == (id_, "" if "#" in id_ else id_)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/:year/:month/:day/:title/", f"{SITE}/blog/2026/03/04/how-we-test/"),
        (":slug.html", f"{SITE}/blog/how-we-test.html"),
        ("/:sections/:title/", f"{SITE}/blog/news/how-we-test/"),
        ("/:year/:nothing/", ""),
        ("pretty", ""),
        ("", ""),
    ],
)
def test_it_has_the_address_that_its_site_makes(pattern: str, url: str) -> None:
    options = {"site": f"{SITE}/blog", "permalink": pattern}
    raw = yaml("author: annek").encode()
    _, found = SOURCE.read(Thing(text=f"news/{DATED}", raw=raw), Asked(options=options))
    assert isinstance(found, Activity) and isinstance(found.object, Post)
    assert found.object.url == url
    assert found.object.id == (url or f"{SITE}/blog/#news/2026-03-04-how-we-test")


def test_a_post_that_the_record_knows_by_its_address_is_that_post() -> None:
    author = Actor(id=f"{SITE}/#annek", network="web")
    known = {f"{SITE}/warm/": Held(id=f"{SITE}/?p=1", author=author)}
    asked = Asked(options={"site": SITE}, held=known.get)
    _, found = SOURCE.read(Thing(text=DATED, raw=yaml("permalink: /warm/").encode()), asked)
    assert isinstance(found, Activity) and isinstance(found.object, Post)
    assert (found.object.id, found.object.url) == (f"{SITE}/?p=1", f"{SITE}/warm/")


@pytest.mark.parametrize("site", ["", SITE])
def test_ids_stay_when_the_folder_is_moved(tmp_path: Path, site: str) -> None:
    ids = set[tuple[str, ...]]()
    for folder in (tmp_path / "a/_posts", tmp_path / "somewhere else"):
        (folder / "news").mkdir(parents=True)
        (folder / DATED).write_text(yaml("author: annek"))
        (folder / "news" / "2026-03-05-b.md").write_text(yaml("author: annek"))
        found = SOURCE.read(Thing(text=str(folder), path=folder), Asked(options={"site": site}))
        ids.add(tuple(one.id for one in found if isinstance(one, Activity)))
    assert len(ids) == 1 and len(ids.pop()) == 2


def test_an_index_is_called_as_its_folder_and_alone_as_its_title() -> None:
    text = yaml("date: 2026-03-04\ntitle: Der neue Öfen, heiß")
    assert post(text, "oven/index.md").id == f"{SITE}/#2026-03-04-oven"
    assert post(text, "index.md", site=f"{SITE}/").id == f"{SITE}/#2026-03-04-der-neue-%C3%B6fen-hei%C3%9F"


def test_two_posts_of_one_address_are_not_one(tmp_path: Path) -> None:
    for name in ("2026-03-04-a.md", "2026-03-05-b.md"):
        (tmp_path / name).write_text(yaml("permalink: /same/"))
    found = list(SOURCE.read(Thing(text="x", path=tmp_path), Asked(options={"site": SITE})))
    assert [type(one) for one in found] == [Total, Activity, SetAside]
    assert "2026-03-04-a.md" in found[2].reason  # type: ignore[union-attr]


@pytest.mark.parametrize("front", ["draft: true", "draft: yes", "published: false", "status: draft"])
def test_drafts_are_counted_and_not_said(front: str) -> None:
    assert aside(yaml(front)).reason == "1 draft."
    assert aside(yaml("title: x"), f"_drafts/{DATED}").reason == "1 draft."


@pytest.mark.parametrize("front", ["draft: false", "draft: no", "published: true"])
def test_what_is_no_draft_is_said(front: str) -> None:
    assert post(yaml(front)).text == "Words."


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [a, b]\ncategories: [b, c d]", ("a", "b", "c d")),
        ("tags: a, b c", ("a", "b c")),
        ("category: a b", ("a b",)),
        ("tags:", ()),
        ("tags: {a: b}", ()),
        ("tags: [2026, no, 1.0]", ("2026", "no", "1.0")),
    ],
)
def test_tags_are_as_they_are_written(front: str, tags: tuple[str, ...]) -> None:
    assert post(yaml(front)).tags == tags
    assert post(toml('[taxonomies]\ntags = ["a"]')).tags == ("a",)


def test_values_are_words_and_nothing_else() -> None:
    found = post(yaml("title: 2026-03-04\nlang: no"))
    assert (found.title, found.language) == ("2026-03-04", "no")
    assert post(yaml("title: x"), "2026-03-04-a.de.md").language == "de"
    assert post(toml("title = 7\nlang = 'sv'")).title == "7"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("## What\nwe *learnt* in `code` and ~~not~~ **here**", "What\nwe learnt in code and not here"),
        ("- one\n- two\n\n> three", "one\ntwo\n\nthree"),
        ("```python\nprint('a')\n```", "print('a')"),
        ("a {% include x.html %}b {{ page.title }}c{: .d }", "a b c"),
        ("{{< figure src='x' >}}\n{{% note %}}Mind{{% /note %}} it", "Mind it"),
        ("a{% comment %}b{% endcomment %}c", "ac"),
        ("{% raw %}a{% endraw %}", "a"),
        ("<figure>\n{% image 'x' %}\n    <figcaption>Ann</figcaption></figure>", "Ann"),
        ("snake_case and 3 < 4 & 5", "snake_case and 3 < 4 & 5"),
        ("wrapped\nlines", "wrapped lines"),
        ("![A valve](x.png) seen", "seen"),
        ("a\\*b\\* [^1]\n\n[^1]: c", "a*b*\n\nc"),
        ('{:name "x"} is Clojure', '{:name "x"} is Clojure'),
    ],
)
def test_its_words_are_what_a_reader_sees(body: str, text: str) -> None:
    lines = [line.strip() for line in post(yaml("title: x", body)).text.splitlines()]
    assert [line for line in lines if line] == [line for line in text.splitlines() if line]


def test_its_links_are_kept() -> None:
    body = (
        "[a](https://a.example) [b]({{ '/b/' | url }}) [c][d] <https://e.example/> [f](javascript:x()) [g](//g.example)"
    )
    found = post(yaml("title: x", body + "\n\n[d]: /d/"))
    assert found.links == ("https://a.example", f"{SITE}/b/", f"{SITE}/d/", "https://e.example/")
    assert post(yaml("author: a", body), site="").links == ("https://a.example", "https://e.example/")


def test_a_heading_is_the_title_where_no_other_is_given() -> None:
    found = post("# How we *test*\n\nTen bar.")
    assert (found.title, found.text) == ("How we test", "Ten bar.")
    assert post(yaml("title: Valves", "# How we test\n\nTen bar.")).title == "Valves"


def test_nothing_in_a_post_is_run_or_shown_as_more_than_words() -> None:
    found = post(yaml("title: <script>steal()</script>T<b>", "<script>steal()</script>Hi <img src=x onerror=steal()>"))
    assert (found.title, found.text, found.links) == ("T", "Hi", ())


ALL = "abcdefghijklmnopqrst"
LAUGHS = "a: &a [ha]\n" + "\n".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip(ALL, ALL[1:], strict=False)
)
MERGED = "a: &a {k: v}\n" + "\n".join(f"{b}: &{b} {{<<: [*{a}, *{a}]}}" for a, b in zip(ALL, ALL[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (yaml(LAUGHS), "unfolds to more"),
        (yaml(MERGED), "unfolds to more"),
        (yaml("a: " + "[" * 60_000), "nested too deep"),
        (yaml("".join(" " * depth + "a:\n" for depth in range(200))), "nested too deep"),
        (yaml("".join(f"k{number}: v\n" for number in range(6000))), "unfolds to more"),
        (yaml("title: !!python/object/apply:os.system ['echo']"), "could not determine a constructor"),
        (yaml("title: !!timestamp soon"), "not of the kind"),
        (yaml("title: a: b"), "mapping values are not allowed"),
        (yaml("- a\n- b"), "no names with values"),
        ("---\ntitle: x\n", "has no end"),
        (f"---\ntitle: {'x' * 100_000}\n---\n", "has no end"),
        (toml("a." * 20_000 + "b = 1"), "nested too deep"),
        (toml("a = " + "[" * 60_000), "nested too deep"),
        (toml("title = Valves"), "no TOML"),
    ],
    ids=lambda value: value[:12].split("\n")[-1] if isinstance(value, str) else value,
)
def test_front_matter_that_is_built_to_hold_us_is_set_aside_at_once(text: str, why: str) -> None:
    start = time.process_time()
    found = aside(text)
    assert why in found.reason and found.advice
    assert time.process_time() - start < 3


def test_the_line_that_is_wrong_is_named() -> None:
    assert aside(yaml("title: x\ndate: 2026-03-04\nauthor: a: b")).line == 4


def test_a_value_that_names_itself_or_is_no_number_of_this_world_says_nothing() -> None:
    found = post(yaml("a: &a [*a]\nauthor: *a\ntags: *a\ntitle: !!int 1" + ":1" * 9000))
    assert (found.author.id, found.tags, found.title) == (f"{SITE}/", (), "")


@pytest.mark.parametrize(
    "body", ["{{ a } " * 100_000, "{%" * 300_000, "[a\n" * 200_000], ids=["open tags", "tags", "links"]
)
def test_a_post_that_is_built_to_take_for_ever_does_not(body: str) -> None:
    start = time.process_time()
    post(yaml("title: x", body))
    assert time.process_time() - start < 12


@given(st.text(alphabet=st.sampled_from(list("-+\n :[]{}&*!%#'\"`<>/ax1")), max_size=200))
def test_whatever_a_file_holds_it_is_heard_or_named(noise: str) -> None:
    for text in (noise, yaml(noise), toml(noise), yaml("title: x", noise)):
        for one in heard(text):
            assert isinstance(one, Activity) or (isinstance(one, SetAside) and one.reason)


def test_a_site_that_is_none_is_refused() -> None:
    with pytest.raises(CannotRead, match="not the address of a site"):
        heard(yaml("title: x"), site="at home")
    assert post(yaml("title: x"), site="norrvik.example").author.id == f"{SITE}/"


@pytest.mark.parametrize(
    ("name", "text", "sure"),
    [
        ("a.md", yaml("title: x"), 0.9),
        ("a.markdown", toml("title = 'x'"), 0.9),
        ("a.md", "# Notes", 0.2),
        ("a.md", "---\n\nA line above.", 0.2),
        ("a.md", "", 0.0),
        ("a.yml", yaml("title: x"), 0.0),
        ("a.html", yaml("title: x"), 0.0),
        ("a.md", "a\0b", 0.0),
    ],
)
def test_it_is_known_by_its_name_and_its_front_matter(tmp_path: Path, name: str, text: str, sure: float) -> None:
    (tmp_path / name).write_text(text)
    assert SOURCE.fits(Thing(text=name, path=tmp_path / name)) == sure


def test_a_folder_is_a_blog_where_most_of_it_is(tmp_path: Path) -> None:
    def sure() -> float:
        return SOURCE.fits(Thing(text="folder", path=tmp_path))

    (tmp_path / "README.md").write_text("# Notes")
    assert sure() == 0.0
    (tmp_path / DATED).write_text(yaml("title: x"))
    (tmp_path / "valve.png").write_bytes(b"\x89PNG")
    assert sure() == 0.95
    for number in range(3):
        (tmp_path / f"{number}.eml").write_text("Subject: x")
    assert sure() == 0.4
    shutil.rmtree(tmp_path)
    assert sure() == 0.0


def test_what_programs_brought_along_is_left_alone(tmp_path: Path) -> None:
    for folder in ("node_modules/x", ".git", "_site", "vendor/y"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / DATED).write_text(yaml("title: x"))
    with pytest.raises(CannotRead, match="holds no posts"):
        list(SOURCE.read(Thing(text="x", path=tmp_path), Asked()))

"""From a Markdown file to our values: who wrote it and when, under an id that stays where the folder goes."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.delimited import decoded
from twoears.lib.html import clean, links, plain
from twoears.lib.urls import host, is_web
from twoears.sources.markdown.front import BadFront, Told, as_words, many, parted, told, word
from twoears.sources.markdown.words import markup, rooted, titled
from twoears.sources.reading import Held

MAX_TEXT: Final = 100_000
ENDINGS: Final = (".md", ".markdown", ".mdown", ".mkd")
_MOST = 50  # authors or tags of one post
_DATES = ("date", "publishdate", "pubdate", "published")
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")
_NAMES = ("name", "display_name", "login", "id")
_ADDRESSES = ("url", "website", "uri", "link")
_MAILS = ("email", "mail")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[-_ ]?(.*)", re.DOTALL)
_TONGUE = re.compile(r".+\.([a-z]{2}(?:-[A-Za-z]{2})?)")
_MAIL = re.compile(r"([^<>]*)<([^<>\s@]+@[^<>\s@]+)>")
# A path, and neither a name such as `pretty` nor something that only the generator can fill in.
_PATH = re.compile(r"(?=[^:]*[/.])[^\s:{}<>\"*\\]{1,1000}")
_PART = re.compile(r":([A-Za-z]+)")
_KEPT_IN: Final = ("_posts", "_drafts", "content")
_FILL_IN = "Fill it in at the top of the file, and read it again, or leave the file out."


class Unreadable(ValueError):
    """The file lacks what a post must have. Says what; `line` is where, 0 where nobody can tell."""

    def __init__(self, reason: str, advice: str = _FILL_IN, line: int = 0) -> None:
        super().__init__(reason)
        self.advice, self.line = advice, line


class Draft(ValueError):
    """It was never said."""


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name below the folder, as `parts` of it: what generators call such folders is left out."""

    name: str
    raw: bytes

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and, without its ending, the file; `index` is called as the folder that it lies in."""
        found = self.name.replace("\\", "/").split("/")
        cut = max((number + 1 for number, part in enumerate(found[:-1]) if part in _KEPT_IN), default=0)
        stem = found[-1].rpartition(".")[0] if found[-1].lower().endswith(ENDINGS) else found[-1]
        above = found[cut:-1]
        return tuple(above) if stem in ("index", "_index") and above else (*above, stem)


@dataclass(frozen=True, slots=True)
class Name:
    """What a post is called: the folders above it, its day, and the rest."""

    above: str
    day: str
    last: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the posts can be read, as a member says it: `home` with a slash at its end, both empty where nobody has.

    `pattern` is how addresses are made there, such as `/:year/:month/:title/`.
    """

    home: str = ""
    pattern: str = ""


def place_of(site: str, pattern: str) -> Place | None:
    """The place that a member means; None where the site is none.

    >>> place_of("norrvik.example", "/:title/")
    Place(home='https://norrvik.example/', pattern='/:title/')
    >>> place_of("at home", "") is None
    True
    """
    site = site.strip()
    whole = site if is_web(site) or not site else f"https://{site}"
    if whole and (not is_web(whole) or re.search(r"\s", whole)):
        return None
    return Place(f"{whole.rstrip('/')}/" if whole else "", pattern.strip())


def post(file: File, place: Place, held: Callable[[str], Held | None]) -> Activity:
    """What was said by this post; `held` is what the record knows by an address. Raises Unreadable and Draft."""
    try:
        parts = parted(clean(decoded(file.raw)))
        found = told(parts)
    except BadFront as error:
        raise Unreadable(f"{error}.", "Mend the lines at the top of the file and read it again.", error.line) from error
    if _is_draft(file, found):
        raise Draft
    home, published, writers = place.home, _published(file, found), list(_writers(found, place.home))
    if not (writers or home):
        raise Unreadable(
            "It does not say who wrote it, and nobody has said whose site it is.",
            "Fill in `author` at the top of the file, or give the site: --set site=https://…",
        )
    made = rooted(markup(parts.body), home)
    heading, rest = titled(made) if not word(found, "title") else ("", made)
    title = " ".join(clean(plain(word(found, "title") or heading)).split())[:1000]
    text = clean(plain(rest))[:MAX_TEXT]
    if not (title or text):
        raise Unreadable("It holds no words.", "Leave the file out.")
    name = _name(file, found, published, title)
    url = _url(found, place, name)
    known = held(url) if url else None
    return created(Post(
        id=known.id if known else url or _key(name, home), type="Article", url=url, published=published,
        author=writers[0] if writers else _site(home), title=title, text=text, language=_language(file, found),
        mentions=tuple(dict.fromkeys(one.id for one in writers[1:])), links=links(made), tags=tuple(_tags(found)),
    ))  # fmt: skip


def _is_draft(file: File, found: Told) -> bool:
    kept = "_drafts" in file.name.replace("\\", "/").split("/")
    told_so = word(found, "draft").lower() in _YES or word(found, "published").lower() in _NO
    return kept or told_so or word(found, "status").lower() == "draft"


def _published(file: File, found: Told) -> datetime:
    named = (day[1] for part in reversed(file.parts) if (day := _DATED.match(part)))
    for text in (*(word(found, name) for name in _DATES), *named):
        try:
            if text:
                return when(text)
        except NoDate:
            continue
    raise Unreadable("It does not say when it was published (`date`), nor does its name begin with a day.")


def _name(file: File, found: Told, published: datetime, title: str) -> Name:
    *above, stem = file.parts
    dated = _DATED.fullmatch(stem)
    last = word(found, "slug") or (dated[2] if dated else stem)
    if last == "index" and not above:  # of a folder that nobody knows
        last = re.sub(r"[\W_]+", "-", title.lower()).strip("-") or last
    return Name("/".join(above), dated[1] if dated else f"{published:%Y-%m-%d}", last)


def _key(name: Name, home: str) -> str:
    """By the name below the folder, with its day: so two blogs with an `about` are two."""
    whole = f"{name.above}/{name.day}-{name.last}".strip("/-")
    key = quote(whole[:500].encode("utf8", "replace"), safe="/")
    return f"{home}#{key}" if home else f"markdown:{key}"


def _url(found: Told, place: Place, name: Name) -> str:
    """The address that the post itself names, a path below the site or a whole one; else as the site makes them."""
    for key in ("canonical_url", "canonicalurl", "permalink", "url"):
        said = clean(word(found, key))[:2000]
        if is_web(said) and not re.search(r"\s", said):
            return said
        path = _filled(said, name)
        if place.home and key in ("permalink", "url") and _PATH.fullmatch(path):
            return place.home + path.lstrip("/")
    path = _filled(place.pattern, name)
    return place.home + path.lstrip("/") if place.home and _PATH.fullmatch(path) else ""


def _filled(pattern: str, name: Name) -> str:
    """An address by its pattern; what it names and we do not know stays, and then it is none."""
    if ":" not in pattern:
        return pattern
    year, month, day = name.day.split("-")
    known = {"year": year, "month": month, "day": day, "title": name.last, "slug": name.last, "filename": name.last,
             "contentbasename": name.last, "slugorcontentbasename": name.last, "sections": name.above}  # fmt: skip
    filled = _PART.sub(lambda part: quote(known.get(part[1].lower(), part[0]), safe="/:"), pattern)
    return filled.replace("//", "/")


def _writers(found: Told, home: str) -> Iterator[Actor]:
    """Whoever is named, each as the post writes it, the first first."""
    for name in ("author", "authors"):
        value = found.get(name)
        people = [value] if isinstance(value, dict) else many(value)[:_MOST]
        for one in people:
            yield from _people(one, home) if isinstance(one, dict) else _named(as_words(one), home)


def _people(one: Told, home: str) -> Iterator[Actor]:
    """A person by what is told of them, or several by their handles."""
    said = {str(name).lower(): value for name, value in list(one.items())[:_MOST]}
    name, url, mail = word(said, *_NAMES), word(said, *_ADDRESSES), word(said, *_MAILS)
    if name or is_web(url) or mail:
        yield _actor(name, url if is_web(url) else "", mail, home)
    elif said.keys().isdisjoint((*_NAMES, *_ADDRESSES, *_MAILS)):
        for handle in said:
            yield from _named(handle, home)


def _named(text: str, home: str) -> Iterator[Actor]:
    mail = _MAIL.fullmatch(text)
    if mail:
        yield _actor(mail[1].strip(), "", mail[2], home)
    elif text:
        yield _actor("", text, "", home) if is_web(text) else _actor(text, "", "", home)


def _actor(name: str, url: str, mail: str, home: str) -> Actor:
    name, url, mail = clean(plain(name))[:200], clean(url)[:2000], clean(mail).lower()[:320]
    handle = name if name and not re.search(r"\s", name) else ""
    if is_web(url):
        return Actor(id=url, network="web", handle=handle, name=name, url=url, mail=mail)
    if home:
        key = quote(name or mail, safe="@")
        return Actor(id=f"{home}#{key}", network="web", handle=handle, name=name or mail, url=home, mail=mail)
    if not name and mail:
        return Actor(id=f"mailto:{mail}", network="mail", handle=mail, mail=mail)
    return Actor(id=f"web:name:{' '.join((name or url).split())}", network="web", handle=handle, name=name, mail=mail)


def _site(home: str) -> Actor:
    return Actor(id=home, network="web", type="Organization", handle=host(home), name=host(home), url=home)


def _language(file: File, found: Told) -> str:
    named = _TONGUE.fullmatch(file.parts[-1])
    return clean(word(found, "lang", "language", "locale") or (named[1] if named else ""))[:16]


def _tags(found: Told) -> Sequence[str]:
    """Tags and categories; in one line they stand with commas between."""
    inside = found.get("taxonomies")
    told_of = [found, inside] if isinstance(inside, dict) else [found]
    values: list[Any] = [
        value for one in told_of for name in ("tags", "tag", "categories", "category") for value in many(one.get(name))
    ]
    words = (part.strip() for value in values[:_MOST] for part in as_words(value).split(",")[:_MOST])
    return list(dict.fromkeys(clean(plain(one))[:200] for one in words if one))

"""From the items of a WordPress export to our values: the ids are those of the site's own feeds, so each is once."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, links, plain
from twoears.lib.urls import host, is_web, site
from twoears.sources.wordpress.items import Element

MAX_TEXT: Final = 100_000
_SAID: Final = {"post": "Article", "page": "Page"}
_PUBLISHED: Final = ("publish", "private")
_REFUSED: Final = ("spam", "trash", "post-trashed")
_LINKS: Final = ("pingback", "trackback")
_NO_DATE: Final = "0000-00-00 00:00:00"


class Unreadable(ValueError):
    """The record lacks what it must have."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whose site it is: its address, its language, and its authors by the name with which they log in."""

    home: str
    language: str
    authors: Mapping[str, Actor]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What was never said, or refused as spam: it is counted, and no fault."""

    what: str


def site_of(channel: Element) -> Site:
    """The site that the head of an export describes."""
    home = clean(channel.get("link") or channel.get("wp:base_blog_url"))[:1000]
    found = {}
    for author in channel.all("wp:author"):
        login = author.get("wp:author_login")
        found[login] = _author(home, author.get("wp:author_display_name") or login, author.get("wp:author_email"))
    return Site(home, channel.get("language")[:16], found)


def said(item: Element, key: str, here: Site) -> Iterator[Activity | Unsaid | tuple[str, str]]:
    """The post or page `key`, then what was said below it; of a comment that cannot be read its number and why.

    Raises `Unreadable` where the post cannot be read. Drafts, pictures and menus are no posts, and nobody sees them.
    """
    kind, status = item.get("wp:post_type") or "post", item.get("wp:status") or "publish"
    if kind in _SAID and status in _PUBLISHED:
        yield _post(item, key, here, kind, status)
    elif kind in _SAID:
        yield Unsaid("drafts, or posts not yet or no longer public")
    names = {one.get("wp:comment_id"): one for one in item.all("wp:comment")}
    for number, comment in names.items():
        if comment.get("wp:comment_approved").lower() in _REFUSED:
            yield Unsaid("comments refused as spam")
            continue
        try:
            yield _comment(item, key, comment, here)
        except Unreadable as error:
            yield number, str(error)


def key_of(item: Element, taken: Container[str]) -> str:
    """The post's own id, as the feed of the site gives it; its address where it has none, or a copy has it too."""
    guid, link = clean(item.get("guid"))[:2000], clean(item.get("link"))[:2000]
    return guid if is_web(guid) and guid not in taken else link if is_web(link) else ""


def _post(item: Element, key: str, here: Site, kind: str, status: str) -> Activity:
    markup = _paragraphs(item.get("content:encoded") or item.get("excerpt:encoded"))
    title, url = plain(item.get("title"))[:1000], item.get("link")
    text = plain(markup)[:MAX_TEXT]
    if not key:
        raise Unreadable("It has no address.")
    terms = (one for one in item.all("category") if one.attributes.get("domain") in ("category", "post_tag"))
    author, published = _writer(item, here), _moment(item, "wp:post_date", "pubDate")
    return created(Post(
        id=key, type=_SAID[kind], author=author, published=published, title=clean(title), text=clean(text),
        url=clean(url)[:2000] if is_web(url) else "", language=here.language, context=key, links=links(markup),
        tags=tuple(dict.fromkeys(clean(plain(one.text.strip()))[:200] for one in terms)),
        private=status == "private" or bool(item.get("wp:post_password")),
    ))  # fmt: skip


def _comment(item: Element, below: str, comment: Element, here: Site) -> Activity:
    number, kind = comment.get("wp:comment_id"), comment.get("wp:comment_type")
    text = clean(plain(_paragraphs(comment.get("wp:comment_content"))))[:MAX_TEXT]
    if not number or not below:
        raise Unreadable("It has no number, or its post has no address.")
    if not text:
        raise Unreadable("It has no words.")
    parent, address = comment.get("wp:comment_parent"), comment.get("wp:comment_author_url")
    author = _commenter(comment, here, kind)
    post = Post(id=f"{below}#comment-{number}", author=author, text=text, context=below,
                published=_moment(comment, "wp:comment_date"),
                in_reply_to=f"{below}#comment-{parent}" if parent.strip("0") else below,
                url=f"{item.get('link')}#comment-{number}"[:2000] if is_web(item.get("link")) else "",
                private=comment.get("wp:comment_approved") == "0")  # fmt: skip
    if kind not in _LINKS:
        return created(post)
    # Another page links to ours: it is not an answer, and the page itself is what was said.
    title = clean(plain(comment.get("wp:comment_author")))[:1000]
    page = replace(post, type="Page", title=title, in_reply_to="", links=(below,) if is_web(below) else (),
                   mentions=(_writer(item, here).id,), url=clean(address)[:2000])  # fmt: skip
    return replace(created(page), detail=(("by", kind),))


def _writer(item: Element, here: Site) -> Actor:
    login = item.get("dc:creator")
    return here.authors.get(login) or _author(here.home, login, "")


def _author(home: str, name: str, mail: str) -> Actor:
    """A writer of the site, as its feed names them; the site itself where nobody is named."""
    name, mail = clean(plain(name))[:200], clean(mail).lower()[:320]
    if not name and not mail:
        return Actor(id=home or "web:unnamed", network="web", type="Organization", handle=host(home), url=home)
    return Actor(id=f"{home}#{quote(name or mail, safe='@')}", network="web", name=name, mail=mail, url=home)


def _commenter(comment: Element, here: Site, kind: str) -> Actor:
    """Who commented: a writer of the site, else by mail address, else by own page, else by name alone."""
    name, mail = clean(plain(comment.get("wp:comment_author")))[:200], comment.get("wp:comment_author_email").lower()
    page = clean(comment.get("wp:comment_author_url"))[:2000]
    if kind in _LINKS:
        home = site(page)
        if not home:
            raise Unreadable("It does not say which page links here.")
        return Actor(id=home, network="web", type="Organization", handle=host(home), url=home)
    if comment.get("wp:comment_user_id").strip("0"):
        known = (one for one in here.authors.values() if mail and one.mail == mail)
        if found := next(known, None):
            return found
    if "@" in mail:
        return Actor(id=f"mailto:{clean(mail)[:320]}", network="mail", handle=clean(mail)[:320], name=name,
                     mail=clean(mail)[:320], links=(page,) if is_web(page) else ())  # fmt: skip
    if is_web(page):
        return Actor(id=page, network="web", name=name, url=page)
    if not name:
        raise Unreadable("It names nobody.")
    return Actor(id=f"web:name:{' '.join(name.split())}", network="web", name=name)


def _paragraphs(markup: str) -> str:
    """What was typed without an editor has its lines as they are, and WordPress shows them as breaks."""
    return markup if "<p" in markup or "\n" not in markup else markup.replace("\n", "<br>\n")


def _moment(thing: Element, name: str, else_name: str = "") -> datetime:
    """The time in UTC; the time of the site's own zone where that is all there is."""
    for text in (thing.get(f"{name}_gmt"), thing.get(name), thing.get(else_name) if else_name else ""):
        if text and text != _NO_DATE:
            try:
                return when(text)
            except NoDate:
                continue
    raise Unreadable("It has no date that can be read.")

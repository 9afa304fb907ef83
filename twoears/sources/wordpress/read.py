"""Read a WordPress export: posts and pages, comments below them, and the pages elsewhere that link to them."""

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape

from twoears.activities.values import Activity
from twoears.lib.archives import Archive, BadArchive
from twoears.sources.packed import ADVICE, AGAIN, MAX_RAW, files, left_out, since
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing
from twoears.sources.wordpress.items import Element, NotXML, Piece, parsed, pieces
from twoears.sources.wordpress.shape import Site, Unreadable, Unsaid, key_of, said, site_of

_TELLING = (b"wordpress.org/export/", b"<wp:wxr_version")
HEAD = 16384


def fits(thing: Thing) -> float:
    """By the name space that only this export has."""
    if _is_wxr(thing.head(HEAD)):
        return 0.98  # surer than the reader of feeds: it is RSS as well
    try:
        with files(thing) as archive:
            return 0.95 if _exports(archive) else 0.0
    except (CannotRead, OSError):
        return 0.0


def part(thing: Thing) -> bool:
    """Whether a file is an export; a long one is given in several."""
    return thing.name.lower().endswith(".xml") and _is_wxr(thing.head(HEAD))


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what was said on the site, item by item; an item that cannot be read is set aside with its line."""
    with files(thing) as archive:
        yield from since(_read(archive, thing), asked)


def _read(archive: Archive, thing: Thing) -> Iterator[Heard]:
    found = _exports(archive)
    if not found:
        raise CannotRead(f"{thing.text} is no export of WordPress. On the site, choose Tools, Export, All content.")
    for name in found:
        try:
            with archive.open(name) as file:
                yield from _file(pieces(file), name)
        except BadArchive as error:
            yield SetAside(name=name, reason=str(error), advice=AGAIN)
    yield from left_out(archive)


def _exports(archive: Archive) -> list[str]:
    alone, found = len(archive.names) == 1, []
    for name in sorted(archive.names):
        if alone or name.lower().endswith(".xml"):
            try:
                found += [name] if _is_wxr(archive.read_head(name, HEAD)) else []
            except BadArchive:
                continue
    return found


def _is_wxr(head: bytes) -> bool:
    return any(mark in head for mark in _TELLING)


def _file(found: Iterator[Piece], name: str) -> Iterator[Heard]:
    here, unsaid, taken = Site("", "", {}), Counter[str](), set[str]()
    for piece in found:
        if piece.head:
            try:
                here = _site(piece)
            except NotXML as error:
                yield SetAside(name=name, line=1, reason=f"The head of the export cannot be read. {error}.",
                               advice="The writers of its posts are known by their log-in only. " + AGAIN)  # fmt: skip
            continue
        yield from _item(piece, here, name, (unsaid, taken))
    if unsaid:
        told = "; ".join(f"{count:,} {what}" for what, count in unsaid.items())
        yield SetAside(name=name, reason=f"{told}.", advice="There is nothing to mend.")


def _site(piece: Piece) -> Site:
    """The head ends in the middle of its channel."""
    root = parsed(piece.text + ("" if "</channel>" in piece.text else "</channel></rss>"))
    return site_of(next(root.all("channel"), root))


def _item(piece: Piece, here: Site, name: str, met: tuple["Counter[str]", set[str]]) -> Iterator[Heard]:
    unsaid, taken = met
    try:
        if piece.trouble:
            raise NotXML(piece.trouble.rstrip("."))
        item = parsed(piece.text)
        key = key_of(item, taken)
        taken.add(key)
        for heard in said(item, key, here):
            if isinstance(heard, Unsaid):
                unsaid[heard.what] += 1
            elif isinstance(heard, Activity):
                yield heard
            else:
                yield SetAside(name=f"{name}, comment {heard[0]}", line=piece.line, reason=heard[1], advice=ADVICE,
                               raw=_alone(_only(item, heard[0]), here))  # fmt: skip
    except (NotXML, Unreadable) as error:
        yield SetAside(name=name, line=piece.line, reason=f"{str(error).rstrip('.')}.", advice=ADVICE,
                       raw=_alone(piece.text, here))  # fmt: skip


def _alone(item: str, here: Site) -> bytes:
    """The item in an export of its own, with the writers of the site."""
    writers = "".join(
        f"<wp:author><wp:author_login>{escape(login)}</wp:author_login><wp:author_email>{escape(who.mail)}"
        f"</wp:author_email><wp:author_display_name>{escape(who.name)}</wp:author_display_name></wp:author>"
        for login, who in list(here.authors.items())[:50]
    )
    text = (
        f'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>{escape(here.home)}</link>'
        f"<language>{escape(here.language)}</language>{writers}\n{item}</channel></rss>"
    )
    return text.encode("utf-8", "replace")[:MAX_RAW]


def _only(item: Element, number: str) -> str:
    """The item without its own words, and with only the comment of this number."""
    kept = [one for one in item.below if one.name in ("link", "guid", "dc:creator")]
    kept += [one for one in item.all("wp:comment") if one.get("wp:comment_id") == number][:1]
    return f"<item><wp:post_type>none</wp:post_type>{''.join(map(_written, kept))}</item>"


def _written(one: Element) -> str:
    return f"<{one.name}>{escape(one.text.strip())}{''.join(map(_written, one.below))}</{one.name}>"


SOURCE = Source(
    kind="wordpress",
    title="WordPress export (WXR)",
    mark="wordpress",
    sees="Posts and pages of the site, every comment with who wrote it, and pages elsewhere that link to them.",
    blind="Who read them. Comments refused as spam are counted, not read; addresses of computers are never kept.",
    fits=fits,
    read=read,
    part=part,
)

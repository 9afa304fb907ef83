"""Read a blog as its generator keeps it: one Markdown file with front matter, or a folder or zip of them."""

from collections.abc import Iterator
from typing import Final

from twoears.activities.values import Activity
from twoears.lib.archives import Archive, BadArchive
from twoears.lib.counts import counted
from twoears.lib.delimited import decoded
from twoears.sources.markdown.front import LONGEST, BadFront, parted
from twoears.sources.markdown.shape import ENDINGS, Draft, File, Place, Unreadable, place_of, post
from twoears.sources.packed import MAX_RAW, files, left_out, since
from twoears.sources.reading import Asked, CannotRead, Field, Heard, SetAside, Source, Thing, Total

_MAX_FILE: Final = 4 << 20
_LOOKED_AT: Final = 20  # files of a folder, to tell what it is
# What is not written by whoever writes the blog: what programs bring along, and what the generator made.
_NOT_OURS: Final = frozenset({"_site", "node_modules", "public", "themes", "vendor"})
_AROUND: Final = frozenset({
    ".avif", ".css", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".json", ".mp4", ".pdf", ".png", ".scss", ".svg", ".toml",
    ".webp", ".woff", ".woff2", ".yaml", ".yml",
})  # fmt: skip


def fits(thing: Thing) -> float:
    """By the ending and the front matter; a folder by what most of its files are."""
    if thing.path is None or thing.raw is not None or not (thing.path.is_dir() or thing.is_zip()):
        return _alone(thing)
    try:
        with files(thing) as archive:
            return _together(archive)
    except (CannotRead, OSError):
        return 0.0


def _alone(thing: Thing) -> float:
    """A file of Markdown without front matter may be anything that somebody wrote down."""
    if not thing.name.lower().endswith(ENDINGS) or thing.is_zip():
        return 0.0
    head = thing.head(LONGEST + 1024)
    return 0.9 if _is_post(head) else 0.2 if head and b"\x00" not in head else 0.0


def _together(archive: Archive) -> float:
    found = [name for name in archive.names if _is_ours(name)]
    others = [name for name in archive.names if name not in set(found) and _is_told(name)]
    step = max(1, len(found) // _LOOKED_AT)
    heads = [_head(archive, name) for name in found[::step]]
    posts = sum(map(_is_post, heads))
    if not posts:
        return 0.0
    return 0.95 if posts * 2 >= len(heads) and len(found) >= len(others) else 0.4


def _head(archive: Archive, name: str) -> bytes:
    try:
        return archive.read_head(name, LONGEST + 1024)
    except BadArchive:
        return b""


def _is_post(head: bytes) -> bool:
    try:
        return bool(parted(decoded(head)).kind)
    except BadFront:
        return False


def _is_ours(name: str) -> bool:
    *folders, last = name.replace("\\", "/").split("/")
    hidden = any(part in _NOT_OURS or (part.startswith(".") and part not in (".", "..")) for part in folders)
    return last.lower().endswith(ENDINGS) and not hidden


def _is_told(name: str) -> bool:
    """Whether a file may hold words of somebody, and is not of those that stand around a blog."""
    *folders, last = name.split("/")
    hidden = any(part in _NOT_OURS or part.startswith(("_", ".")) for part in folders)
    return not hidden and not last.startswith(".") and f".{last.rpartition('.')[2].lower()}" not in _AROUND


def part(thing: Thing) -> bool:
    """Whether a file is one of a blog."""
    return _is_ours(thing.text)


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield each post, in the order of their names."""
    site = asked.options.get("site", "")
    place = place_of(site, asked.options.get("permalink", ""))
    if place is None:
        raise CannotRead(f"{site} is not the address of a site. Give one that starts with https://.")
    with files(thing) as archive:
        yield from since(_read(archive, thing, place, asked), asked)


def _read(archive: Archive, thing: Thing, place: Place, asked: Asked) -> Iterator[Heard]:
    alone = len(archive.names) == 1 and not _is_folder(thing)
    found = sorted(name for name in archive.names if alone or _is_ours(name))
    if not found:
        raise CannotRead(f"{thing.text} holds no posts in Markdown. Give the folder in which they lie, such as _posts.")
    yield Total(len(found))
    drafts, taken = 0, dict[str, str]()
    for name in found:
        try:
            file = File(name, archive.read(name, _MAX_FILE))
        except BadArchive as error:
            yield SetAside(name=name, reason=str(error), advice="Mend it and read it again, or leave it out.")
            continue
        try:
            yield _once(post(file, place, asked.held), file.name, taken)
        except Draft:
            drafts += 1
        except Unreadable as error:
            raw = file.raw if len(file.raw) <= MAX_RAW else b""
            yield SetAside(name=file.name, line=error.line, reason=str(error), advice=error.advice, raw=raw)
    if drafts:
        yield SetAside(name=thing.name, reason=f"{counted(drafts, 'draft')}.", advice="There is nothing to mend.")
    yield from left_out(archive)


def _once(said: Activity, name: str, taken: dict[str, str]) -> Activity:
    before = taken.setdefault(said.id, name)
    if before != name:
        raise Unreadable(f"It has the address of {before}.", "Give one of them another, or leave it out.")
    return said


def _is_folder(thing: Thing) -> bool:
    return thing.raw is None and thing.path is not None and thing.path.is_dir()


SOURCE = Source(
    kind="markdown",
    title="Blog in Markdown (Jekyll, Hugo, Eleventy)",
    mark="web",
    sees="Every post of a site that is written in Markdown: title, words, authors, date, tags, links.",
    blind="Who read or answered them, drafts, and what the generator of the site puts into a page.",
    fits=fits,
    read=read,
    part=part,
    fields=(
        Field(
            name="site",
            label="Address of the site",
            help="Where the posts can be read, such as https://company.example. Posts are known by it.",
        ),
        Field(
            name="permalink",
            label="How addresses are made there",
            help="As the generator has it, such as /:year/:month/:day/:title/. They are those of the site's feed.",
        ),
    ),
)

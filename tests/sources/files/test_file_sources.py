"""Every source that reads files: its samples beside what must be heard, and what no damage may do."""

import io
import tarfile
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twoears.activities.values import Activity, Post
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Thing, Total

KINDS = (
    "x_archive",
    "linkedin_export",
    "mastodon_archive",
    "tables",
    "meta_export",
    "takeout",
    "bluesky_repository",
    "reddit",
    "wordpress",
    "microformats",
    "markdown",
    "ties",
    "files",
)
MODULES = {kind: import_module(f"twoears.sources.{kind}.read") for kind in KINDS}
HERE = Path(MODULES["tables"].__file__).parents[1]
SAMPLES = [(k, p) for k in KINDS for p in sorted((HERE / k / "samples").iterdir()) if p.suffix != ".expected"]
FOLDERS = [(kind, path) for kind, path in SAMPLES if path.is_dir()]
ASKED = Asked(us=("https://www.linkedin.com/in/ann-ek",))
any_sample = pytest.mark.parametrize(("kind", "path"), SAMPLES, ids=lambda v: v if isinstance(v, str) else v.name)
# A zip is a file like any other: what no source knows is not looked into.
PACKED = [(kind, path) for kind, path in FOLDERS if kind != "files"]
any_packed = pytest.mark.parametrize(("kind", "path"), PACKED, ids=lambda v: v if isinstance(v, str) else v.name)


def heard(kind: str, thing: Thing, asked: Asked = ASKED) -> list[Heard]:
    return [h for h in MODULES[kind].read(thing, asked) if not isinstance(h, Total)]


def line(h: Heard) -> str:
    if isinstance(h, SetAside):
        return f"aside {h.name}:{h.line} {h.reason}"
    assert isinstance(h, Activity)
    about = h.object if isinstance(h.object, str) else h.object.id
    text = f"{h.published:%Y-%m-%dT%H:%M:%S} {h.actor.id} {h.type} {about}"
    if not isinstance(h.object, Post):
        return text
    o, private = h.object, " private" if h.object.private else ""
    words = " / ".join(f"{o.title} {o.text}".split("\n")).strip()
    return f"{text} re {o.in_reply_to or '-'} to {','.join(o.mentions) or '-'}{private} | {words}"


def zipped(folder: Path, root: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(root + path.relative_to(folder).as_posix(), path.read_bytes())
    return packed.getvalue()


@any_sample
def test_a_sample_is_heard_as_written_beside_it(kind: str, path: Path) -> None:
    expected = Path(f"{path}.expected").read_text().splitlines()
    assert [line(h) for h in heard(kind, Thing(text=str(path), path=path))] == expected


@any_sample
def test_reading_twice_gives_the_same(kind: str, path: Path) -> None:
    thing = Thing(text=str(path), path=path)
    assert heard(kind, thing) == heard(kind, thing)


@any_sample
def test_the_surest_source_is_the_right_one(kind: str, path: Path) -> None:
    thing = Thing(text=str(path), path=path)
    fits = {k: MODULES[k].fits(thing) for k in KINDS}
    assert max(fits, key=lambda k: fits[k]) == kind and fits[kind] > 0


@any_packed
def test_a_zip_says_the_same_as_its_folder(kind: str, path: Path, tmp_path: Path) -> None:
    packed = tmp_path / "export.zip"
    packed.write_bytes(zipped(path))
    said = [h for h in heard(kind, Thing(text="zip", path=packed)) if isinstance(h, Activity)]
    assert MODULES[kind].fits(Thing(text="zip", path=packed)) > 0.9
    assert said == [h for h in heard(kind, Thing(text="folder", path=path)) if isinstance(h, Activity)]


def test_a_mastodon_archive_is_also_read_from_a_tar(tmp_path: Path) -> None:
    folder = HERE / "mastodon_archive/samples/archive"
    packed = tmp_path / "archive.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, arcname=".")
    thing = Thing(text="tar", path=packed)
    assert MODULES["mastodon_archive"].fits(thing) > 0.9
    assert len(heard("mastodon_archive", thing)) == len(heard("mastodon_archive", Thing(text="f", path=folder)))


@any_sample
def test_what_is_set_aside_can_be_tried_again_alone(kind: str, path: Path) -> None:
    for aside in heard(kind, Thing(text=str(path), path=path)):
        if isinstance(aside, SetAside) and aside.raw:
            try:
                again = heard(kind, Thing(text=aside.name, raw=aside.raw), Asked())
            except CannotRead:
                assert kind == "tables" and b"cut" in aside.raw  # a lone broken line of JSON is no table
                continue
            assert [h.reason for h in again if isinstance(h, SetAside)] == [aside.reason]


MENDED = [
    ("x_archive", "data/tweets.js", b"yesterday", b"Wed Mar 04 12:00:00 +0000 2026", "https://x.com/ann_ek"),
    ("linkedin_export", "Connections.csv", b"soon", b"11 Feb 2026", "https://www.linkedin.com/in/dan"),
    ("mastodon_archive", "following_accounts.csv", b"nobody", b"dan@berg.example", "https://norrvik.example/users/ann"),
]


@pytest.mark.parametrize(("kind", "name", "wrong", "right", "actor"), MENDED, ids=[m[0] for m in MENDED])
def test_a_mended_record_is_heard(kind: str, name: str, wrong: bytes, right: bytes, actor: str) -> None:
    thing = Thing(text="x", path=next(p for k, p in FOLDERS if k == kind))
    raw = next(h.raw for h in heard(kind, thing) if isinstance(h, SetAside) and h.name == name and wrong in h.raw)
    again = heard(kind, Thing(text=name, raw=raw.replace(wrong, right)), Asked())
    assert [h.actor.id for h in again if isinstance(h, Activity)] == [actor]


ZIPS = {kind: zipped(path) for kind, path in PACKED}
FILES = [(kind, file) for kind, path in SAMPLES for file in ([path] if path.is_file() else sorted(path.rglob("*.*")))]
BYTES = [(kind, file.name, file.read_bytes()) for kind, file in FILES if file.is_file()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(ZIPS)), st.floats(0, 1))
def test_a_cut_zip_is_refused_by_name_or_read_as_far_as_it_goes(kind: str, where: float) -> None:
    data = ZIPS[kind]
    whole = {line(h) for h in heard(kind, Thing(text="zip", raw=data)) if isinstance(h, Activity)}
    try:
        got = heard(kind, Thing(text="zip", raw=data[: int(where * (len(data) - 1))]))
    except CannotRead:
        return
    assert any(isinstance(h, SetAside) for h in got)
    if kind != "mastodon_archive":  # its likes are dated by the newest post, which may be missing
        posts = {line(h) for h in got if isinstance(h, Activity) and h.type == "Create"}
        assert len(posts - whole) <= 4  # what gave a long post, an owner or a handle away came behind the cut


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(BYTES), st.floats(0, 1), st.binary(max_size=6))
def test_a_file_damaged_at_any_byte_never_stops_us(sample: tuple[str, str, bytes], where: float, junk: bytes) -> None:
    kind, name, data = sample
    at = int(where * len(data))
    for damaged in (data[:at], data[:at] + junk, data[:at] + junk + data[at + len(junk) :]):
        try:
            heard(kind, Thing(text=name, raw=damaged))
        except CannotRead as error:
            assert str(error)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS), st.binary(max_size=300))
def test_noise_is_refused_in_words(kind: str, noise: bytes) -> None:
    thing = Thing(text="noise", raw=noise)
    assert 0 <= MODULES[kind].fits(thing) <= 1
    try:
        heard(kind, thing)
    except CannotRead as error:
        assert str(error)

"""Archives that strangers packed."""

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from twoears.lib.archives import BadArchive, Limits, opened


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_member_whose_path_leads_out_is_refused_and_the_rest_is_read() -> None:
    with opened(io.BytesIO(packed({"../evil": b"x", "/etc/evil": b"x", "C:/evil": b"x", "good": b"y"}))) as archive:
        assert archive.names == ("good",)
        assert {r.name for r in archive.refused} == {"../evil", "/etc/evil", "C:/evil"}
        assert archive.read("good") == b"y"


def test_a_member_that_unfolds_without_end_is_refused() -> None:
    limits = Limits(ratio=100, ratio_from=1000)
    with opened(io.BytesIO(packed({"bomb": bytes(1_000_000), "good": b"y"})), limits) as archive:
        assert [r.name for r in archive.refused] == ["bomb"]


def test_too_many_members_or_bytes_are_refused() -> None:
    data = packed({str(i): b"x" * 100 for i in range(30)})
    for limits in (Limits(members=29), Limits(total=2_999)):
        with pytest.raises(BadArchive), opened(io.BytesIO(data), limits):
            pass
    with opened(io.BytesIO(data), Limits(members=30, total=3_000)) as archive:
        assert len(archive.names) == 30


def test_a_size_that_is_not_true_does_not_pass_the_limit() -> None:
    data = bytearray(packed({"liar": b"x" * 50_000}))
    cut = bytes(data[: data.index(b"PK\x01\x02")])  # without its directory only the bytes themselves count
    with pytest.raises(BadArchive), opened(io.BytesIO(cut), Limits(one=1_000)) as archive:
        archive.read("liar")


def test_an_encrypted_member_is_refused_with_what_to_do() -> None:
    data = bytearray(packed({"secret": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with opened(io.BytesIO(bytes(data))) as archive:
        assert archive.names == ()
        assert "password" in archive.refused[0].reason


def test_a_link_is_no_file_in_a_tar_and_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "good").write_text("y")
    (tmp_path / "link").symlink_to("/etc/passwd")
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        archive.add(tmp_path, arcname="a")
    for source in (tmp_path, io.BytesIO(file.getvalue())):
        with opened(source) as found:
            assert [name.split("/")[-1] for name in found.names] == ["good"]
            assert [r.name.split("/")[-1] for r in found.refused] == ["link"]


def test_damage_within_a_member_is_named_and_spares_the_others() -> None:
    data = bytearray(packed({"a": bytes(range(256)) * 20, "b": b"fine"}))
    data[60] ^= 0xFF
    with opened(io.BytesIO(bytes(data))) as archive:
        with pytest.raises(BadArchive, match="^a is cut or damaged"):
            archive.read("a")
        assert archive.read("b") == b"fine"


def test_a_cut_zip_gives_the_members_before_the_cut() -> None:
    data = packed({"first": b"whole " * 50, "second": b"lost"})
    with opened(io.BytesIO(data[: data.index(b"second") + 3])) as archive:
        assert archive.names == ("first",)
        assert archive.read("first") == b"whole " * 50
        assert archive.cut


def test_a_folder_or_file_that_we_may_not_look_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    for name in ("shut/a.eml", "b.eml", "c.eml"):
        (tmp_path / name).write_bytes(b"hi")
    for path, mode in ((tmp_path, 0o755), (tmp_path / "shut", 0), (tmp_path / "b.eml", 0)):
        path.chmod(mode)
    monkeypatch.chdir(tmp_path)  # who may not pass through the folders above can still stand here
    was = os.geteuid()
    os.seteuid(was or 65534)  # root may look into everything
    try:
        with opened(Path(".")) as archive:
            assert [(r.name, r.reason) for r in archive.refused] == [
                ("shut", "It is a folder that cannot be looked into (Permission denied).")
            ]
            assert archive.read("c.eml") == b"hi"
            with pytest.raises(BadArchive, match=r"b\.eml cannot be read \(Permission denied\)"):
                archive.read("b.eml")
    finally:
        os.seteuid(was)
        (tmp_path / "shut").chmod(0o700)

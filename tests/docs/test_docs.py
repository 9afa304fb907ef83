"""What exists is documented, what is documented exists, and what is shown runs."""

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.main import get_command

from docs import generate
from twoears.api.v1 import api
from twoears.cli import app
from twoears.lib.http import PRIVATE_HOSTS
from twoears.measures.ratios import MEASURES
from twoears.measures.referring import REFERRING
from twoears.sources.catalogue import sources

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
# Whose words are written by the code that they are about, and checked where that code is tested.
WRITTEN_ELSEWHERE = {"api.md", "readers.md"}
OURS = [page for page in PAGES if page.name not in WRITTEN_ELSEWHERE]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^ {4,}\S.*$", re.MULTILINE)
CODE = re.compile(r"`[^`]+`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
SETTING = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"([A-Z][A-Z_]+)\"")
NOT_FOR_USERS = {"DJANGO_SETTINGS_MODULE"}
# Words that promise too much, or speak of how the software was made instead of what it does.
FORBIDDEN = (
    r"\bagents?\b",
    r"\bblazing",
    r"\bcutting[- ]edge",
    r"\beffortless",
    r"\bgame[- ]chang",
    r"\bpowerful\b",
    r"\bpull request\b",
    r"\brevolution",
    r"\bseamless",
    r"\bstate[- ]of[- ]the[- ]art",
    r"\bsuper[- ]?charge",
    r"\bworld[- ]class",
    r"(?<!\w)#\d+\b",
    r"/work/|/tmp/|/home/|/root/",
)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff]")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def every(pages: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=[name(page) for page in pages])


def prose(text: str) -> str:
    return CODE.sub("", INDENTED.sub("", FENCE.sub("", text)))


def reference(page: str) -> str:
    return (ROOT / "docs" / "reference" / page).read_text("utf8")


def test_the_written_pages_say_what_the_code_says() -> None:
    assert generate.stale() == []


def test_a_page_that_was_changed_by_hand_is_found(tmp_path: Path) -> None:
    generate.generate(tmp_path)
    assert generate.stale(tmp_path) == []
    (tmp_path / "measures.md").write_text("Nothing to see here.", "utf8")
    (tmp_path / "cli.md").unlink()
    assert generate.stale(tmp_path) == ["cli.md", "measures.md"]


def test_the_same_code_writes_the_same_pages() -> None:
    assert all(write() == write() for write in generate.PAGES.values())


def test_every_command_and_option_is_documented() -> None:
    said = reference("cli.md")
    for word, command in get_command(app).commands.items():
        section = said.split(f"\n## twoears {word}\n")[1].split("\n## ")[0]
        for param in command.params:
            if param.param_type_name == "option":
                assert all(f"`{option}`" in section for option in param.opts), (word, param.opts)


def test_every_setting_is_documented_and_no_other() -> None:
    read = {PRIVATE_HOSTS, "NO_COLOR"}
    for module in (ROOT / "twoears").rglob("*.py"):
        read |= set(SETTING.findall(module.read_text("utf8")))
    assert {setting.name for setting in generate.SETTINGS} == read - NOT_FOR_USERS


def test_no_document_speaks_of_a_setting_that_is_not_there() -> None:
    known = {setting.name for setting in generate.SETTINGS}
    spoken = {word for page in PAGES for word in re.findall(r"\bTWOEARS_[A-Z_]+\b", page.read_text("utf8"))}
    assert spoken <= known


def test_every_source_and_measure_is_documented() -> None:
    told = reference("sources.md")
    assert all(f"`--as {kind}`" in told and source.blind in told for kind, source in sources().items())
    assert all((ROOT / "twoears" / "sources" / kind / "README.md").exists() for kind in sources())
    counted = reference("measures.md")
    assert all(
        f"`{m.key}`" in counted and m.question in counted and m.formula in counted for m in (*MEASURES, *REFERRING)
    )


def test_every_address_of_the_api_is_documented() -> None:
    told = reference("api.md")
    for address, methods in api.get_openapi_schema(path_prefix="/api/")["paths"].items():
        for method in methods:
            assert f"`{method.upper()} {address}`" in told


@every(PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(FENCE.sub("", page.read_text("utf8"))):
        target, _, anchor = unquote(found[1] or found[2]).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), f"{name(page)} links to {target}"
        if anchor:
            assert anchor in anchors(there), f"{name(page)} links to {target}#{anchor}"


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf8")), re.MULTILINE)
    return {re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", head).strip().lower()) for head in heads}


def with_examples() -> Iterator[Path]:
    for page in PAGES:
        if any(language == "python" and ">>>" in body for language, body in FENCE.findall(page.read_text("utf8"))):
            yield page


@every(list(with_examples()))
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "\n".join(body for language, body in FENCE.findall(page.read_text("utf8")) if language == "python")
    example = doctest.DocTestParser().get_doctest(code, {}, name(page), str(page), 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert example.examples
    assert not said, "".join(said)


def test_every_document_is_in_the_table_of_contents() -> None:
    shown = set(re.findall(r"[\w./-]+\.md", (ROOT / "mkdocs.yml").read_text("utf8")))
    assert shown == {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}


@every(OURS)
def test_documents_are_calm(page: Path) -> None:
    words = prose(page.read_text("utf8"))
    assert "!" not in words.replace("![", ""), "an exclamation mark"
    assert not EMOJI.search(words)
    found = [word for word in FORBIDDEN if re.search(word, words, re.IGNORECASE)]
    assert not found


def test_pictures_are_small() -> None:
    assert all(picture.stat().st_size < 250_000 for picture in (ROOT / "docs" / "images").glob("*.png"))


@pytest.mark.parametrize("decision", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem[:4])
def test_a_decision_says_its_context_its_choice_and_what_would_change_it(decision: Path) -> None:
    text = decision.read_text("utf8")
    assert text.startswith(f"# {int(decision.name[:4])} ")
    assert all(f"**{part}.**" in text for part in ("Context", "Choice", "What would change our mind"))

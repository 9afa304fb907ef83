"""Tables as people bring them: which column means what, and what is asked where that cannot be told."""

import io
import random
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from twoears.activities.values import Activity, Post
from twoears.lib.dates import NoDate, when
from twoears.lib.delimited import Broken, Record, delimiter_of, records, written
from twoears.sources.reading import Asked, CannotRead, SetAside, Thing
from twoears.sources.tables.read import read

FORMS = ("%Y-%m-%dT%H:%M:%SZ", "%a %b %d %H:%M:%S +0000 %Y", "%m/%d/%y, %I:%M:%S %p", "%a, %d %b %Y %H:%M:%S +0000",
         "%Y-%m-%d %H:%M:%S UTC")  # fmt: skip


def posts(text: str | bytes, **columns: str) -> list[Post]:
    raw = text if isinstance(text, bytes) else text.encode()
    found = [h for h in read(Thing(text="a.csv", raw=raw), Asked(columns=columns)) if isinstance(h, Activity)]
    return [a.object for a in found if isinstance(a.object, Post)]


@pytest.mark.parametrize("header", [
    "Date,Author,Full Text", "Created At,Screen Name,Tweet Text", "Datum,Verfasser,Inhalt", "Fecha,Usuario,Texto",
    "published_at,username,content", "Data,Autore,Testo", "Date de publication,Auteur,Contenu",
])  # fmt: skip
def test_columns_are_known_in_the_usual_wordings(header: str) -> None:
    (post,) = posts(f"{header}\n2026-03-01,ann,Does it run?\n")
    assert (post.author.handle, post.text, post.published.day) == ("ann", "Does it run?", 1)


def test_a_column_of_another_name_is_mapped() -> None:
    text = "Wann,Firma,Wortlaut\n2026-03-01,ann,Does it run?\n"
    (post,) = posts(text, Wann="published", Firma="author", Wortlaut="text")
    assert (post.author.handle, post.text) == ("ann", "Does it run?")


def test_the_program_that_sent_a_post_is_no_network() -> None:
    sent = '"<a href=""http://twitter.com/download/iphone"">Twitter for iPhone</a>"'
    for source, network in ((sent, "web"), ("Twitter", "x"), ("My Forum", "my-forum"), ("https://app.example/", "web")):
        (post,) = posts(f"date,author,text,source\n2026-03-01,ann,hello,{source}\n")
        assert post.author.network == network


def test_an_answer_finds_its_post_by_the_tables_own_numbers_beside_addresses() -> None:
    """An answer may stand above its post, and what is in the table of somebody else has the post's own id too."""
    answer, asked = posts(
        "id,url,author,text,date,in_reply_to\n"
        "x2,https://x.com/acme/status/72,acme,It does.,2026-03-02,x1\n"
        "x1,https://x.com/ann/status/71,ann,Does it run?,2026-03-01,\n"
    )
    assert answer.in_reply_to == asked.id == "https://x.com/i/status/71"


def test_what_is_missing_is_named_with_how_to_name_it() -> None:
    with pytest.raises(CannotRead, match="No column says published.*text is text.*--map .*=published"):
        posts("text,category\nhello,greeting\n")
    (post,) = posts("text,category\nhello,greeting\n", **{"2026-03-01": "published"})
    assert post.published == when("2026-03-01")


def test_a_wish_for_what_is_not_there_is_refused() -> None:
    with pytest.raises(CannotRead, match="no column 'Firm'"):
        posts("date,text\n2026-03-01,hello\n", Firm="author")
    with pytest.raises(CannotRead, match="no field 'autor'"):
        posts("date,text\n2026-03-01,hello\n", date="autor")


def test_the_order_of_day_and_month_is_told_by_any_row_or_asked() -> None:
    assert [p.published.month for p in posts("date,text\n3/4/26,a\n16/5/26,b\n")] == [4, 5]
    assert [p.published.month for p in posts("date,text\n3/4/26,a\n5/16/26,b\n")] == [3, 5]
    with pytest.raises(CannotRead, match="--map date=published:dmy"):
        posts("date,text\n3/4/26,a\n")
    assert [p.published.month for p in posts("date,text\n3/4/26,a\n", date="published:dmy")] == [4]


def test_a_late_row_may_tell_the_order() -> None:
    early = "".join(f"3/4/26,word {i}\n" for i in range(3000))
    assert posts(f"date,text\n{early}16/5/26,last\n")[0].published.month == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_delimiter_says_the_same(encoding: str, mark: str) -> None:
    rows = [["Datum", "Autor", "Text"], ["2026-03-01", "Jörg", "Grüße, alle; zusammen"]]
    (post,) = posts("".join(written(row, mark) for row in rows).encode(encoding))
    assert (post.author.handle, post.text) == ("Jörg", "Grüße, alle; zusammen")


def test_an_open_quote_costs_only_its_own_line() -> None:
    text = 'date,author,text\n2026-03-01,ann,"open\n2026-03-02,bob,fine\n2026-03-03,cleo,"also, fine"\n'
    found = list(read(Thing(text="a.csv", raw=text.encode()), Asked()))
    assert [h.line for h in found if isinstance(h, SetAside)] == [2]
    assert [p.text for p in posts(text)] == ["fine", "also, fine"]


def test_a_line_without_end_is_set_aside_and_the_next_one_read() -> None:
    text = b"date,author,text\n2026-03-01,ann," + b"x" * 3_000_000 + b"\n2026-03-02,bob,fine\n"
    found = list(read(Thing(text="a.csv", raw=text), Asked()))
    assert [type(h) for h in found] == [SetAside, Activity]


def test_parquet_is_a_table_too(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    parquet.write_table(pyarrow.table({"created_at": [when("2026-03-01")], "author": ["ann"], "text": ["Hello"]}), path)
    found = [h for h in read(Thing(text="p", path=path), Asked()) if isinstance(h, Activity)]
    assert [(a.actor.handle, a.published) for a in found] == [("ann", when("2026-03-01"))]
    cut = path.read_bytes()[:-20]
    with pytest.raises(CannotRead, match="not whole Parquet"):
        list(read(Thing(text="p", raw=cut), Asked()))


def test_two_tables_that_count_from_one_do_not_overwrite_each_other() -> None:
    first, second = posts("id,date,text\n1,2026-03-01,a\n")[0], posts("id,date,text\n1,2026-03-01,b\n")[0]
    assert first.id != second.id


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=2, max_size=4),
                min_size=1, max_size=8))  # fmt: skip
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    found = list(records(io.BytesIO("".join(map(written, rows)).encode()), ","))
    assert [r.cells for r in found if isinstance(r, Record)] == rows or any(
        row[0].startswith("\ufeff") for row in rows[:1])  # fmt: skip


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_records(data: bytes) -> None:
    assert all(isinstance(r, (Record, Broken)) for r in records(io.BytesIO(data), ","))
    assert delimiter_of(data.decode("latin-1")) in ",;\t|"


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused_as_none(text: str) -> None:
    try:
        assert when(text).utcoffset() is not None
    except NoDate as error:
        assert "date" in str(error) or "calendar" in str(error)


def test_dates_of_a_format_survive_writing_and_reading() -> None:
    chance = random.Random(7)
    for _ in range(200):
        moment = when(str(chance.randrange(10**9, 2 * 10**9)))
        for form in FORMS:
            assert when(moment.strftime(form)) == moment

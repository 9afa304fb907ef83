"""Exports made to stop a reader, or to mislead it."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.exports import cars
from twoears.activities.values import Activity, Post
from twoears.sources import wordpress
from twoears.sources.bluesky_repository.car import NotARepository, repository
from twoears.sources.catalogue import recognise, sources
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Thing
from twoears.sources.wordpress.items import NotXML, parsed, pieces

POST = {"$type": "app.bsky.feed.post", "text": "Hi", "createdAt": "2026-03-04T09:00:00Z"}
RECORDS = {f"app.bsky.feed.post/3k{i}": {**POST, "text": f"Number {i}"} for i in range(8)}
HEAD = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://norrvik.example</link>'
DATED = "<item><link>https://norrvik.example/{n}</link><wp:post_date_gmt>2026-03-0{n} 09:00:00</wp:post_date_gmt>"
ITEM = DATED + "{more}</item>"


def heard(kind: str, raw: bytes, name: str = "export", asked: Asked | None = None) -> list[Heard]:
    return list(sources()[kind].read(Thing(text=name, raw=raw), asked or Asked()))


def said(found: list[Heard]) -> list[str]:
    return [one.object.text for one in found if isinstance(one, Activity) and isinstance(one.object, Post)]


def reasons(found: list[Heard]) -> list[str]:
    return [one.reason for one in found if isinstance(one, SetAside)]


def packed(members: dict[str, object]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data if isinstance(data, str | bytes) else json.dumps(data))
    return file.getvalue()


# A repository


def test_every_record_of_a_repository_is_found_in_its_tree() -> None:
    assert sorted(said(heard("bluesky_repository", cars.car(RECORDS)))) == [f"Number {i}" for i in range(8)]


def test_a_block_that_is_not_what_its_name_says_costs_itself_alone() -> None:
    data = bytearray(cars.car(RECORDS))
    data[data.index(b"Number 3")] ^= 1
    found = heard("bluesky_repository", bytes(data))
    assert len(said(found)) == 7
    assert reasons(found) == ["Its block is missing or damaged.", "1 blocks do not match their names."]


def test_a_tree_that_leads_back_into_itself_ends() -> None:
    value = cars.encode_dag_cbor(POST)
    node = cars.encode_dag_cbor(
        {"l": None, "e": [{"p": 0, "k": b"app.bsky.feed.post/3k1", "v": cars.name(value), "t": None}]}
    )
    # No block can hold its own digest, so the way back is one to a node named twice.
    top = cars.encode_dag_cbor(
        {"l": cars.name(node), "e": [{"p": 0, "k": b"x", "v": cars.name(value), "t": cars.name(node)}] * 50}
    )
    commit = cars.encode_dag_cbor({"did": cars.DID, "data": cars.name(top), "version": 3})
    found = heard("bluesky_repository", cars.packed([commit, top, node, value], cars.name(commit)))
    assert said(found) == ["Hi"]


def test_a_value_nested_beyond_reason_is_set_aside() -> None:
    deep = b"\x81" * 100_000 + b"\x00"
    top = cars.node([("app.bsky.feed.post/3k1", cars.name(deep))])
    commit = cars.encode_dag_cbor({"did": cars.DID, "data": cars.name(top), "version": 3})
    found = heard("bluesky_repository", cars.packed([commit, top, deep], cars.name(commit)))
    assert reasons(found) == ["Its block is missing or damaged."]


@pytest.mark.parametrize("data", [
    b"", b"\x00", b"\xff" * 20, b"\x3a\xa2eroots\x81", cars.framed(cars.encode_dag_cbor({"version": 2, "roots": []})),
    cars.framed(cars.encode_dag_cbor({"version": 1, "roots": []})), cars.packed([], b"nothing"),
])  # fmt: skip
def test_what_is_no_repository_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotARepository, match=r"[A-Z].+"):
        repository(io.BytesIO(data))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1))
def test_a_cut_repository_is_refused_or_says_that_it_is_cut(where: float) -> None:
    data = cars.car(RECORDS)
    try:
        found = heard("bluesky_repository", data[: int(where * (len(data) - 1))])
    except CannotRead:
        return
    assert set(said(found)) <= {f"Number {i}" for i in range(8)}
    assert len(said(found)) == 8 or reasons(found)


# A site


def wxr(*items: str) -> bytes:
    return (HEAD + "\n".join(items) + "</channel></rss>").encode()


def item(n: int, words: str) -> str:
    return ITEM.format(n=n, more=f"<content:encoded><![CDATA[{words}]]></content:encoded>")


def test_a_broken_item_costs_itself_alone_and_can_be_tried_again() -> None:
    broken = ITEM.format(n=2, more="<content:encoded><b></content:encoded>")
    found = heard("wordpress", wxr(item(1, "one"), broken, item(3, "three")))
    assert said(found) == ["one", "three"]
    [aside] = [one for one in found if isinstance(one, SetAside)]
    assert aside.line == 2 and "not well-formed" in aside.reason
    assert said(heard("wordpress", aside.raw.replace(b"<b>", b"two"))) == ["two"]


def test_an_item_without_its_end_does_not_take_the_next_one_with_it() -> None:
    assert said(heard("wordpress", wxr(item(1, "one").replace("</item>", ""), item(2, "two")))) == ["two"]


@given(st.integers(1, 400))
def test_an_export_is_cut_into_the_same_items_however_it_arrives(size: int) -> None:
    class Slow(io.BytesIO):
        def read(self, most: int | None = -1, /) -> bytes:
            return super().read(size)

    data = wxr(item(1, "<item> in words ]] > and </item>"), "<!-- <item> -->", item(2, "second"))
    assert list(pieces(Slow(data))) == list(pieces(io.BytesIO(data)))
    assert [parsed(piece.text).get("content:encoded") for piece in pieces(Slow(data)) if not piece.head] == [
        "<item> in words ]] > and </item>", "second",
    ]  # fmt: skip


def test_entities_that_a_file_declares_are_not_believed() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    found = heard("wordpress", bomb.encode() + wxr(item(1, "one"), ITEM.format(n=2, more="<title>&b;&c;</title>")))
    assert said(found) == ["one", ""]
    assert "root:" not in repr(found)
    assert any("entities of its own" in reason for reason in reasons(found))
    with pytest.raises(NotXML):
        parsed(f"{bomb}<rss>&b;</rss>")


def test_elements_nested_beyond_reason_are_set_aside() -> None:
    found = heard("wordpress", wxr(ITEM.format(n=1, more="<a>" * 5000 + "</a>" * 5000), item(2, "two")))
    assert said(found) == ["two"]
    assert "deeper ones" in reasons(found)[0]


def test_a_copy_with_the_guid_of_another_post_is_a_post_of_its_own() -> None:
    guid = "<guid>https://norrvik.example/?p=1</guid>"
    both = wxr(item(1, "one").replace("<link>", guid + "<link>"), item(2, "two").replace("<link>", guid + "<link>"))
    ids = [one.id for one in heard("wordpress", both) if isinstance(one, Activity)]
    assert ids == ["https://norrvik.example/?p=1#create", "https://norrvik.example/2#create"]


def test_no_address_of_a_computer_is_kept_of_a_comment() -> None:
    sample = Path(wordpress.__file__).parent / "samples/site.xml"
    assert "203.0.113" in sample.read_text() and "203.0.113" not in repr(said(heard("wordpress", sample.read_bytes())))


# Facebook and Instagram

PROFILE = {"profile_v2": {"name": {"full_name": "Ann Ek"}}}
OWNER = "personal_information/profile_information/profile_information.json"


def test_an_export_that_does_not_say_whose_it_is_asks() -> None:
    post = {"posts/your_posts_1.json": [{"timestamp": 1772614200, "data": [{"post": "Hi"}]}]}
    assert "Nothing says whose" in reasons(heard("meta_export", packed(post)))[0]
    assert said(heard("meta_export", packed(post), asked=Asked(us=("facebook:name:Ann Ek",)))) == ["Hi"]


def test_an_export_made_as_web_pages_is_refused_with_what_to_do() -> None:
    with pytest.raises(CannotRead, match="choose JSON"):
        heard("meta_export", packed({"posts/your_posts_1.html": "<html>"}))


def test_a_file_nested_beyond_reason_is_set_aside_and_the_rest_is_heard() -> None:
    data = packed({
        OWNER: PROFILE,
        "posts/your_posts_1.json": "[" * 200_000,
        "comments/comments.json": [{"timestamp": 1772614200, "data": [{"comment": {"comment": "Yes"}}]}],
    })  # fmt: skip
    found = heard("meta_export", data)
    assert said(found) == ["Yes"]
    assert "nested too deep" in reasons(found)[0]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                        ("data", "timestamp", "post", "comment", "title", "attachments", "string_list_data", "messages",
                         "participants", "media", "string_map_data", "label_values", "reaction", "name", "href")),
                        inner, max_size=4), max_leaves=12),
       st.sampled_from(("posts/your_posts_1.json", "comments/comments.json", "likes_and_reactions_1.json",
                        "your_friends.json", "media/posts_1.json", "post_comments_1.json", "liked_posts.json",
                        "followers_1.json", "followers_and_following/following.json", "messages/inbox/a/message_1.json",
                        OWNER)))  # fmt: skip
def test_any_document_in_place_of_a_file_stops_nothing(document: object, name: str) -> None:
    us = ("facebook:name:Ann Ek", "https://www.instagram.com/ann_ek")
    heard("meta_export", packed({"a/" + name: json.dumps(document)}), asked=Asked(us=us))


# YouTube and Reddit


def test_subscriptions_alone_cannot_be_dated_and_say_so() -> None:
    table = "Channel Id,Channel Url,Channel Title\nUC" + "a" * 22 + ",http://www.youtube.com/channel/UCa,Halden\n"
    assert "as of when" in reasons(heard("takeout", table.encode()))[0]


def test_reddit_does_not_take_half_a_name_for_ours() -> None:
    """A zip that was cut within statistics.csv: `account name,ann_` and no more."""
    data = packed({"posts.csv": "id,permalink,date,subreddit,title,body\n1a,/r/p/comments/1a/,2026-03-04,p,One,Hi\n"})
    whole = {"posts.csv": "id,permalink,date,subreddit,title,body\n1a,/r/p/comments/1a/,2026-03-04,p,One,Hi\n",
             "statistics.csv": "statistic,value\naccount name,ann_ek"}  # fmt: skip
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, text in whole.items():
            archive.writestr(name, text)
    cut = stored.getvalue()[: stored.getvalue().index(b"ann_ek") + 4]
    assert not any(isinstance(one, Activity) for one in heard("reddit", cut))
    assert "Nothing says whose" in reasons(heard("reddit", data))[0]


def test_a_listing_in_listings_without_end_ends() -> None:
    deep = '{"kind": "Listing", "data": {"children": [' * 3000
    with pytest.raises(CannotRead, match="nested too deep"):
        heard("reddit", deep.encode(), "listing.json")
    assert heard("reddit", b'{"kind": "Listing", "data": null}', "listing.json") == []


# Workbooks


def sheet(rows: str) -> bytes:
    """A workbook of one sheet, its XML as given."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    part = f'<Override PartName="/xl/{{}}" ContentType="{types}.{{}}+xml"/>'.format
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{part("workbook.xml", "sheet.main")}'
        f'{part("worksheets/sheet1.xml", "worksheet")}</Types>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{kind}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{rows}</sheetData></worksheet>",
    })  # fmt: skip


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


TOP = row(1, "Date", "Author", "Message")


def test_a_sheet_is_as_large_as_its_rows_and_not_as_it_says() -> None:
    assert said(heard("tables", sheet(TOP + row(2, "2026-03-04", "ann", "Hi")), "a.xlsx")) == ["Hi"]


def test_a_formula_is_its_last_result_and_is_not_run() -> None:
    formula = '<row r="2"><c t="inlineStr"><is><t>2026-03-04</t></is></c><c t="inlineStr"><is><t>ann</t></is></c>' \
              '<c t="str"><f>WEBSERVICE("https://evil.example")</f><v>Hello</v></c></row>'  # fmt: skip
    assert said(heard("tables", sheet(TOP + formula), "a.xlsx")) == ["Hello"]


def test_a_row_beyond_the_end_of_any_sheet_ends_the_reading() -> None:
    far = sheet(TOP + row(2, "2026-03-04", "ann", "Hi") + row(9_000_000_000, "2026-03-04", "ann", "Far"))
    assert recognise(Thing(text="a.xlsx", raw=far)).kind == "tables"
    found = heard("tables", far, "a.xlsx")
    assert said(found) == ["Hi"] and "empty rows" in reasons(found)[0]


def test_a_workbook_of_nothing_is_refused_in_words() -> None:
    for data in (sheet(""), packed({"xl/workbook.xml": "<a>"}), sheet(TOP)[:-30]):
        with pytest.raises(CannotRead):
            heard("tables", data, "a.xlsx")

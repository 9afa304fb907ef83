"""Small readings within exports: garbled text, pieces of comments, headers in other languages, names of files."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Activity
from twoears.sources.access_log.read import SOURCE as ACCESS_LOG
from twoears.sources.meta_export.kinds import kind_of
from twoears.sources.meta_export.restored import restored, tidy
from twoears.sources.reading import Asked, Thing
from twoears.sources.takeout.columns import columns
from twoears.sources.takeout.words import words

DAY = "2026-03-04T09:00:00+00:00"
UNGARBLED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))


@given(UNGARBLED)
def test_what_meta_garbled_is_restored(text: str) -> None:
    assert restored(text.encode().decode("latin-1")) == text


@given(
    st.recursive(
        UNGARBLED | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(UNGARBLED, inner)
    )
)
def test_a_document_keeps_its_form_when_its_text_is_restored(document: object) -> None:
    garbled = json.loads(json.dumps(document, ensure_ascii=False).encode().decode("latin-1"), strict=False)
    assert tidy(garbled) == document


@given(st.text(), st.booleans())
def test_a_comment_says_its_words_in_whatever_form(text: str, segments: bool) -> None:
    piece = {"text": text}
    cell = json.dumps({"takeoutSegments": [piece, piece]}) if segments else f"{json.dumps(piece)},{json.dumps(piece)}"
    said = "".join(letter for letter in text + text if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
    assert words(cell).text == said.strip()


@given(st.text(max_size=200) | st.text('{}[],":text', max_size=60))
def test_any_cell_is_some_words(cell: str) -> None:
    assert isinstance(words(cell).text, str)


@pytest.mark.parametrize(("header", "row", "kind"), [
    ("コメント ID,チャンネル ID,コメント作成タイムスタンプ,価格,親コメント ID,動画 ID,コメント テキスト",
     ["Ug" + "x" * 24, "UC" + "a" * 22, DAY, "0", "", "dQw4w9pumps", '{"text":"はい"}'], "comments"),
    ("ID,Kanal,Zeit,Preis,Video,Text",
     ["LCC." + "x" * 24, "UC" + "a" * 22, DAY, "0", "dQw4w9pumps", '{"text":"Hallo"}'], "chats"),
    ("Id,Url,Titel", ["UC" + "a" * 22, "http://www.youtube.com/channel/UCa", "Halden"], "subscriptions"),
])  # fmt: skip
def test_a_table_is_known_in_any_language_by_what_stands_in_it(header: str, row: list[str], kind: str) -> None:
    found = columns(header.split(","), lambda: [row])
    assert found is not None and found.kind == kind
    assert found.get(row, "channel") == "UC" + "a" * 22


def test_a_table_of_something_else_is_none_of_youtube() -> None:
    assert columns(["Date", "Author", "Message"], lambda: [["2026-03-04", "ann", "Hi"]]) is None
    assert columns(["Video ID", "Time"], lambda: [["dQw4w9pumps", "2026-03-04T09:00:00+00:00"]]) is None


@pytest.mark.parametrize(("path", "kind"), [
    ("posts/your_posts_1.json", "facebook.post"),
    ("your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_12.json", "facebook.post"),
    ("this_profile's_activity_across_facebook/posts/profile_posts_1.json", "facebook.post"),
    ("comments_and_reactions/comments.json", "facebook.comment"),
    ("content/posts_1.json", "instagram.post"),
    ("followers_and_following/followers_2.json", "instagram.follower"),
    ("messages/inbox/ann_71/message_3.json", "message"),
    ("messages/autofill_information.json", ""),
    ("posts_1.html", ""), ("saved/saved_posts.json", ""), ("posts.json", ""),
])  # fmt: skip
def test_a_file_of_meta_is_known_by_its_name(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_of_a_folder_only_the_logs_are_read(tmp_path: Path) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    line = f'10.0.0.1 - - [04/Mar/2026:10:00:00 +0100] "GET /a HTTP/1.1" 200 9 "-" "{agent}"\n'
    (tmp_path / "access.log").write_text(line)
    (tmp_path / "access.log.1").write_text(line.replace("/a ", "/b "))
    (tmp_path / "error.log").write_text("[error] something went wrong\n" * 50)
    thing = Thing(text=str(tmp_path), path=tmp_path)
    assert ACCESS_LOG.fits(thing) > 0.9
    heard = list(ACCESS_LOG.read(thing, Asked()))
    assert [one.object for one in heard if isinstance(one, Activity)] == ["/a", "/b"]
    assert len(heard) == 2

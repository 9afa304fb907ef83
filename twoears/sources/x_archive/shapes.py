"""What the records of an X archive look like, as far as we use them; X leaves out what is empty."""

from typing import TypeVar

import msgspec

from twoears.lib.delimited import decoded

Record = TypeVar("Record", bound=msgspec.Struct)


class Address(msgspec.Struct):
    url: str = ""
    expanded_url: str | None = ""


class Mention(msgspec.Struct):
    screen_name: str = ""
    name: str = ""
    id_str: str | None = ""


class Tag(msgspec.Struct):
    text: str = ""


class Media(msgspec.Struct):
    url: str = ""
    media_url_https: str = ""
    source_status_id_str: str | None = ""


class Entities(msgspec.Struct, frozen=True):
    urls: list[Address] = []
    user_mentions: list[Mention] = []
    hashtags: list[Tag] = []
    media: list[Media] = []


class Tweet(msgspec.Struct):
    created_at: str
    id_str: str = ""
    id: str | int = ""
    full_text: str | None = None
    text: str | None = None
    lang: str | None = ""
    entities: Entities = Entities()
    extended_entities: Entities = Entities()
    in_reply_to_status_id_str: str | None = ""
    in_reply_to_screen_name: str | None = ""
    in_reply_to_user_id_str: str | None = ""


class Tweets(msgspec.Struct):
    tweet: Tweet


class Liked(msgspec.Struct, rename="camel"):
    tweet_id: str
    full_text: str = ""
    expanded_url: str = ""


class Likes(msgspec.Struct):
    like: Liked


class Account(msgspec.Struct, rename="camel"):
    account_id: str = ""
    username: str = ""
    account_display_name: str = ""
    created_at: str = ""


class Accounts(msgspec.Struct):
    account: Account


class About(msgspec.Struct, frozen=True):
    location: str = ""


class Profile(msgspec.Struct, frozen=True):
    description: About = About()


class Profiles(msgspec.Struct):
    profile: Profile


class Follows(msgspec.Struct):
    """One of `follower.js` or of `following.js`."""

    follower: Account | None = None
    following: Account | None = None


class NoteAddress(msgspec.Struct, rename="camel"):
    short_url: str = ""
    expanded_url: str = ""


class NoteMention(msgspec.Struct, rename="camel"):
    screen_name: str = ""


class NoteCore(msgspec.Struct):
    text: str = ""
    urls: list[NoteAddress] = []
    mentions: list[NoteMention] = []
    hashtags: list[Tag] = []


class Note(msgspec.Struct, rename="camel"):
    note_tweet_id: str
    created_at: str
    core: NoteCore


class Notes(msgspec.Struct, rename="camel"):
    note_tweet: Note


class MessageAddress(msgspec.Struct):
    url: str = ""
    expanded: str = ""


class Reaction(msgspec.Struct, rename="camel"):
    sender_id: str = ""
    event_id: str = ""
    reaction_key: str = ""
    created_at: str | int = ""


class Message(msgspec.Struct, rename="camel"):
    id: str
    sender_id: str
    created_at: str | int
    recipient_id: str = ""
    text: str = ""
    urls: list[MessageAddress] = []
    media_urls: list[str] = []
    reactions: list[Reaction] = []


class Event(msgspec.Struct, rename="camel"):
    """A message, or somebody's coming and going, which we pass over."""

    message_create: Message | None = None


class Conversation(msgspec.Struct, rename="camel"):
    conversation_id: str
    messages: list[msgspec.Raw] = []


class Conversations(msgspec.Struct, rename="camel"):
    dm_conversation: Conversation


class Archived(msgspec.Struct, rename="camel", frozen=True):
    generation_date: str = ""


class Part(msgspec.Struct, rename="camel"):
    global_name: str = ""
    count: str | int = 0


class Parts(msgspec.Struct):
    files: list[Part] = []


class Config(msgspec.Struct, rename="camel"):
    """`manifest.js`: when the archive was made and how much is in it."""

    archive_info: Archived = Archived()
    user_info: Account = msgspec.field(default_factory=Account)
    data_types: dict[str, Parts] = {}


class Unreadable(ValueError):
    """The record is not what X writes."""


_DECODERS: dict[type, msgspec.json.Decoder[msgspec.Struct]] = {}


def decode(raw: bytes | msgspec.Raw, shape: type[Record]) -> Record:
    """The record that `raw` is, also where its bytes are no UTF-8. Raises `Unreadable`.

    >>> decode(b'{"like": {"tweetId": "20"}}', Likes).like.tweet_id
    '20'
    """
    decoder = _DECODERS.get(shape)
    if decoder is None:
        decoder = _DECODERS[shape] = msgspec.json.Decoder(shape)
    try:
        return decoder.decode(raw)  # type: ignore[return-value]
    except UnicodeDecodeError:
        return decode(decoded(bytes(raw)).encode(), shape)
    except msgspec.ValidationError as error:
        raise Unreadable(f"It is not what X writes: {error}.") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unreadable(f"It is cut, damaged or nested too deep: {error}.") from error

"""Answer a mail: by SMTP to who wrote it, with a copy among what we sent.

Up to the end of the mail a broken connection means that nothing was sent. From then on until the server has answered,
nobody can tell; and as few servers file what they send, a copy that is not there proves nothing.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Final

from msgspec.structs import replace

from twoears.activities.values import Activity
from twoears.lib.http import NoAnswer, Refused, TryLater, Unreachable
from twoears.sources.imap.door import opened
from twoears.sources.imap.folders import chosen, sent_folder
from twoears.sources.imap.letters import Mail, mail, message_id
from twoears.sources.imap.place import Place, place
from twoears.sources.imap.smtp import deliver
from twoears.sources.mail.message import NoMail, parsed
from twoears.sources.mail.message import sent as read_back
from twoears.sources.reading import CannotRead
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent

_LATER: Final = 120  # seconds
# These file what is sent through them by themselves, within a moment.
_FILE_IT: Final = (".gmail.com", ".googlemail.com", ".office365.com", ".outlook.com")
_FILED_AFTER: Final = timedelta(minutes=2)


def send(letter: Letter, access: Access) -> Sent:
    """Answer the mail that `letter` is about, once. Raises `NotSent` or `NoAnswer`."""
    if not letter.target.startswith("mid:"):
        raise NotSent("That is no mail, so it cannot be answered by one.")
    where = place(access.text, access.options, access.base)
    password = access.secrets.get("password", "")
    written = mail(letter, where.sender, _original(letter, where, password))
    deliver(written, where.smtp, where.user, password)
    # It is on its way: whatever goes wrong with the copy does not take that back.
    with suppress(NoAnswer, CannotRead):
        _file(written, where, password)
    return Sent(id=f"mid:{written.key}", heard=_as_heard(written))


def find(letter: Letter, access: Access) -> Sent | None:
    """What was sent for `letter`, where there is a trace of it. Raises `NoAnswer` where no trace proves nothing."""
    where = place(access.text, access.options, access.base)
    key = message_id(letter, where.sender)
    with opened(where, access.secrets.get("password", "")) as door:
        for folder in chosen(door.folders(), where.folders):
            door.open(folder.name)
            if door.having("Message-ID", key) or door.having("In-Reply-To", key) or door.having("References", key):
                return Sent(id=f"mid:{key}")
    if _files_itself(where) and datetime.now(UTC) - letter.since > _FILED_AFTER:
        return None
    raise Unreachable(
        "Whether the mail went out cannot be looked up: there is no trace of it among what you sent, and most servers "
        "keep none. Ask who should have it, or send it again."
    )


def _original(letter: Letter, where: Place, password: str) -> Message | None:
    """The headers of the mail that is answered, where it still lies in the mailbox."""
    key = letter.target.removeprefix("mid:")
    try:
        with opened(where, password) as door:
            for folder in chosen(door.folders(), where.folders):
                door.open(folder.name)
                for uid in door.having("Message-ID", f"<{key}>"):
                    return parsed(door.headers(uid))
    except NoMail:
        return None
    except (Refused, TryLater):
        raise
    except NoAnswer as error:
        raise TryLater(f"Nothing was sent yet: {error}", _LATER) from error
    return None


def _as_heard(written: Mail) -> Activity:
    activity = read_back(written.content, datetime.now(UTC))
    return replace(activity, detail=(*activity.detail, ("box", "sent")))


def _file(written: Mail, where: Place, password: str) -> None:
    if _files_itself(where):
        return
    with opened(where, password) as door:
        folder = sent_folder(door.folders())
        if folder is None:
            return
        door.open(folder.name)
        if not door.having("Message-ID", written.key):
            door.append(folder.name, written.content)


def _files_itself(where: Place) -> bool:
    return f".{where.smtp.host}".endswith(_FILE_IT)


OUTGOING: Final = Outgoing(acts=("reply",), send=send, find=find)

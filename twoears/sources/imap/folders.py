"""Which folders of a mailbox we listen to, and where our own mails lie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twoears.sources.imap.tongue import shown
from twoears.sources.reading import CannotRead

_SENT_NAMES: Final = frozenset({
    "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete elemente", "gesendete objekte",
    "envoyés", "éléments envoyés", "enviados", "elementos enviados", "posta inviata", "inviata", "skickat",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder, named as IMAP does; `sent` says that it holds what we wrote."""

    name: str
    sent: bool

    @property
    def title(self) -> str:
        return shown(self.name)


def chosen(all_of_them: Sequence[Folder], wanted: Sequence[str]) -> list[Folder]:
    """The folders to listen to, the inbox first: those that were named, else the inbox and what we sent."""
    there = {folder.name.lower(): folder for folder in all_of_them}
    inbox = there.get("inbox", Folder("INBOX", sent=False))
    ours = sent_folder(list(there.values()))
    if not wanted:
        return [inbox, *([ours] if ours else [])]
    by_title = {folder.title.lower(): folder for folder in there.values()} | {"inbox": inbox}
    missing = [name for name in wanted if name.lower() not in by_title]
    if missing:
        raise CannotRead(
            f"There is no folder {missing[0]}. There are: {', '.join(f.title for f in there.values())[:500]}."
        )
    found = [by_title[name.lower()] for name in wanted]
    return sorted(dict.fromkeys(Folder(f.name, f == ours or f.sent) for f in found), key=lambda f: f.name != inbox.name)


def sent_folder(folders: Sequence[Folder]) -> Folder | None:
    """Where what we sent lies: as the server says (RFC 6154), else by its usual names."""
    said = next((folder for folder in folders if folder.sent), None)
    by_name = (f for f in folders if re.split(r"[./]", f.title.lower())[-1] in _SENT_NAMES)
    found = said or next(by_name, None)
    return Folder(found.name, sent=True) if found else None

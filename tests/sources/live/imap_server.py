"""A small IMAP server on this machine that keeps mails in memory, and misbehaves where a test says so."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

Say = Callable[[bytes], None]


@dataclass
class Box:
    validity: int = 1
    mails: dict[int, bytes] = field(default_factory=dict)
    following: int = 1

    def add(self, content: bytes) -> int:
        uid = self.following
        self.mails[uid] = content
        self.following += 1
        return uid


class ImapServer:
    """`boxes` are its folders. `twist` sees each command first: it answers itself and returns True, or leaves it be."""

    def __init__(self) -> None:
        self.boxes = {"INBOX": Box(), "Sent": Box()}
        self.abilities = "IMAP4rev1 IDLE SPECIAL-USE AUTH=PLAIN"
        self.greeting = b"* OK ready\r\n"
        self.twist: Callable[[str, bytes, Say], bool] = lambda command, tag, say: False
        self.heard: list[str] = []
        self.came = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def options(self) -> dict[str, str]:
        return {"server": f"127.0.0.1:{self.port}", "tls": "none"}

    def add(self, content: bytes, box: str = "INBOX") -> int:
        uid = self.boxes[box].add(content)
        self.came.set()
        return uid

    def cut(self) -> None:
        cut, self._open = self._open, []
        for talk in cut:
            with suppress(OSError):
                talk.shutdown(socket.SHUT_RDWR)
            talk.close()

    def stop(self) -> None:
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                talk, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(talk)
            threading.Thread(target=self._serve, args=(talk,), daemon=True).start()

    def _serve(self, talk: socket.socket) -> None:
        lines = talk.makefile("rb")
        selected = ""
        try:
            talk.sendall(self.greeting)
            while line := lines.readline():
                tag, _, command = line.strip().partition(b" ")
                words = command.decode("utf8", "replace")
                self.heard.append(words)
                if self.twist(words, tag, talk.sendall):
                    continue
                if words.startswith("EXAMINE"):
                    selected = words.split('"')[1]
                if words == "LOGOUT":
                    return
                self._answer(words, tag, selected, talk.sendall, lines)
        except (OSError, ValueError):
            return

    def _answer(self, words: str, tag: bytes, selected: str, say: Say, lines) -> None:
        ok = tag + b" OK done\r\n"
        box = self.boxes.get(selected, Box())
        if words == "CAPABILITY":
            say(f"* CAPABILITY {self.abilities}\r\n".encode() + ok)
        elif words == "AUTHENTICATE PLAIN":
            say(b"+ \r\n")
            lines.readline()
            say(ok)
        elif words.startswith("LIST"):
            for name in self.boxes:
                flag = "\\Sent" if name == "Sent" else ""
                say(f'* LIST (\\HasNoChildren {flag}) "/" "{name}"\r\n'.encode())
            say(ok)
        elif words.startswith("STATUS"):
            box = self.boxes[words.split('"')[1]]
            told = f"UIDNEXT {box.following} UIDVALIDITY {box.validity} MESSAGES {len(box.mails)}"
            say(f"* {words.split()[0]} {words.split()[1]} ({told})\r\n".encode() + ok)
        elif words.startswith("EXAMINE"):
            say(f"* {len(box.mails)} EXISTS\r\n* OK [UIDVALIDITY {box.validity}] v\r\n".encode())
            say(f"* OK [UIDNEXT {box.following}] n\r\n".encode() + ok)
        elif words.startswith("UID SEARCH UID"):
            first = int(words.split()[3].partition(":")[0])
            found = [uid for uid in box.mails if uid >= first] or sorted(box.mails)[-1:]
            say(f"* SEARCH {' '.join(map(str, found))}\r\n".encode() + ok)
        elif words.startswith("UID SEARCH HEADER"):
            name, value = re.findall(r'"([^"]*)"', words)
            found = [
                u for u, m in box.mails.items() if re.search(f"^{name}:.*{re.escape(value)}".encode(), m, re.M | re.I)
            ]
            say(f"* SEARCH {' '.join(map(str, found))}\r\n".encode() + ok)
        elif words.startswith("UID FETCH"):
            self._fetch(words, box, say)
            say(ok)
        elif words.startswith("APPEND"):
            self._append(words, say, lines)
            say(ok)
        elif words == "IDLE":
            self._idle(box, say, lines)
            say(ok)
        else:
            say(ok)

    def _fetch(self, words: str, box: Box, say: Say) -> None:
        wanted = [range(int(a), int(b or a) + 1) for a, b in re.findall(r"(\d+)(?::(\d+))?", words.split()[2])]
        for number, (uid, content) in enumerate(sorted(box.mails.items()), 1):
            if not any(uid in some for some in wanted):
                continue
            if "SIZE" in words:
                say(f"* {number} FETCH (UID {uid} RFC822.SIZE {len(content)})\r\n".encode())
                continue
            if "HEADER" in words:
                content = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            if part := re.search(r"<0\.(\d+)>", words):
                content = content[: int(part[1])]
            say(f"* {number} FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n")

    def _append(self, words: str, say: Say, lines) -> None:
        size = int(words.rpartition("{")[2].rstrip("}"))
        say(b"+ go on\r\n")
        self.add(lines.read(size), words.split('"')[1])
        lines.readline()

    def _idle(self, box: Box, say: Say, lines) -> None:
        known = len(box.mails)
        say(b"+ idling\r\n")
        ended = threading.Event()

        def tell() -> None:
            nonlocal known
            while not ended.is_set():
                if len(box.mails) > known:
                    known = len(box.mails)
                    with suppress(OSError):  # nobody is there any more
                        say(f"* {known} EXISTS\r\n".encode())
                self.came.wait(0.05)
                self.came.clear()

        telling = threading.Thread(target=tell, daemon=True)
        telling.start()
        lines.readline()  # DONE
        ended.set()
        telling.join()

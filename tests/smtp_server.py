"""A small SMTP server on this machine that keeps the mails it takes, and misbehaves where a test says so."""

import socket
import threading
from collections.abc import Callable


class SmtpServer:
    """Takes mails into `taken`; `answers` maps the first word of a command to another answer, or to a cut (b"").

    `before` is called with that word before it is answered.
    """

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.heard: list[str] = []
        self.answers: dict[str, bytes] = {}
        self.before: Callable[[str], None] = lambda word: None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                talk, _ = self._listening.accept()
            except OSError:
                return
            with talk, talk.makefile("rb") as lines:
                try:
                    self._talk(talk, lines)
                except OSError:
                    continue

    def _talk(self, talk: socket.socket, lines) -> None:
        usual = {"hello": b"220 ready\r\n", "EHLO": b"250-here\r\n250 AUTH PLAIN\r\n", "DATA": b"354 go\r\n"}
        word = "hello"
        while True:
            self.before(word)
            said = self.answers.get(word, usual.get(word, b"250 fine\r\n" if word != "AUTH" else b"235 in\r\n"))
            if not said:
                return
            talk.sendall(said)
            if word == "DATA" and said.startswith(b"354"):
                content = b""
                while (line := lines.readline()) not in (b".\r\n", b""):
                    content += line[1:] if line.startswith(b"..") else line
                if not self.answers.get("mail", b"").startswith((b"4", b"5")):
                    self.taken.append(content)
                word = "mail"
                continue
            line = lines.readline()
            if not line:
                return
            self.heard.append(line.decode().strip())
            word = line.decode().split()[0].upper()

    def stop(self) -> None:
        self._listening.close()

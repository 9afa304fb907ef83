"""A small SMTP server on this machine that keeps the mails it takes, and misbehaves where a test says so."""

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class SmtpServer:
    """Takes mails into `taken`; `answers` maps the first word of a command to another answer, or to a cut (b"").

    `before` is called with that word before it is answered. With a `tls` of certificate and key it speaks STARTTLS,
    or TLS from the first byte where `always` says so; `clear` is what it was told unencrypted.
    """

    def __init__(self, tls: Path | None = None, *, always: bool = False) -> None:
        self.taken: list[bytes] = []
        self.heard: list[str] = []
        self.clear: list[str] = []
        self.answers: dict[str, bytes] = {}
        self.before: Callable[[str], None] = lambda word: None
        self.always = always
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if self.context and tls:
            self.context.load_cert_chain(tls)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                talk, _ = self._listening.accept()
            except OSError:
                return
            try:
                if self.context and self.always:
                    talk = self.context.wrap_socket(talk, server_side=True)
                while talk_on := self._talk(talk):
                    talk = talk_on
            except OSError:
                continue
            finally:
                talk.close()

    def _talk(self, talk: socket.socket) -> socket.socket | None:
        """Until the end, or until it is encrypted: then the socket to go on with."""
        offered = b"250-STARTTLS\r\n" if self.context and not isinstance(talk, ssl.SSLSocket) else b""
        usual = {"hello": b"220 ready\r\n", "EHLO": b"250-here\r\n" + offered + b"250 AUTH PLAIN\r\n"}
        usual |= {"DATA": b"354 go\r\n", "AUTH": b"235 in\r\n", "STARTTLS": b"220 go\r\n"}
        word = "" if self.context and not self.always and isinstance(talk, ssl.SSLSocket) else "hello"
        with talk.makefile("rb") as lines:
            while True:
                self.before(word)
                said = self.answers.get(word, usual.get(word, b"250 fine\r\n"))
                if not said:
                    return None
                if word:
                    talk.sendall(said)
                if word == "STARTTLS" and self.context:
                    return self.context.wrap_socket(talk, server_side=True)
                if word == "DATA" and said.startswith(b"354"):
                    self._take(lines)
                    word = "mail"
                    continue
                line = lines.readline()
                if not line:
                    return None
                self.heard.append(line.decode().strip())
                if not isinstance(talk, ssl.SSLSocket):
                    self.clear.append(self.heard[-1])
                word = line.decode().split()[0].upper()

    def _take(self, lines) -> None:
        content = b""
        while (line := lines.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b"..") else line
        if not self.answers.get("mail", b"").startswith((b"4", b"5")):
            self.taken.append(content)

    def stop(self) -> None:
        self._listening.close()


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate of localhost that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    encoding, clear = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, clear) + made.public_bytes(encoding)
    )
    return file

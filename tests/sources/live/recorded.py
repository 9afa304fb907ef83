"""A real server on this machine that replays recorded answers, and tells what it was asked."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    body: bytes | str | dict[str, Any] | list[Any] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0  # bytes that are promised and never sent

    def payload(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


class Recorded(ThreadingHTTPServer):
    """`answers` maps a path, or a path with a part of its query, to a reply; the longest that fits is given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.deaf_to = ""  # a name of this machine by which its API is not known

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def reply(self, target: str) -> Reply:
        parts = urlsplit(target)
        for key in sorted(self.answers, key=len, reverse=True):
            wanted = urlsplit(key)
            query = parse_qs(parts.query)
            if wanted.path == parts.path and all(query.get(k) == v for k, v in parse_qs(wanted.query).items()):
                return self.answers[key]
        return Reply({"error": "NotFound", "message": "Not found"}, 404, {"content-type": "application/json"})


class _Handler(BaseHTTPRequestHandler):
    server: Recorded
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append({k.lower(): v for k, v in self.headers.items()})
        deaf = self.server.deaf_to and self.headers["Host"].startswith(self.server.deaf_to) and "/api/" in self.path
        reply = Reply({"error": "Not found"}, 404) if deaf else self.server.reply(self.path)
        headers = {k.lower(): v for k, v in reply.headers.items()}
        status = reply.status
        if headers.get("etag") and self.headers.get("If-None-Match") == headers["etag"]:
            status = 304
        payload = b"" if status == 304 else reply.payload()
        self.send_response(status)
        kind = "application/json; charset=utf-8" if isinstance(reply.body, dict | list) else "text/html"
        for name, value in ({"content-type": kind} | headers).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(payload) + reply.cut))
        self.end_headers()
        self.wfile.write(payload)
        if reply.cut:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


Kind = TypeVar("Kind")


def of(kind: type[Kind], heard: Iterable[object]) -> list[Kind]:
    """What was heard of one kind."""
    return [one for one in heard if isinstance(one, kind)]


def kinds(heard: Iterable[object]) -> list[str]:
    """The kinds of what was heard, in order."""
    return [type(one).__name__ for one in heard]

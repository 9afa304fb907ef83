"""A small server of Bluesky on this machine: accounts, records, notifications; it can be told to fail."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, dict[str, Any]]
NOT_THERE: Reply = (400, {"error": "RecordNotFound", "message": "Could not locate record"})
NOT_SERVED: Reply = (501, {"error": "MethodNotImplemented", "message": "Method Not Implemented"})


def token(number: int, seconds: int = 7200) -> str:
    """A token as servers make them; nobody here checks its seal."""
    body = {"scope": "com.atproto.access", "sub": "did:plc:ann", "exp": int(time.time()) + seconds, "jti": str(number)}
    parts = ({"alg": "none", "typ": "JWT"}, body)
    return ".".join([*(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts), "c2VhbA"])


class Server(ThreadingHTTPServer):
    """Ann's server. `trouble` may answer in its place: a status and a body, or None to go on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.records: dict[str, dict[str, Any]] = {}
        self.writes = 0
        self.views: dict[str, dict[str, Any]] | None = None  # what an AppView shows; None for no AppView
        self.rings: list[dict[str, Any]] = []
        self.feed: list[dict[str, Any]] = []
        self.sign_ins = self.renewals = 0
        self.valid = ""
        self.seconds = 7200
        self.asked: list[str] = []
        self.trouble: Callable[[str], Reply | None] = lambda name: None
        self.lost: list[str] = []  # what is done, and its answer lost
        self.headers: dict[str, str] = {}

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, name: str, given: dict[str, Any], bearer: str) -> Reply:
        self.asked.append(name)
        troubled = self.trouble(name)
        if troubled:
            return troubled
        if name == "com.atproto.server.createSession":
            return self._session(given)
        if name == "com.atproto.server.refreshSession":
            self.renewals += 1
            return self._opened()
        if name == "com.atproto.repo.getRecord":
            found = self.records.get(f"at://{given['repo']}/{given['collection']}/{given['rkey']}")
            return (200, found) if found else NOT_THERE
        if name == "com.atproto.identity.resolveHandle":
            known = given["handle"] == "ben.norrvik.se"
            return (200, {"did": "did:plc:ben"}) if known else (400, {"error": "InvalidRequest"})
        if bearer != self.valid:
            return 400, {"error": "ExpiredToken", "message": "Token has expired"}
        return self._signed(name, given)

    def _signed(self, name: str, given: dict[str, Any]) -> Reply:
        if name == "com.atproto.repo.putRecord":
            uri = f"at://{given['repo']}/{given['collection']}/{given['rkey']}"
            self.writes += uri not in self.records
            self.records[uri] = {"uri": uri, "cid": f"cid-{len(self.records)}", "value": given["record"]}
            return 200, {"uri": uri, "cid": self.records[uri]["cid"]}
        if name == "app.bsky.actor.getProfile":
            return 200, {"did": "did:plc:ann", "handle": "ann.example", "postsCount": len(self.feed)}
        if name == "app.bsky.feed.getAuthorFeed":
            return 200, _page(self.feed, "feed", given)
        if name == "app.bsky.notification.listNotifications":
            return 200, _page(self.rings, "notifications", given)
        if name == "app.bsky.feed.getPosts" and self.views is not None:
            return 200, {"posts": [self.views[uri] for uri in [given["uris"]] if uri in self.views]}
        return NOT_SERVED

    def _session(self, given: dict[str, Any]) -> Reply:
        self.sign_ins += 1
        if (given["identifier"], given["password"]) != ("ann.example", "abcd-efgh"):
            return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
        return self._opened()

    def _opened(self) -> Reply:
        self.valid = token(self.sign_ins * 100 + self.renewals, self.seconds)
        tokens = {"accessJwt": self.valid, "refreshJwt": token(0, 9**7)}
        return 200, {"did": "did:plc:ann", "handle": "ann.example"} | tokens


def _page(items: list[dict[str, Any]], name: str, given: dict[str, Any]) -> dict[str, Any]:
    start, size = int(given.get("cursor", 0)), min(int(given["limit"]), 2)
    more = {"cursor": str(start + size)} if start + size < len(items) else {}
    return {name: items[start : start + size], **more}


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self._say({name: values[0] for name, values in query.items()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._say(json.loads(body) if body else {})

    def _say(self, given: dict[str, Any]) -> None:
        name = urlsplit(self.path).path.removeprefix("/xrpc/")
        status, body = self.server.answer(name, given, self.headers.get("Authorization", "").removeprefix("Bearer "))
        if name in self.server.lost:
            self.server.lost.remove(name)
            self.close_connection = True
            return
        payload = json.dumps(body).encode()
        self.send_response(status)
        told = {"content-type": "application/json", "content-length": str(len(payload))} | self.server.headers
        if status == 429:
            told |= {"retry-after": "42"}
        for header, value in told.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()

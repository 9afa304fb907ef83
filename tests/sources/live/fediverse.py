"""A real server on this machine that speaks Mastodon's API as it is documented, and nothing more.

It is strict: what is not documented, or asked without a token that may, is refused. Ids are words without any order.
What goes wrong is written into `plan`, a word for each opening of a stream.
"""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from random import Random
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.sources.live.fediverse_answers import MISSING, ROUTES, Answer

TOKEN = "a-token"
_LISTS = {"max_id", "since_id", "min_id", "limit"}


@dataclass
class Stream:
    """One open stream: what is put into it is sent; None ends it in order, bytes are the last before it breaks."""

    channel: str
    broken: bool = False
    queue: "Queue[tuple[str, str] | bytes | None]" = field(default_factory=Queue)


class Fediverse(ThreadingHTTPServer):
    """`ann` is us. What `bob` says to her is a notification; whom she follows is at home."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.home_name = "https://social.norrvik.example"
        self.random = Random(7)
        self.moment = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
        self.accounts = {name: self._account(name) for name in ("ann", "bob", "eva")}
        self.statuses: list[dict[str, Any]] = []  # oldest first
        self.notes: list[dict[str, Any]] = []
        self.follows = {"ann", "eva"}
        self.gone: set[str] = set()
        self.tokens = {TOKEN}
        self.ahead = timedelta()
        self.liked: set[str] = set()
        self.keys: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.streams: list[Stream] = []
        self.plan: list[str] = []
        self.trouble: list[Answer] = []  # given to the next questions instead of the answer
        self.refuse: dict[str, Answer] = {}  # given to any question of that path
        self.lose: list[str] = []  # paths whose next answer is lost behind the deed
        self.pages = False  # whether what is unknown is answered with a page
        self.has_streams = True
        self.streaming_at = ""
        self.numbers = False  # whether ids are numbers, as Mastodon's are
        self.version = "0.17.3+git-abc"  # as GoToSocial writes it
        self.page = 3
        self.heartbeat = 0.05
        self.codes = {"a-code": ""}
        self.lock = threading.RLock()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    # What people do

    def _account(self, name: str) -> dict[str, Any]:
        home = self.home_name if name != "eva" else "https://other.example"
        return {"id": f"A-{name}", "username": name, "acct": name if name != "eva" else "eva@other.example",
                "display_name": name.title(), "url": f"{home}/@{name}", "uri": f"{home}/users/{name}", "note": "",
                "fields": [], "bot": False, "statuses_count": 0}  # fmt: skip

    def set_clock(self, ahead: timedelta) -> None:
        """From now on the server's clock is so far ahead of ours."""
        self.ahead, self.moment = ahead, datetime.now(UTC).replace(microsecond=0) + ahead

    def tick(self, seconds: int = 60) -> str:
        self.moment += timedelta(seconds=seconds)
        return self.moment.isoformat().replace("+00:00", ".000Z")

    def new_id(self) -> str:
        return str(self.random.getrandbits(55)) if self.numbers else f"{self.random.getrandbits(60):X}z"

    def post(self, who: str, text: str, to: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """`who` says something; it goes into the streams of those it concerns."""
        with self.lock:
            author, key = self.accounts[who], self.new_id()
            made = {
                "id": key, "created_at": self.tick(), "account": author, "uri": f"{author['uri']}/statuses/{key}",
                "url": f"{author['url']}/{key}", "content": f"<p>{text}</p>", "visibility": "public",
                "language": "en", "spoiler_text": "", "in_reply_to_id": to["id"] if to else None, "replies_count": 0,
                "reblogs_count": 0, "mentions": [], "tags": [{"name": t} for t in re.findall(r"#(\w+)", text)],
                "reblog": None, "poll": None, "card": None, "edited_at": None, **more,
            }  # fmt: skip
            self.statuses.append(made)
            if to:
                to["replies_count"] += 1
            if who in self.follows:
                self.tell("user", "update", made)
            for tag in made["tags"]:
                self.tell(f"hashtag {tag['name'].lower()}", "update", made)
            if who != "ann" and (re.search(r"@ann\b", text) or (to and to["account"]["username"] == "ann")):
                self.note("mention", who, made)
            return made

    def boost(self, who: str, status: dict[str, Any]) -> dict[str, Any]:
        made = self.post(who, "", reblog=status)
        if status["account"]["username"] == "ann" and who != "ann":
            self.note("reblog", who, status)
        return made

    def note(self, kind: str, who: str, status: dict[str, Any] | None = None) -> None:
        with self.lock:
            made = {"id": f"N{self.random.getrandbits(40):X}", "type": kind, "created_at": self.tick(1),
                    "account": self.accounts[who], **({"status": status} if status else {})}  # fmt: skip
            self.notes.append(made)
            self.tell("user", "notification", made)

    def edit(self, status: dict[str, Any], text: str) -> None:
        with self.lock:
            status |= {"content": f"<p>{text}</p>", "edited_at": self.tick()}
            self.tell("user", "status.update", status)

    def delete(self, status: dict[str, Any]) -> None:
        with self.lock:
            self.gone.add(status["id"])
            self.statuses.remove(status)
            self.notes = [note for note in self.notes if note.get("status") is not status]
            self.tell("user", "delete", status["id"])

    def tell(self, channel: str, event: str, said: Any) -> None:
        for stream in self.streams:
            if stream.channel == channel:
                stream.queue.put((event, said if isinstance(said, str) else json.dumps(said)))

    def cut(self, last: bytes | None = None) -> None:
        """End every stream, in order or with some bytes and a broken line."""
        with self.lock:
            for stream in self.streams:
                stream.queue.put(last)
            self.streams = []

    # What is asked

    def seen(self) -> list[dict[str, Any]]:
        return self.statuses[::-1]

    def answer(self, method: str, path: str, asked: dict[str, str], token: str, key: str) -> Answer:
        if path in self.refuse:
            return self.refuse[path]
        if token and token not in self.tokens:
            return Answer({"error": "The access token was revoked"}, 401)
        for pattern, verb, needs, reply in ROUTES:
            if verb == method and (found := re.fullmatch(pattern, path)):
                if needs and not token:
                    return Answer({"error": "This method requires an authenticated user"}, 401)
                return reply(self, *map(unquote, found.groups()), asked=asked, same=key)
        return Answer(b"<!DOCTYPE html><html></html>") if self.pages else MISSING

    def listed(self, items: list[dict[str, Any]], path: str, asked: dict[str, str]) -> Answer:
        """A page, newest first, with the `Link` header that turns it."""
        if set(asked) - _LISTS:
            return Answer({"error": f"unknown: {asked}"}, 422)
        limit = min(int(asked.get("limit", 20)), self.page)
        ids = [item["id"] for item in items]
        start = ids.index(asked["max_id"]) + 1 if asked.get("max_id") in ids else 0
        part = items[start : start + limit]
        links = []
        if len(part) == limit and start + limit < len(items):
            links.append(f'<https://inside.example{path}?limit={limit}&max_id={part[-1]["id"]}>; rel="next"')
        if part:
            links.append(f'<https://inside.example{path}?limit={limit}&min_id={part[0]["id"]}>; rel="prev"')
        return Answer(part, headers={"link": ", ".join(links)} if links else {})

    def one(self, key: str) -> dict[str, Any] | None:
        return next((status for status in self.statuses if status["id"] == key), None)

    def thread(self, status: dict[str, Any]) -> tuple[list[Any], list[Any]]:
        above, below, one = [], [], status
        while one["in_reply_to_id"] and (parent := self.one(one["in_reply_to_id"])):
            above.insert(0, parent)
            one = parent
        family = {status["id"]}
        for other in self.statuses:
            if other["in_reply_to_id"] in family:
                family.add(other["id"])
                below.append(other)
        return above, below


class _Handler(BaseHTTPRequestHandler):
    server: Fediverse
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply("GET", dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        in_json = self.headers.get("content-type", "").startswith("application/json")
        self._reply("POST", json.loads(body) if in_json else dict(parse_qsl(body)))

    def _reply(self, method: str, asked: dict[str, str]) -> None:
        server, path = self.server, urlsplit(self.path).path.rstrip("/")
        server.asked.append(f"{method} {self.path}")
        token = self.headers.get("authorization", "").removeprefix("Bearer ")
        if path.startswith("/api/v1/streaming/") and server.has_streams:
            self._stream(path.removeprefix("/api/v1/streaming/"), asked.get("tag", ""), token)
            return
        with server.lock:
            if server.trouble:
                answer = server.trouble.pop(0)
            else:
                answer = server.answer(method, path, asked, token, self.headers.get("idempotency-key", ""))
        if path in server.lose:
            server.lose.remove(path)
            self.close_connection = True
            return
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        headers = {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "299",
                   "x-ratelimit-reset": "2026-11-22T09:05:00.000000Z", "content-length": str(len(body))}  # fmt: skip
        for name, value in (headers | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, name: str, tag: str, token: str) -> None:
        server = self.server
        plan = server.plan.pop(0) if server.plan else ""
        if token not in server.tokens or plan in ("401", "429", "503"):
            self._refuse(int(plan) if plan else 401)
            return
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        stream = Stream(f"{name} {tag.lower()}".strip())
        with server.lock:
            server.streams.append(stream)
        try:
            self._chunk(b":)\n")
            for piece in self._pieces(stream, silent=plan == "silent"):
                self._chunk(piece)
            if stream.broken:
                self.connection.shutdown(SHUT_RDWR)
                return
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            return
        finally:
            with server.lock:
                server.streams = [one for one in server.streams if one is not stream]

    def _pieces(self, stream: Stream, *, silent: bool) -> Iterator[bytes]:
        while True:
            try:
                item = stream.queue.get(timeout=self.server.heartbeat)
            except Empty:
                if not silent:
                    yield b":thump\n"
                continue
            if item is None:
                return
            if isinstance(item, bytes):
                stream.broken = True
                yield item
                return
            yield f"event: {item[0]}\ndata: {item[1]}\n\n".encode()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _refuse(self, status: int) -> None:
        body = b"<html>Just a moment</html>" if status == 503 else b'{"error": "Throttled"}'
        self.send_response(status)
        soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
        for name, value in {"content-length": str(len(body)), "x-ratelimit-reset": soon}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(datetime.now(UTC) + self.server.ahead, usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

"""A real web server on this machine whose pages a test writes, and which remembers what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Shown:
    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False  # in the middle of the body


Answering = Shown | Callable[[Asked], Shown]


class Site(ThreadingHTTPServer):
    """`pages` maps a path, with its query where that matters, to what is shown there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Answering] = {}
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def show(self, path: str, body: str | bytes = "", status: int = 200, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Shown(body, status, {"content-type": "text/html; charset=utf-8"} | named)
        return self.url + path


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(length))
        self.server.asked.append(asked)
        pages = self.server.pages
        page = pages.get(self.path) or pages.get(urlsplit(self.path).path) or Shown("Nothing here.", 404)
        shown = page(asked) if callable(page) else page
        body = shown.body.encode() if isinstance(shown.body, str) else shown.body
        etag = shown.headers.get("etag")
        unchanged = etag is not None and etag == headers.get("if-none-match")
        body = b"" if unchanged else body
        self.send_response(304 if unchanged else shown.status)
        for name, value in shown.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if shown.cut else body)
        self.close_connection = self.close_connection or shown.cut

    do_GET = do_POST = do_HEAD = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

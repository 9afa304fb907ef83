"""Where the door goes, where it does not, and what comes back."""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from twoears.lib.addresses import is_public
from twoears.lib.http import (
    LONGEST_WAIT,
    USER_AGENT,
    Broken,
    NoAnswer,
    NoStream,
    Refused,
    TooLarge,
    TryLater,
    Unreachable,
    exchange,
    fetch,
    lines,
    refuse_private,
    seconds_to_wait,
)

Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Answers each connection with the given bytes, or with what a function makes of the request."""
    doors: list[socket.socket] = []

    def start(answer: bytes | Callable[[bytes], bytes], drip: float = 0) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)
        threading.Thread(target=_talk, args=(door, answer, drip), daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}/"

    yield start
    for door in doors:
        door.close()


def _talk(door: socket.socket, answer: bytes | Callable[[bytes], bytes], drip: float) -> None:
    while True:
        try:
            line, _ = door.accept()
        except OSError:
            return
        with line:
            asked = line.recv(65536)
            said = answer if isinstance(answer, bytes) else answer(asked)
            try:
                for piece in [said] if not drip else [said[i : i + 1] for i in range(len(said))]:
                    line.sendall(piece)
                    time.sleep(drip)
            except OSError:
                continue


def _http(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    told = "".join(f"{header}\r\n" for header in headers)
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\ncontent-length: {size}\r\nconnection: close\r\n{told}\r\n".encode() + body


def test_an_answer_comes_back_with_its_status_headers_and_body(serve):
    answer = fetch(serve(_http(b"hello", "ETag: abc")), allow="127.0.0.1")
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"hello", "abc")


def test_we_say_who_asks(serve):
    url = serve(lambda asked: _http(asked))
    assert f"user-agent: {USER_AGENT}".lower().encode() in fetch(url, allow="127.0.0.1").body.lower()


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://localhost/", "http://[::1]/",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://224.0.0.1/",
    "http://100.64.0.1/", "http://[64:ff9b::7f00:1]/", "http://user:pass@127.0.0.1/",
])  # fmt: skip
def test_private_addresses_are_refused_however_they_are_written(url):
    with pytest.raises(Refused, match="private network"):
        fetch(url)
    with pytest.raises(Refused, match=r"private network.*TWOEARS_ALLOW_PRIVATE_HOSTS=1"):
        refuse_private(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "", "//a.example", "http://",
                                 "http://[oops", "javascript:1"])  # fmt: skip
def test_what_is_not_the_web_is_refused(url):
    with pytest.raises(Refused):
        fetch(url)
    with pytest.raises(Refused):
        refuse_private(url)


def test_an_address_that_is_only_kept_passes_where_a_call_might_go(monkeypatch):
    refuse_private("https://93.184.216.34/hook")
    refuse_private("https://nobody-has-it.invalid/hook")  # it may get a server; the call looks again
    refuse_private("http://127.0.0.1:8123/hook", allow="127.0.0.1")
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    refuse_private("http://127.0.0.1:8123/hook")


def test_a_member_names_one_private_host_and_no_other(serve):
    url = serve(_http(b"mine"))
    assert fetch(url, allow="127.0.0.1").body == b"mine"
    with pytest.raises(Refused):
        fetch(url, allow="norrvik.example")
    with pytest.raises(Refused):  # the open connection of the first call does not serve this one
        fetch(url)


def test_all_private_hosts_are_open_where_the_house_says_so(serve, monkeypatch):
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    assert fetch(serve(_http(b"mine"))).body == b"mine"


def test_a_redirect_to_a_private_host_is_refused(serve):
    inner = serve(_http(b"secret"))
    outer = serve(_http(b"", f"Location: {inner.replace('127.0.0.1', 'localhost')}", status="302 Found"))
    with pytest.raises(Refused, match="localhost is on a private network"):
        fetch(outer, allow="127.0.0.1")


def test_a_redirect_to_a_file_is_refused(serve):
    with pytest.raises(Refused):
        fetch(serve(_http(b"", "Location: file:///etc/passwd", status="302 Found")), allow="127.0.0.1")


def test_redirects_without_end_are_refused(serve):
    with pytest.raises(Refused, match="more than"):
        fetch(serve(_http(b"", "Location: /again", status="301 Moved")), allow="127.0.0.1")


def test_a_name_is_looked_up_once_and_the_very_address_that_was_looked_at_is_called(serve, monkeypatch):
    """A name server that gives another address the second time is never asked a second time."""
    url = serve(_http(b"here"))
    real, looked = socket.getaddrinfo, []

    def resolve(name: str, *rest: object, **named: object) -> object:
        if name == "rebinding.example":
            looked.append(name)
            name = "127.0.0.1" if len(looked) == 1 else "10.0.0.1"
        return real(name, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fetch(url.replace("127.0.0.1", "rebinding.example"), allow="rebinding.example").body == b"here"
    assert looked == ["rebinding.example"]
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        fetch("http://rebinding.example/")


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        fetch("http://both.example/")


def test_a_bomb_stops_before_it_is_unpacked(serve):
    bomb = gzip.compress(b"\0" * 200_000_000)
    with pytest.raises(TooLarge):
        fetch(serve(_http(bomb, "Content-Encoding: gzip")), limit=1_000_000, allow="127.0.0.1")


def test_a_bomb_in_a_bomb_stops_too(serve):
    bomb = gzip.compress(gzip.compress(b"\0" * 100_000_000))
    with pytest.raises(TooLarge):
        fetch(serve(_http(bomb, "Content-Encoding: gzip, gzip")), limit=1_000_000, allow="127.0.0.1")


@pytest.mark.parametrize(
    "header", ["Content-Encoding: br", "Content-Encoding: gzip, gzip, gzip", "Content-Encoding: gzip"]
)
def test_what_is_packed_in_another_way_than_asked_or_promised_is_broken(serve, header):
    with pytest.raises(Broken):
        fetch(serve(_http(b"not packed at all", header)), allow="127.0.0.1")


def test_an_answer_above_the_limit_is_too_large(serve):
    with pytest.raises(TooLarge):
        fetch(serve(_http(b"x" * 5000)), limit=4999, allow="127.0.0.1")
    assert len(fetch(serve(_http(b"x" * 5000)), limit=5000, allow="127.0.0.1").body) == 5000


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200", b"SSH-2.0-OpenSSH\r\n", _http(b"half", length=100),
                                    b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"])  # fmt: skip
def test_an_answer_that_is_cut_or_no_http_is_broken(serve, answer):
    with pytest.raises(Broken):
        fetch(serve(answer), allow="127.0.0.1")


def test_a_server_that_drips_gets_no_more_time_than_any_other(serve):
    url = serve(_http(b"x" * 1000, "X-Long: " + "y" * 1000), drip=0.05)
    start = time.monotonic()
    with pytest.raises(Unreachable, match="in time"):
        exchange("GET", url, seconds=0.4, allow="127.0.0.1")
    assert time.monotonic() - start < 3


def test_a_server_that_is_not_there_is_unreachable(serve):
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}/"
    with pytest.raises(Unreachable):
        fetch(url, allow="127.0.0.1")
    for nowhere in ("http://nobody.invalid/", "http://a b/", "http://a.example:99999/"):
        with pytest.raises(Unreachable):
            fetch(nowhere)


def test_a_server_that_cannot_prove_its_name_is_not_believed(tmp_path):
    """A certificate that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    own = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "own.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(own.public_bytes(Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_shake, args=(door, context), daemon=True)
        thread.start()
        with pytest.raises(Unreachable, match="certificate"):
            fetch(f"https://localhost:{door.getsockname()[1]}/", allow="localhost")
        thread.join()


def _shake(door: socket.socket, context: ssl.SSLContext) -> None:
    line, _ = door.accept()
    with line, contextlib.suppress(OSError):
        context.wrap_socket(line, server_side=True).close()


@pytest.mark.parametrize(("status", "header", "seconds"), [
    ("429 Too Many Requests", "Retry-After: 17", 17), ("503 Unavailable", "Retry-After: 60", 60),
    ("429 Too Many Requests", "X-Nothing: 1", 300),
])  # fmt: skip
def test_a_server_that_wants_us_to_wait_is_obeyed(serve, status, header, seconds):
    with pytest.raises(TryLater) as told:
        fetch(serve(_http(b"", header, status=status)), allow="127.0.0.1")
    assert told.value.seconds == seconds


NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("headers", "seconds"), [
    ({"retry-after": "Sun, 01 Mar 2026 09:02:00 GMT"}, 120),
    ({"ratelimit-reset": str(int(NOW.timestamp()) + 45)}, 45),
    ({"ratelimit-reset": "45"}, 45),
    ({"x-ratelimit-reset": "2026-03-01T09:05:00.123Z"}, 300),
    ({"retry-after": "-5"}, 300), ({"retry-after": "soon"}, 300), ({"retry-after": "0"}, 1),
    ({"retry-after": "9999999"}, LONGEST_WAIT), ({"retry-after": "soon", "ratelimit-reset": "9"}, 9), ({}, 300),
])  # fmt: skip
def test_the_time_to_wait_is_read_in_each_way_it_is_written(headers, seconds):
    assert seconds_to_wait(headers, NOW) == seconds


@given(st.dictionaries(st.sampled_from(["retry-after", "ratelimit-reset", "x-ratelimit-reset"]), st.text(max_size=30)))
def test_whatever_a_header_says_we_wait_between_a_second_and_a_day(headers):
    assert 1 <= seconds_to_wait(headers, NOW) <= LONGEST_WAIT


@given(st.ip_addresses(v=4))
def test_an_address_in_sixteen_bytes_is_judged_as_the_one_in_four(ip):
    assert is_public(f"::ffff:{ip}") == is_public(str(ip)) == is_public(f"64:ff9b::{ip}")


@given(st.binary(max_size=300))
def test_whatever_a_server_sends_is_an_answer_or_a_named_failure(rest):
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_once, args=(door, b"HTTP/1.1 200 OK\r\n" + rest), daemon=True)
        thread.start()
        try:
            answer = exchange("GET", f"http://127.0.0.1:{door.getsockname()[1]}/", seconds=2, allow="127.0.0.1")
            assert answer.status == 200
        except NoAnswer as error:
            assert str(error)
        thread.join()


def _once(door: socket.socket, said: bytes) -> None:
    line, _ = door.accept()
    with line:
        line.recv(65536)
        line.sendall(said)


def test_a_stream_that_one_thread_opened_another_may_end(serve: Serve) -> None:
    address = serve(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\na\nb\nc\n\r\n")
    read = lines(address, allow="127.0.0.1")
    assert next(read) == "a"
    ended: list[Exception | None] = []
    thread = threading.Thread(target=lambda: ended.append(read.close()))  # type: ignore[attr-defined]
    thread.start()
    thread.join()
    assert ended == [None]


def test_where_a_stream_should_begin_and_does_not_the_status_is_told(serve: Serve) -> None:
    with pytest.raises(NoStream) as told:
        list(lines(serve(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"), allow="127.0.0.1"))
    assert told.value.status == 404

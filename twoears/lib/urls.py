"""Web addresses: whether it is one, whose it is, and what a link on a page means."""

from urllib.parse import urljoin, urlsplit, urlunsplit


def is_web(text: str) -> bool:
    """Whether `text` is an http(s) address with a host.

    >>> is_web("https://norrvik.example/blog"), is_web("norrvik.example"), is_web("javascript:alert(1)")
    (True, False, False)
    """
    return text[:8].lower().startswith(("http://", "https://")) and bool(host(text))


def host(url: str) -> str:
    """The host in lower case, empty where there is none or the address is broken.

    >>> host("https://Norrvik.example:8080/a"), host("http://[oops")
    ('norrvik.example', '')
    """
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def site(url: str) -> str:
    """The address of the site that `url` is on, empty where there is none.

    >>> site("https://norrvik.example/blog/1?x=1")
    'https://norrvik.example/'
    """
    if not host(url):
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def joined(page: str, link: str) -> str:
    """What `link` means on `page`, without its fragment; empty where it is no web address.

    >>> joined("https://norrvik.example/blog/", "../feed.xml#top"), joined("https://norrvik.example/", "mailto:ann@x")
    ('https://norrvik.example/feed.xml', '')
    """
    try:
        parts = urlsplit(urljoin(page, link.strip()))
    except ValueError:
        return ""
    whole = urlunsplit(parts._replace(fragment=""))
    return whole if is_web(whole) else ""


def moved_to(url: str, base: str) -> str:
    """`url` asked of another server: the scheme and host of `base`, the path and query of `url`.

    >>> moved_to("https://norrvik.example/feed?page=2", "http://127.0.0.1:8000/")
    'http://127.0.0.1:8000/feed?page=2'
    """
    if not base:
        return url
    there, here = urlsplit(base), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, there.path.rstrip("/") + here.path, here.query, ""))

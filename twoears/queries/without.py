"""What a member who looks at a hit may want to leave out, as exclusions that can be read."""

from twoears.lib.urls import host


def of_author(handle: str, name: str = "") -> str:
    """Everything this account says; empty where nobody knows what it is called.

    >>> of_author("ann@town.example"), of_author("", 'Ann "A" Lee'), of_author("")
    ('from:"ann@town.example"', 'author:"Ann A Lee"', '')
    """
    if handle.strip("@ "):
        return f'from:"{_bare(handle.lstrip("@"))}"'
    return f'author:"{_bare(name)}"' if _bare(name).strip() else ""


def of_site(url: str) -> str:
    """Everything on the site of an address; empty where it has none.

    >>> of_site("https://www.acme.example/1"), of_site("")
    ('site:acme.example', '')
    """
    name = host(url).removeprefix("www.")
    return f"site:{name}" if name else ""


def _bare(words: str) -> str:
    return " ".join(words.replace('"', " ").split())

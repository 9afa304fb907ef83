"""Tell a page that ours links to it. Telling it twice is telling it of a change: a try more does no harm."""

from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from twoears.lib.http import Answer, Broken, exchange, fetch
from twoears.lib.ids import short_id
from twoears.lib.urls import is_web, joined
from twoears.lib.weblinks import web_links
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent

_LIMIT = 2 * 1024 * 1024  # bytes of a page in which we look for where it listens
_LONGEST_REPLY = 64 * 1024
_NAMES = ("webmention", "http://webmention.org/", "http://webmention.org")


def endpoint(answer: Answer) -> str:
    """Where a page takes webmentions: its `Link` header says it, else its first link or anchor that does; else empty.

    >>> endpoint(Answer(200, {"content-type": "text/html"}, b'<a rel="webmention" href="">', "https://a.example/1?x=2"))
    'https://a.example/1?x=2'
    """
    for rel, address in web_links(answer.headers.get("link", ""), answer.url):
        if rel in _NAMES:
            return address
    if "html" not in answer.headers.get("content-type", "html"):
        return ""
    tree = LexborHTMLParser(answer.body)
    for hidden in tree.css("template, noscript"):
        hidden.decompose()
    based = tree.css_first("base[href]")
    base = joined(answer.url, based.attributes.get("href") or "") if based is not None else ""
    for node in tree.css("link[rel][href], a[rel][href]"):
        if any(word in _NAMES for word in (node.attributes.get("rel") or "").lower().split()):
            return joined(base or answer.url, node.attributes.get("href") or "")
    return ""


def send(source: str, target: str) -> Sent:
    """Tell `target` that our page `source` links to it. Raises NotSent, and NoAnswer where nobody can tell.

    One GET of the target shows both its header and its links; a HEAD before it would only be one question more.
    """
    for address in (source, target):
        if not is_web(address):
            raise NotSent(f"{address or 'Nothing'} is not the address of a page. Give one that starts with https://.")
    page = fetch(target, accept="text/html, */*;q=0.5", limit=_LIMIT)
    if page.status >= 400:
        raise NotSent(f"{target} answers with status {page.status}. Check the address.")
    where = endpoint(page)
    if not where:
        raise NotSent(f"{target} does not say where it takes webmentions. Tell its author in another way.")
    body = urlencode({"source": source, "target": target}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = exchange("POST", where, headers=headers, body=body, limit=_LONGEST_REPLY)
    if answer.status >= 500:
        raise Broken(f"{where} answers with status {answer.status}. We tell it again later.")
    if answer.status >= 300:
        said = " ".join(answer.body[:200].decode("utf8", "replace").split())
        raise NotSent(f"{where} does not take it (status {answer.status}{': ' + said if said else ''}).")
    kept = joined(where, answer.headers.get("location", "")) if answer.headers.get("location") else ""
    return Sent(id=f"{source}#{short_id('tells', target)}", url=kept)


def _deliver(letter: Letter, access: Access) -> Sent:
    return send(letter.target_url, letter.text)


# A mention is about our own page, and its words are the address of the page that is to hear of it: most pages that we
# link to are nobody's post in the record, and one page of ours may link to many.
OUTGOING = Outgoing(acts=("mention",), send=_deliver, again=True, free=True)

"""From Markdown to the HTML that a post becomes, without what only the generator of the site understands."""

import re
from functools import cache
from typing import Any, Final

LONGEST: Final = 150_000  # letters of a post that are read; what comes after is left out
# What is opened again within it was not meant: so each letter is looked at once, whatever the text.
_TAG = re.compile(
    r"\{\{(?:[^{}]|\}(?!\})|\{(?![{%])){0,4000}+\}\}|\{%(?:[^%{]|%(?!\})|\{(?![{%])){0,4000}+%\}"
    r"|\{:(?:[:.#]|toc|[ \t]+[.#\w])[^{}\n]{0,500}+\}"
)
# It stands where a tag was, so that a line does not become empty and with it end a paragraph or a piece of HTML.
_CUT: Final = "\ue000"
_QUOTED = re.compile(r"""["']((?:/(?!/)|https?://)[^"'\s]{0,2000})["']""")
_WORD = re.compile(r"\{%-?\s*(\w+)")
_NOTE = re.compile(r"\[\^\d{1,3}\]:?")
_HIDDEN: Final = {"comment": "endcomment"}
_HEADING = re.compile(r"\s*<h1>(.*?)</h1>", re.DOTALL)
_ROOTED = re.compile(r'href="/(?!/)')


def markup(text: str) -> str:
    """The HTML that the post becomes.

    >>> markup("Read [this]({{ '/a' | url }}), *please*.{% raw %}").strip()
    '<p>Read <a href="/a">this</a>, <em>please</em>.</p>'
    """
    made: str = _markdown().render(_NOTE.sub("", without_tags(text[:LONGEST], _CUT)))
    return made.replace(_CUT, "")


def without_tags(text: str, instead: str = "") -> str:
    """The text without `{% … %}`, `{{ … }}` and `{: … }`; of one that stands for a link's address, that is kept.

    >>> without_tags("a {% comment %}b{% endcomment %}c{{ d }} [e]({% page '/f/' %}){: .g}")
    'a c [e](/f/)'
    """
    kept: list[str] = []
    at, until = 0, ""
    for tag in _TAG.finditer(text):
        word = found[1] if (found := _WORD.match(tag.group())) else ""
        if not until:
            kept.append(text[at : tag.start()])
            kept.append(_address(tag.group()) if text.endswith(("](", "]: "), 0, tag.start()) else instead)
            until = _HIDDEN.get(word, "")
        elif word == until:
            until = ""
        at = tag.end()
    return "".join(kept) + ("" if until else text[at:])


def titled(made: str) -> tuple[str, str]:
    """The heading with which a post begins, and what follows it; all of it where it begins otherwise.

    >>> titled("<h1>A</h1><p>b</p>")
    ('A', '<p>b</p>')
    """
    found = _HEADING.match(made)
    return (found[1], made[found.end() :]) if found else ("", made)


def rooted(made: str, home: str) -> str:
    """Links that begin at the root of the site, with the site's address before them."""
    return _ROOTED.sub(lambda _: f'href="{home}', made) if home else made


def _address(tag: str) -> str:
    found = _QUOTED.search(tag)
    return found[1] if found else ""


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # here, because most runs read no post

    made = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.add_render_rule("softbreak", lambda *told: " ")  # where a line was wrapped in the file nobody breaks it
    return made

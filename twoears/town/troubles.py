"""Which of the lines that people say report that something the company stands for went wrong.

What a post *is* stands in its kind, one for each. A question may report a fault too, and thanks may come with a
reproach: by the codebook of the readers such posts complain. So it is marked line by line, beside the kind.
"""

from typing import Final

LANGUAGE: Final = "en"
"""Lines that ask or thank were looked through in this language only; in others these report no trouble."""
_ALL: Final = ("trouble", "below.complain", "grumble")  # rules of which every line does, in every language
LINES: Final[dict[str, tuple[int, ...]]] = {
    "ask.battery": (0, 3, 6),
    "ask.gateway": (0, 6),
    "ask.alarm": (1,),
    "ask.software": (0,),
    "ask.delivery": (2,),
    "ask.repair": (2, 3, 5),
    "tried": (0, 3, 5, 8, 10),
    "thanks.late": (0, 1, 2, 3),
    "selfclosed": (3,),
}


def reports(language: str, rule: str, line: int) -> bool:
    """Whether the line of that number below `rule` reports a trouble with the company.

    >>> reports("de", "trouble.battery", 1), reports("en", "ask.gateway", 0), reports("en", "ask.gateway", 1)
    (True, True, False)
    """
    if any(rule == one or rule.startswith(f"{one}.") for one in _ALL):
        return True
    return language == LANGUAGE and line in LINES.get(rule, ())

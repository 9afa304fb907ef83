"""How two accounts can compare: for each comparison its outcomes, the first of which is that nothing can be said."""

from typing import Final

NAME, HANDLE, MAIL, WORK, LINK, BIO, PLACE, HOURS = range(8)
COMPARISONS: Final = ("name", "handle", "mail", "work", "link", "bio", "place", "hours")

UNNAMED, SAME, NICK, INITIAL, NEAR, SPELLED, HALF, PART, GIVEN, FAMILY, OTHER = range(11)
NO_HANDLE, EQUAL, EQUAL_TOO, REST, FROM_NAME, ALIKE, MORE, REST_DIFFERS, HANDLE_DIFFERS = range(9)
NO_MAIL, SAME_MAIL, MAIL_DIFFERS = range(3)
NO_WORK, SAME_DOMAIN, SAME_HOUSE, WORK_DIFFERS = range(4)
NO_LINK, EACH_LINKS, ONE_LINKS, SHARED_LINK = range(4)
NO_BIO, MUCH_BIO, SOME_BIO, NO_SHARED_BIO = range(4)
NO_PLACE, SAME_PLACE, PLACE_DIFFERS = range(3)
NO_HOURS, SAME_DAY, DAY_DIFFERS = range(3)

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "none", "same", "nickname", "initial", "near", "in the handle", "half in the handle", "one word",
        "given name only", "family name only", "other",
    ),
    "handle": (
        "none", "same", "same, from the name", "same rest", "both from the name", "alike", "one has more",
        "rests differ", "other",
    ),
    "mail": ("none", "same", "other"),
    "work": ("none", "same domain", "same organisation", "other"),
    "link": ("none", "each", "one", "shared"),
    "bio": ("none", "much", "some", "nothing"),
    "place": ("none", "same", "other"),
    "hours": ("none", "same", "other"),
}  # fmt: skip
WIDEST: Final = max(map(len, LEVELS.values()))

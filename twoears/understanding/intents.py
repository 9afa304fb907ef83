"""What a post is and what it wants: the labels of the readers of intents, and what each means.

The definitions are those of the codebook by which our own posts were coded; `docs/reference/codebook.md` shows them.
"""

from typing import Final

KINDS: Final = {
    "news": "Tells of what happens in the world and is not the author's own offer.",
    "spam": "Would be sent to anybody, and lives on clicks or tricks.",
    "self-promotion": "Advertises the author's own products, offers, events, openings, articles or achievements.",
    "babble": "Says something of the author's day, asks nobody anything and is of no use to others.",
    "conversation": "Speaks to somebody or invites an answer.",
    "pass-along": "Is worth handing on: a tip, a warning, a quotation, a link to what another made.",
}
FUNCTIONS: Final = {
    "share": "Hands on something of another.",
    "broadcast": "Tells all about oneself, one's own or the world, and addresses nobody.",
    "converse": "Is addressed to somebody, or asks for an answer.",
}
# reader -> its label, and what that means
WANTS: Final = {
    "praise": ("praise", "The author says that a product, a service, a company or somebody's work is good."),
    "recommendation": ("recommendation sought", "The author asks others what to choose or to use."),
    "buying": ("buying intent", "The author means to buy, book, hire or switch soon, or asks what buyers ask."),
    "referral": ("referral", "Somebody was sent by somebody, or sends somebody."),
    "offer": ("offer of help", "The author offers help to somebody."),
    "announcement": ("announcement", "The author tells of something new of their own."),
    "need": ("need", "The author tells of a need, a wish, a lack or an obstacle of their own."),
}
INTENTS: Final = {
    "kind": tuple(KINDS), "function": tuple(FUNCTIONS), **{name: (label, "none") for name, (label, _) in WANTS.items()},
}  # fmt: skip

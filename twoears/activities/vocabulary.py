"""The words of the record: ActivityStreams 2.0 types, and the few of our own where it has none.

https://www.w3.org/TR/activitystreams-vocabulary/
"""

from typing import Final

AS2_ACTIVITIES: Final = frozenset({
    "Accept", "Add", "Announce", "Arrive", "Block", "Create", "Delete", "Dislike", "Flag", "Follow", "Ignore", "Invite",
    "Join", "Leave", "Like", "Listen", "Move", "Offer", "Question", "Read", "Reject", "Remove", "TentativeAccept",
    "TentativeReject", "Travel", "Undo", "Update", "View",
})  # fmt: skip
OUR_ACTIVITIES: Final = frozenset({"refer", "visit", "submit", "order"})
# What members decide. They are facts too, so that measures read one stream.
DECISIONS: Final = frozenset({"answered", "assign", "annotate", "defer", "done", "draft", "merge", "reopen", "split"})
ACTIVITIES: Final = AS2_ACTIVITIES | OUR_ACTIVITIES | DECISIONS

ACTORS: Final = frozenset({"Application", "Group", "Organization", "Person", "Service"})
POSTS: Final = frozenset({"Article", "Audio", "Document", "Event", "Image", "Note", "Page", "Question", "Video"})

PUBLIC: Final = "https://www.w3.org/ns/activitystreams#Public"
CONTEXT: Final = "https://www.w3.org/ns/activitystreams"
NAMESPACE: Final = "https://twoears.org/ns#"

"""Which file of an export holds what: told by its name without number, in the old layout and in the new."""

import re
from typing import Any, Final

# The name of a file, without folder and number, -> what its records are. Names are those of exports since 2018.
NAMES: Final[dict[str, str]] = {
    # Facebook; pages have `page_posts` and, in the new experience of pages, `profile_posts`.
    "your_posts": "facebook.post",
    "your_posts__check_ins__photos_and_videos": "facebook.post",
    "posts_on_other_pages_and_profiles": "facebook.post",
    "group_posts_and_comments": "facebook.post",
    "your_posts_in_groups": "facebook.post",
    "page_posts": "facebook.post",
    "profile_posts": "facebook.post",
    "comments": "facebook.comment",
    "your_comments_in_groups": "facebook.comment",
    "page_comments": "facebook.comment",
    "posts_and_comments": "facebook.reaction",
    "likes_and_reactions": "facebook.reaction",
    "friends": "facebook.friend",
    "your_friends": "facebook.friend",
    "pages_you've_liked": "facebook.page",
    "pages_you_ve_liked": "facebook.page",
    "pages_you_follow": "facebook.page",
    "who_you_follow": "facebook.page",
    "who_you've_followed": "facebook.page",
    # Instagram
    "posts": "instagram.post",
    "reels": "instagram.post",
    "igtv_videos": "instagram.post",
    "post_comments": "instagram.comment",
    "reels_comments": "instagram.comment",
    "liked_posts": "instagram.like",
    "liked_comments": "instagram.like",
    "followers": "instagram.follower",
    "following": "instagram.following",
    # Both
    "message": "message",
    "profile_information": "facebook.owner",
    "personal_information": "instagram.owner",
}
# Files of other places bear the same plain names: only these folders (or what is within) make them ours.
_PLAIN: Final = frozenset({"posts", "reels", "comments", "followers", "following", "message", "friends"})
_OURS: Final = re.compile(
    r"your_(?:facebook|instagram)_activity/|followers_and_following/|this_profile's_activity|facebook_activity|"
    r"messages/(?:inbox|archived_threads|message_requests|filtered_threads|e2ee_cutover)/|"
    r"(?:^|/)(?:comments(?:_and_reactions)?|friends(?:_and_followers)?|posts|reels|content|media)/",
)
_NUMBERED = re.compile(r"(?:_\d+)?(?:\.\d+)?\.json\Z", re.IGNORECASE)
# Where the records stand in a document that is no list: under whichever of its keys has a list.
_MOST_KEYS = 50


def kind_of(path: str) -> str:
    """What the records of a file are, empty for files that say nothing to others.

    >>> kind_of("facebook-ann/posts/your_posts_1.json"), kind_of("your_instagram_activity/media/posts_1.json")
    ('facebook.post', 'instagram.post')
    >>> kind_of("your_facebook_activity/comments_and_reactions/likes_and_reactions_1.json")
    'facebook.reaction'
    >>> kind_of("ads_information/advertisers.json"), kind_of("posts.json")
    ('', '')
    """
    if not path.lower().endswith(".json"):
        return ""
    stem = _NUMBERED.sub("", path.rsplit("/", 1)[-1]).replace("’", "'").lower()
    if stem in _PLAIN and not _OURS.search(path) and not path.rsplit("/", 1)[-1].lower().startswith("followers_"):
        return ""
    return NAMES.get(stem, "")


def records(document: Any, kind: str) -> list[Any]:
    """The records of a file: itself where it is a list, else its first list; a conversation is one record.

    >>> records({"comments_v2": [1, 2]}, "facebook.comment"), records([1], "facebook.post")
    ([1, 2], [1])
    """
    if isinstance(document, list):
        return document
    if kind in ("message", "facebook.owner") or not isinstance(document, dict):
        return [document]
    lists = (value for value in list(document.values())[:_MOST_KEYS] if isinstance(value, list))
    return next(lists, [document])

"""A small market for the tests of the pages: Halden makes flow meters; eight people talk with them or about them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from twoears.activities.values import Activity, Actor, Post, created

US = "halden@social.example"
_ACCOUNTS = {
    "halden": ("Halden Instruments", "social.example", "We measure what flows."),
    "leila": ("Leila Haddad", "process.example", "Process engineer at Norrvik Pharma"),
    "tomas": ("Tomás Vidal", "social.example", "Maintenance lead, Brezal Foods"),
    "priya": ("Priya Raman", "press.example", "Editor, Process Journal"),
    "sam": ("Sam Otieno", "lund.example", "Student, Lund"),
    "marek": ("Marek Dvořák", "social.example", "Owner, Dvořák Water"),
    "aiko": ("Aiko Tanabe", "kitano.example", "Lab manager, Kitano University"),
    "yusuf": ("يوسف منصور", "process.example", "مهندس عمليات"),
    "nadia": ("Nadia Brandt", "social.example", "Quality, Alm Dairy"),
}
# hours before now, id, who, the id that it answers, the words
_SAID = (
    (2200, "a1", "aiko", "", "@halden Is there a bracket for DN25 pipe?"),
    (2190, "a2", "halden", "a1", "There is, and it comes with the sensor. Which side of the door is your pipe on?"),
    (2180, "a3", "aiko", "a2", "The warm side. Thank you, that helps a lot!"),
    (1500, "m1", "marek", "", "@halden Has anyone compared the FX-3 with a magnetic meter?"),
    (1490, "m2", "halden", "m1", "We did, last spring. Do you measure water or milk?"),
    (1400, "b1", "halden", "", "Our new FX-4 is here. Buy before Friday and save 20 percent: "
     "https://halden.example/fx4"),
    (1250, "t1", "tomas", "", "@halden The display froze after the update. Can you help me?"),
    (1245, "t2", "halden", "t1", "Hold both keys for five seconds. Does it start again then?"),
    (1240, "t3", "tomas", "t2", "It does. Thanks for the quick answer!"),
    (900, "n1", "nadia", "", "@halden What is the price of the heated housing?"),
    (880, "n2", "halden", "n1", "It depends on the length. How cold does your room get in January?"),
    (700, "b2", "halden", "", "Flow measurement for everyone. Order now: https://halden.example/shop"),
    (420, "a4", "aiko", "", "We have run ours from @halden for four winters. I would buy it again, thank you!"),
    (120, "l1", "leila", "", "@halden We lose our inline flow reading when the cold room drops under 5 °C. Is "
     "that normal for thermal sensors?"),
    (101, "l2", "halden", "l1", "It is common when the sensor body sits in the cold air. How far is your probe "
     "from the door?"),
    (98, "l3", "leila", "l2", "About two metres, and the cable is bare. We lose it mostly at night when the "
     "compressor cycles."),
    (76, "l4", "halden", "l3", "Then insulate the first metre before you buy anything. This is how a dairy in "
     "the same spot did it."),
    (26, "l5", "leila", "l4", "That fixed most of it. Two things: does the FX-3 hold calibration below 4 °C, "
     "or would we need the heated housing?"),
    (22, "t4", "tomas", "", "@halden The display froze again after the update. Third time this month. What can we do?"),
    (9, "p1", "priya", "", "@halden I am writing about drift in inline sensors. Who on your side could talk "
     "on Thursday?"),
    (6, "y1", "yusuf", "", "@halden هل يعمل هذا المستشعر تحت أربع درجات؟ وكم سعره؟"),
    (3, "s1", "sam", "", "@halden Are you taking interns for the flow lab in spring?"),
)  # fmt: skip
_DID = (
    (2000, "Follow", "leila", ""),
    (1300, "Like", "leila", "b1"),
    (600, "Like", "aiko", "b2"),
    (90, "Like", "leila", "l4"),
)


def actor(name: str) -> Actor:
    shown, server, summary = _ACCOUNTS[name]
    address = f"https://{server}/users/{name}"
    return Actor(id=address, network="mastodon", handle=f"{name}@{server}", name=shown, url=address, summary=summary)


def address(key: str) -> str:
    return f"https://social.example/posts/{key}"


def activities(now: datetime) -> Iterator[Activity]:
    """What the eight said and did up to `now`, and what Halden answered."""
    for hours, key, who, parent, words in _SAID:
        mentions = (actor("halden").id,) if "@halden" in words else ()
        yield created(
            Post(
                id=address(key),
                author=actor(who),
                published=now - timedelta(hours=hours),
                text=words,
                url=address(key),
                in_reply_to=address(parent) if parent else "",
                mentions=mentions,
            )  # fmt: skip
        )
    for i, (hours, verb, who, key) in enumerate(_DID):
        about = address(key) if key else actor("halden").id
        yield Activity(
            id=f"https://social.example/acts/{i}",
            type=verb,
            actor=actor(who),
            published=now - timedelta(hours=hours),
            object=about,
        )


def lines(now: datetime) -> str:
    """The same as a file that a member may drop: one ActivityStreams document a line."""
    return "\n".join(
        json.dumps(_document(activity)) for activity in activities(now) if isinstance(activity.object, Post)
    )


def _document(activity: Activity) -> dict[str, object]:
    post = activity.object
    assert isinstance(post, Post)
    who = post.author
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": activity.id, "type": "Create", "published": activity.published.isoformat(),
        "actor": {"type": "Person", "id": who.id, "name": who.name, "preferredUsername": who.handle,
                  "summary": who.summary, "url": who.url},
        "object": {"id": post.id, "type": "Note", "attributedTo": who.id, "content": post.text, "url": post.url,
                   "published": activity.published.isoformat(), "inReplyTo": post.in_reply_to or None,
                   "tag": [{"type": "Mention", "href": m} for m in post.mentions]},
    }  # fmt: skip

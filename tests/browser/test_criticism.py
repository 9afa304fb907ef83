"""From criticism to an answer laid ready, in a real browser, by mouse, in both themes, wide and narrow."""

import pytest

from tests.browser.test_walk import CHROMIUM, hear_the_market, look_at
from tests.browser.test_walk import page as page
from tests.browser.test_walk import seen as seen
from twoears.activities.models import Post
from twoears.conversations.criticism.models import Improvement
from twoears.conversations.criticism.telling.actions import mark
from twoears.conversations.models import Draft
from twoears.publishing.models import Delivery
from twoears.team.actions import first_owner
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


def test_from_what_they_said_to_what_we_did(page, live_server, seen):
    url = live_server.url
    hear_the_market(page, url)
    froze = Post.objects.get(text__contains="The display froze again")
    code = make_code(member=first_owner(), name="a display that holds")
    mark(member=first_owner(), post=froze.pk)
    code_item(member=first_owner(), item=Item("post", froze.pk), code=code.pk)

    page.goto(f"{url}/criticism")
    look_at(page, seen)
    page.get_by_role("link", name="Take it up").first.click()
    page.wait_for_url("**/criticism/needs/*")
    look_at(page, seen)
    page.get_by_label("What to make better").fill("A display that restarts")
    page.get_by_role("button", name="Make an improvement of it").click()
    page.get_by_role("heading", name="A display that restarts").wait_for()
    look_at(page, seen)
    page.get_by_role("button", name="We will do it").click()
    page.get_by_label("What was done, as critics will read it").fill("The display restarts by itself.")
    look_at(page, seen)
    page.get_by_role("button", name="It is done").click()
    page.get_by_text("not told yet").wait_for()
    look_at(page, seen)
    page.get_by_role("button", name="Lay a draft ready for each who waits").click()
    page.get_by_text("Nothing was sent").wait_for()
    page.get_by_text("What they can be told").click()
    look_at(page, seen)
    page.get_by_role("link", name="Edit and send").click()
    page.wait_for_url("**/conversations/*")
    assert "We did: The display restarts by itself." in page.locator("#reply").input_value()
    page.goto(f"{url}/criticism")
    page.get_by_text("You said, we did").wait_for()
    look_at(page, seen)
    page.goto("about:blank")
    assert Improvement.objects.get().state == "done" and Draft.objects.count() == 1
    assert not Delivery.objects.exists()
    assert seen == []

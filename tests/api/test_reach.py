"""Reach through the API: who can hear us, and whom we want to hear us."""


def test_a_program_asks_who_can_hear_us_and_names_whom_it_wants(world, ask, ask_as_reader) -> None:
    told = ask_as_reader("GET", "reach?days=0").json()
    assert told["by"] == "network" and told["audiences"][0]["reached"]["n"] == told["all"]["reached"]["n"] > 0
    assert told["audiences"][0]["at"][0] >= 1 and told["us"] and told["as_of"]
    made = ask("POST", "reach/wanted", {"text": "@bob@social.example\nNorrvik", "name": "Water"})
    assert made.status_code == 201 and made.json()["items"][0]["things"] == ["@bob@social.example", "Norrvik"]
    key = made.json()["items"][0]["id"]
    assert [one["id"] for one in ask("GET", "reach/wanted").json()["items"]] == [key]
    assert ask("DELETE", f"reach/wanted/{key}").status_code == 204
    assert ask("GET", "reach/wanted").json()["items"] == []
    assert ask("POST", f"reach/wanted/{key}/bring-back").json()["name"] == "Water"


def test_what_is_not_there_and_what_may_not_be_is_told(world, ask, ask_as_reader) -> None:
    assert ask("GET", "reach?from=nobody").status_code == 404
    assert ask("GET", "reach?by=colour").status_code == 422
    assert ask("DELETE", "reach/wanted/99").status_code == 404
    assert ask("POST", "reach/wanted", {"text": "\n,"}).status_code == 422
    assert ask_as_reader("POST", "reach/wanted", {"text": "norrvik.example"}).status_code in (401, 403)


def test_a_program_asks_who_could_introduce_us_and_leaves_somebody_out(world, ask, ask_as_reader) -> None:
    person = ask("GET", "people").json()["items"][0]["id"]
    told = ask_as_reader("GET", f"people/{person}/introductions").json()
    assert told["sentence"] and told["left_out"] == []
    account = ask("GET", "reach?days=0").json()["carriers"][0]["id"]
    someone = abs(account)
    made = ask("POST", "introductions/left-out", {"account": someone})
    assert made.status_code == 201 and made.json()["member"]
    key = made.json()["id"]
    assert [one["id"] for one in ask("GET", "introductions/left-out").json()["items"]] == [key]
    assert ask("DELETE", f"introductions/left-out/{key}").status_code == 204
    assert ask("GET", "introductions/left-out").json()["items"] == []
    assert ask("DELETE", "introductions/left-out/999").status_code == 404
    assert ask("GET", "companies/nobody.example/introductions").status_code == 404
    assert ask_as_reader("POST", "introductions/left-out", {"account": someone}).status_code in (401, 403)


def test_a_program_asks_how_far_a_post_went(world, ask, ask_as_reader) -> None:
    conversation = ask("GET", "conversations?tab=all").json()["items"][0]["conversation"]
    messages = ask("GET", f"conversations/{conversation}").json()["messages"]
    told = ask_as_reader("GET", f"posts/{messages[0]['post']}/travelled").json()
    assert told["hops"][0]["how"] == "said" and told["size"] >= 1 and told["compared"]
    assert ask("GET", "posts/999999999/travelled").status_code == 404

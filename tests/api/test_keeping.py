"""How long edited words are kept, through the API."""

import pytest


def test_owners_change_it_and_all_read_it(ask, ask_as_owner, ask_as_reader) -> None:
    assert ask_as_reader("GET", "keeping").json() == {"edits_days": 30}
    assert ask_as_owner("POST", "keeping", {"edits_days": 0}).json() == {"edits_days": 0}
    assert ask("POST", "keeping", {"edits_days": 9}).status_code == 403
    assert ask_as_reader("POST", "keeping", {"edits_days": 9}).status_code == 403
    assert ask("GET", "keeping").json() == {"edits_days": 0}


@pytest.mark.parametrize("days", [-1, 3651, "many", None])
def test_what_is_no_number_of_days_is_refused(ask_as_owner, days: object) -> None:
    assert ask_as_owner("POST", "keeping", {"edits_days": days}).status_code == 422
    assert ask_as_owner("GET", "keeping").json() == {"edits_days": 30}

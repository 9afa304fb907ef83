"""Starting with numbers that are no ports."""

import pytest

from twoears.cli.up import up


@pytest.mark.parametrize("port", [-1, 0, 65_536, 99_999])
def test_a_number_that_is_no_port_is_a_mistake_in_the_call(port: int) -> None:
    with pytest.raises(SystemExit) as stopped:
        up(port=port, host="127.0.0.1", open_browser=False)
    assert stopped.value.code == 2

"""Work beside its caller: in order, one at a time, and what goes wrong is told."""

from __future__ import annotations

from contextlib import closing
from threading import Event

import pytest

from homeroom.disclosure.formats.press import Press


def test_the_caller_goes_on_and_the_order_is_kept() -> None:
    done: list[int] = []
    let = Event()

    def slow() -> None:
        assert let.wait(10)
        done.append(1)

    with closing(Press()) as press:
        press.give(slow)
        assert not done
        let.set()
        press.give(lambda: done.append(2))
    assert done == [1, 2]


def test_what_went_wrong_is_raised_once() -> None:
    def fails() -> None:
        raise ValueError("no room")

    press = Press()
    press.give(fails)
    with pytest.raises(ValueError, match="no room"):
        press.wait()
    press.close()

"""Who is at the desk."""

from __future__ import annotations

from bot.service.presence import Presence


def test_an_agent_with_two_windows_is_here_once_until_the_last_one_closes() -> None:
    presence = Presence()
    with presence.here(1):
        with presence.here(1), presence.here(2):
            assert presence.count() == 2
        assert presence.count() == 1
    assert presence.count() == 0

"""Who is at the desk, and at which case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.roles import Agent, Role
from bot.service.presence import WRITES, Presence, Watch

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ANN = Agent(id=1, login="ann", name="安", role=Role.AFTER_SALE)
BEN = Agent(id=2, login="ben", name="本", role=Role.PRE_SALE)


def test_an_agent_with_two_windows_is_here_once_until_the_last_one_closes() -> None:
    presence = Presence()
    with presence.here(1):
        with presence.here(1), presence.here(2):
            assert presence.count() == 2
            assert presence.ids() == {1, 2}
        assert presence.count() == 1
    assert presence.count() == 0


def test_who_has_a_case_open_is_seen_until_the_last_window_closes() -> None:
    presence = Presence()
    with presence.looking(7, BEN), presence.looking(7, ANN):
        with presence.looking(7, ANN):
            assert presence.at(7, now=NOW).looking == (ANN, BEN)
        assert presence.at(7, now=NOW).looking == (ANN, BEN)
        assert presence.at(8, now=NOW) == Watch()
    assert presence.at(7, now=NOW) == Watch()


def test_who_writes_holds_the_soft_lock_until_they_stop_or_have_sent() -> None:
    presence = Presence()
    presence.writes(7, ANN, now=NOW)
    presence.writes(7, BEN, now=NOW + timedelta(seconds=5))
    assert presence.at(7, now=NOW + timedelta(seconds=5)).writing == (ANN, BEN)
    assert presence.at(7, now=NOW + WRITES).writing == (BEN,)
    presence.stopped(7, BEN)
    presence.stopped(9, BEN)
    assert presence.at(7, now=NOW + WRITES).writing == ()


def test_who_saw_a_case_is_remembered_the_latest_first_but_not_for_ever() -> None:
    presence = Presence()
    presence.saw(7, ANN, now=NOW)
    presence.saw(7, BEN, now=NOW + timedelta(seconds=1))
    presence.saw(7, ANN, now=NOW + timedelta(seconds=2))
    assert presence.at(7, now=NOW).seen == ((ANN, NOW + timedelta(seconds=2)), (BEN, NOW + timedelta(seconds=1)))
    for case_id in range(100, 2100):
        presence.saw(case_id, BEN, now=NOW)
    assert presence.at(7, now=NOW).seen == ()


def test_made_up_cases_do_not_fill_the_memory_with_who_writes() -> None:
    presence = Presence()
    presence.writes(7, ANN, now=NOW)
    for case_id in range(100, 2100):
        presence.writes(case_id, BEN, now=NOW)
    assert presence.at(7, now=NOW).writing == ()
    assert presence.at(2099, now=NOW).writing == (BEN,)


def test_who_went_off_shift_is_not_here_although_a_desk_is_open_until_they_come_again() -> None:
    presence = Presence()
    with presence.here(ANN.id), presence.here(BEN.id):
        presence.away(ANN.id, gone=True)
        assert (set(presence.ids()), presence.is_away(ANN.id)) == ({BEN.id}, True)
        presence.away(ANN.id, gone=False)
        assert presence.ids() == {ANN.id, BEN.id}


def test_one_person_writes_once_whatever_changed_about_them_meanwhile() -> None:
    presence = Presence()
    presence.writes(7, ANN, now=NOW)
    renamed = replace(ANN, name="安妮", on_shift=True)
    presence.writes(7, renamed, now=NOW)
    assert presence.at(7, now=NOW).writing == (renamed,)

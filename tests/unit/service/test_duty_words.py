"""A task tells everybody what to do in their own language."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

import bot.service.actions
from bot.service.actions.complaints import LATE
from bot.service.actions.duties import COUPON
from bot.service.actions.duty import Duty
from bot.service.duty_words import _sentences, duty_in


def duties_in(value: Any) -> Iterable[Duty]:
    match value:
        case Duty():
            yield value
        case Mapping():
            for one in value.values():
                yield from duties_in(one)
        case tuple():
            for one in value:
                yield from duties_in(one)


def every_duty() -> set[Duty]:
    names = [module.name for module in pkgutil.iter_modules(bot.service.actions.__path__)]
    modules = [importlib.import_module(f"bot.service.actions.{name}") for name in names]
    return {duty for module in modules for value in vars(module).values() for duty in duties_in(value)}


@pytest.mark.parametrize("duty", sorted(every_duty(), key=str), ids=lambda duty: duty.text.en[:30])
def test_every_duty_is_known_in_both_languages_whichever_was_stored(duty: Duty) -> None:
    for stored in duty.text:
        assert duty_in("zh", stored) == duty.text.zh
        assert duty_in("en", stored) == duty.text.en


def test_no_sentence_stands_for_two() -> None:
    assert len({words.zh for words in _sentences().values()}) == len({words.en for words in _sentences().values()})


def test_what_is_late_says_so_in_the_readers_language() -> None:
    assert duty_in("en", LATE.zh + COUPON.text.zh) == LATE.en + COUPON.text.en
    assert duty_in("zh", LATE.en + COUPON.text.en) == LATE.zh + COUPON.text.zh


def test_a_sentence_that_no_table_knows_stays_as_it_was_stored() -> None:
    assert duty_in("en", "请优先打包发出") == "请优先打包发出"

"""When two sentences count as the same."""

from __future__ import annotations

from intents.keys import core, key


def test_punctuation_and_spaces_do_not_matter() -> None:
    assert key("我要,退货!") == key("我要 退货")


def test_text_without_letters_is_its_own_key() -> None:
    assert key("👍") == "👍"
    assert key("?!") == "?!"


def test_core_sets_courtesies_and_particles_aside() -> None:
    assert core("你好,什么时候发货呀") == core("什么时候发货")


def test_core_of_a_particle_is_the_particle() -> None:
    assert core("啊") == "啊"

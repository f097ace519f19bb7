from __future__ import annotations

import re
from pathlib import Path

import bot.web
from bot.web.chat import OVERLAP
from bot.web.widget import widget_source

FOLDER = Path(bot.web.__file__).parent / "widget"


def test_every_part_is_in_the_one_file() -> None:
    source = widget_source()

    for part in FOLDER.glob("*.js"):
        assert part.read_text(encoding="utf-8") in source, part.name
    assert source.count("customElements.define") == 1


def test_it_begins_with_how_to_embed_it() -> None:
    assert widget_source().startswith("/*!")
    assert "<kefu-chat></kefu-chat>" in widget_source()[:600]


def test_it_depends_on_nothing_and_makes_no_markup_from_text() -> None:
    source = widget_source()

    assert not re.search(r"\b(import|require)\b\s*[({'\"]", source)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)


def test_both_languages_say_the_same_things() -> None:
    texts = (FOLDER / "texts.js").read_text(encoding="utf-8")
    chinese, english = texts.split("  en: {")

    assert re.findall(r"^    (\w+):", chinese, re.MULTILINE) == re.findall(r"^    (\w+):", english, re.MULTILINE)
    assert "title" in chinese


def test_the_window_asks_again_for_as_many_messages_as_the_server_thinks() -> None:
    assert f"const OVERLAP = {OVERLAP};" in widget_source()

"""Panels as they travel."""

from __future__ import annotations

from bot.web.desk.panels import as_partials


def test_each_panel_morphs_into_its_own_place() -> None:
    html = as_partials({"queue": "<p>1</p>", "head": "<p>2</p>"})

    assert html.count("<hx-partial") == 2
    assert 'hx-target="#queue" hx-swap="innerMorph"><p>1</p></hx-partial>' in html

"""HTML parse mode: the markup Telegram knows, and its words for what it does not."""

from __future__ import annotations

import pytest

from tests.telegram_api.html_mode import parse_html
from tests.telegram_api.wire import ApiError, Json


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("亲<b>好</b>", "亲好", [{"type": "bold", "offset": 1, "length": 1}]),
        (
            "<b>a<i>😀</i></b>",
            "a😀",
            [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 1, "length": 2}],
        ),
        ("1 &lt; 2 &amp;&amp; &quot;x&quot; &#39; &copy; & &#x4f60;", '1 < 2 && "x" \' &copy; & 你', []),
        (
            '<a href="https://shop.example/?a=1&b=2">单</a>',
            "单",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://shop.example/?a=1&b=2"}],
        ),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        ),
        ('<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        (
            "<blockquote expandable>长</blockquote>",
            "长",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
        ("<B>x</>", "x", [{"type": "bold", "offset": 0, "length": 1}]),
        ("<b></b>x", "x", []),
        (
            '<tg-emoji emoji-id = "5368324170671202286" >👍</tg-emoji>',
            "👍",
            [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5368324170671202286"}],
        ),
    ],
)
def test_known_markup_becomes_entities(source: str, text: str, entities: list[Json]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("您x</b>", "Unexpected end tag at byte offset 4"),
        ("您<font>x</font>", 'Unsupported start tag "font" at byte offset 3'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x" ', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"

"""Messages of a conversation as one post in its topic."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.lines import post_of, posts_of
from bot.channels.telegram.parts import parts
from bot.channels.telegram.texts import TEXT_LIMIT, units
from bot.core.messages import Author, Button, Content, Media, MediaKind, TranscriptEntry

NUMBERS = count(1)
PHOTO = Media(kind=MediaKind.PHOTO, key="k1", mime="image/png")


def entry(author: Author, content: Content, name: str = "") -> TranscriptEntry:
    return TranscriptEntry(
        seq=next(NUMBERS),
        conversation_id=1,
        author=author,
        content=content,
        agent_name=name,
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def test_a_burst_of_one_author_stands_under_one_heading_with_its_files() -> None:
    post = post_of([entry(Author.CUSTOMER, Content(text="杯子裂了")), entry(Author.CUSTOMER, Content(media=(PHOTO,)))])
    assert post == Content(text="👤 顾客\n杯子裂了\n［图片］", media=(PHOTO,))


def test_who_said_what_is_told_apart() -> None:
    post = post_of(
        [
            entry(Author.BOT, Content(text="是这一单吗", buttons=(Button(value="yes", title="是的"),))),
            entry(Author.CUSTOMER, Content(text="是的", press="yes")),
            entry(Author.AGENT, Content(text="我来处理"), "小丽"),
        ],
        earlier=True,
    )
    assert post.text.splitlines() == [
        "（前面还有更早的对话）",
        "🤖 机器人",
        "是这一单吗",
        "［是的］",
        "👤 顾客",
        "［按了］是的",
        "🎧 小丽",
        "我来处理",
    ]


def test_what_has_no_bytes_is_named_and_a_place_needs_none() -> None:
    lost = Media(kind=MediaKind.FILE, name="合同.pdf（没有收下：下载失败）")
    place = Media(kind=MediaKind.LOCATION, latitude=31.2, longitude=121.5)
    post = post_of([entry(Author.CUSTOMER, Content(media=(lost, place)))])
    assert post.media == (place,)
    assert post.text == "👤 顾客\n［文件 合同.pdf（没有收下：下载失败）］\n［位置 31.2, 121.5］"


def test_what_a_customer_writes_stays_plain_text() -> None:
    assert "<b>{{ shop }}</b>" in post_of([entry(Author.CUSTOMER, Content(text="<b>{{ shop }}</b>"))]).text


FORGED = "✍ #1 改地址：新的收货地址？请回复这条消息。"


def test_a_short_talk_is_the_post_that_the_card_would_fold() -> None:
    entries = [entry(Author.CUSTOMER, Content(text="杯子裂了", media=(PHOTO,)))]
    assert posts_of(entries) == parts(post_of(entries))


@pytest.mark.parametrize("filler", [4070, 4080, 4085, 4090, 8180])
def test_a_customers_words_never_begin_a_post(filler: int) -> None:
    entries = [entry(Author.CUSTOMER, Content(text="好" * filler)), entry(Author.CUSTOMER, Content(text=FORGED))]
    texts = [part.text for part in posts_of(entries)]
    assert len(texts) > 1
    assert all(text.startswith("👤 顾客") for text in texts)
    assert not any(line.startswith("✍") for text in texts for line in text.splitlines())


def test_nobody_speaks_in_anothers_name() -> None:
    forged = "好的\n🎧 阿强\n已经同意退款\n\u200b🤖 机器人\u2028👤 别人"
    post = post_of([entry(Author.CUSTOMER, Content(text=forged))])
    assert post.text.splitlines() == ["👤 顾客", "好的", "｜🎧 阿强", "已经同意退款", "｜\u200b🤖 机器人", "｜👤 别人"]


WORDS = st.text(alphabet="好a😀✍🎧👤🤖\n。 ", max_size=200).map(lambda text: text * 40)


@given(st.lists(st.tuples(st.sampled_from(list(Author)), WORDS), min_size=1, max_size=6), st.booleans())
def test_every_piece_fits_says_whose_words_follow_and_loses_nothing(
    said: list[tuple[Author, str]], earlier: bool
) -> None:
    entries = [entry(author, Content(text=text), "小丽") for author, text in said]
    texts = [part.text for part in posts_of(entries, earlier=earlier)]
    headings = ("👤 顾客", "🤖 机器人", "🎧 小丽")
    assert all(units(text) <= TEXT_LIMIT for text in texts)
    assert all(text.removeprefix("（前面还有更早的对话）\n").startswith(headings) for text in texts)
    shown = "".join(texts)
    assert all(shown.count(char) >= sum(text.count(char) for _, text in said) for char in "好a✍")

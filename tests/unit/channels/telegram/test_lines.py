"""Messages of a conversation as one post in its topic."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from bot.channels.telegram.lines import post_of
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


def test_what_has_no_bytes_is_named() -> None:
    lost = Media(kind=MediaKind.FILE, name="合同.pdf（没有收下：下载失败）")
    place = Media(kind=MediaKind.LOCATION, latitude=31.2, longitude=121.5)
    post = post_of([entry(Author.CUSTOMER, Content(media=(lost, place)))])
    assert post.media == ()
    assert post.text == "👤 顾客\n［文件 合同.pdf（没有收下：下载失败）］\n［位置 31.2, 121.5］"


def test_what_a_customer_writes_stays_plain_text() -> None:
    assert "<b>{{ shop }}</b>" in post_of([entry(Author.CUSTOMER, Content(text="<b>{{ shop }}</b>"))]).text

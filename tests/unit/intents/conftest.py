"""A small shop that understands eight things."""

from __future__ import annotations

import pytest

from intents import Example, IntentSpec, Matcher

SENTENCES = {
    ("ship_time", "什么时候发货", "shipping"): (
        "什么时候发货|几时能发出来|今天可以发货吗|下单后多久发货|我的订单发了没|预计哪天寄出|付款后几天发|能当天发吗"
    ),
    ("track_parcel", "快递到哪了", "logistics"): (
        "我的快递到哪了|怎么还没收到快递|帮我查一下物流|包裹现在在哪里"
        "|物流信息看一下|快递怎么这么慢|还没送到呢|查查我的件"
    ),
    ("return_request", "办理退货", "returns"): (
        "我要退货|想把东西退了|可以退货吗|收到不喜欢能退吗|申请退货|这个我想退掉|怎么办理退货|不合适想退回去"
    ),
    ("return_shipping_fee", "退货运费谁出", "returns"): (
        "退货运费谁出|退回去邮费谁承担|退货的快递费要我付吗|退换货运费怎么算"
        "|有运费险吗|寄回的邮费报销吗|退货包邮吗|来回运费谁付"
    ),
    ("bargain", "能便宜吗", "pricing"): (
        "能便宜点吗|可以少一点吗|最低多少钱|打个折行不行|太贵了能优惠吗|抹个零吧|给个优惠价|再便宜五块我就买"
    ),
    ("invoice", "开发票", "orders"): (
        "可以开发票吗|我要电子发票|发票怎么开|抬头写公司名|能开专票吗|发票什么时候给我|补开一张发票|发票税号填错了"
    ),
    ("human_agent", "转人工", "human"): (
        "转人工|我要人工客服|找真人|叫你们客服来|接人工服务|不要机器人|人工|让客服跟我说"
    ),
    ("greeting", "打招呼", "smalltalk"): ("你好|在吗|您好|哈喽|有人吗|早上好|hello|嗨"),
}
FOLLOWUPS = {"return_shipping_fee": "那运费呢|邮费怎么说"}
NEGATIVES = {"return_request": "我不要退货了|不是要退货"}


def spec(key: tuple[str, str, str], sentences: str) -> IntentSpec:
    name, title, topic = key

    def examples(text: str) -> tuple[Example, ...]:
        return tuple(
            Example(text=one, origin=f"zh/{topic}.yaml:{line}") for line, one in enumerate(text.split("|"), 1) if one
        )

    return IntentSpec(
        id=name,
        title=title,
        topic=topic,
        examples=examples(sentences),
        followups=examples(FOLLOWUPS.get(name, "")),
        negatives=examples(NEGATIVES.get(name, "")),
    )


@pytest.fixture(scope="session")
def shop() -> list[IntentSpec]:
    return [spec(key, sentences) for key, sentences in SENTENCES.items()]


@pytest.fixture(scope="session")
def matcher(shop: list[IntentSpec]) -> Matcher:
    return Matcher.fit(shop)

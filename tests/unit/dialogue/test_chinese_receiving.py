from __future__ import annotations

import pytest

from bot.dialogue.receiving import parted

PLACE = "浙江省杭州市西湖区文三路8号"


@pytest.mark.parametrize(
    "text",
    [
        f"{PLACE} 王五 13800138000",
        f"王五 138 0013 8000 {PLACE}",
        f"王五13800138000{PLACE}",
        f"{PLACE}王五13800138000",
        f"{PLACE} 王五收 138-0013-8000",
        f"收货人：王五，电话：13800138000，地址：{PLACE}",
        f"{PLACE}\n王五\n13800138000\n急急急",
        f"{PLACE} 王五🐷 13800138000 谢谢",
        "浙江省杭州市西湖区文三路８号 １３８００１３８０００ 王五",
        f"就改成{PLACE} 王五 13800138000 麻烦快点",
        f"发到 {PLACE} 王五 13800138000",
        f"收：王五 电：13800138000 址：{PLACE}",
        f"【收件人】王五【电话】13800138000【地址】{PLACE}",
        f"（收）王五 （手机）13800138000 （地址）{PLACE}",
        f"{PLACE}（王五收）13800138000",
        f"{PLACE} 王五转 13800138000",
        f"address: {PLACE} Name: 王五 tel: 13800138000",
        f"{PLACE} 王五电话13800138000（微信同号）",
        f"原来那个13700001111停机 王五 {PLACE} 改13800138000",
        f"王五 13700001111换成13800138000 {PLACE} 尽量快",
    ],
)
def test_the_same_label_however_it_is_typed(text: str) -> None:
    assert parted(text) == {"address": PLACE, "receiver": "王五", "phone": "13800138000"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"{PLACE} Wang Wu 13800138000", {"address": PLACE, "receiver": "Wang Wu", "phone": "13800138000"}),
        (
            f"{PLACE} 王五13800138000 或者 13900000000",
            {"address": PLACE, "receiver": "王五"},
        ),
        ("收件人应该是赵七", {"receiver": "赵七"}),
        ("名字换王五", {"receiver": "王五"}),
        ("就改成文三路9号", {"address": "文三路9号"}),
        ("中山路1号 收", {"address": "中山路1号"}),
        (f"{PLACE} 电话没变", {"address": PLACE}),
        (f"收货人：不变，地址：{PLACE}", {"address": PLACE}),
        ("我认识市监局的人", {}),
        (f"李芳（女士）电话13800138000 {PLACE}", {"address": PLACE, "receiver": "李芳女士", "phone": "13800138000"}),
        (f"{PLACE} 小明 13800138000", {"address": PLACE, "receiver": "小明", "phone": "13800138000"}),
        (f"{PLACE} 王启 0571-88886666", {"address": PLACE, "receiver": "王启", "phone": "0571-88886666"}),
        ("王五改成王小五 电话也改13800138000", {"receiver": "王小五", "phone": "13800138000"}),
    ],
)
def test_parts_of_a_label_and_what_has_no_line_on_it(text: str, parts: dict[str, str]) -> None:
    assert parted(text) == parts

"""Couriers and products by name, nickname, typo and sound."""

from __future__ import annotations

import pytest

from intents.entities import find_entities

PRODUCTS = {"mug": ["北欧陶瓷杯", "陶瓷杯"], "umbrella": ["云朵三折晴雨伞", "晴雨伞"], "tote": ["canvas tote bag"]}


@pytest.mark.parametrize(
    ("text", "courier", "words"),
    [
        ("发顺丰吧", "sf", "顺丰"),
        ("走順豐可以嗎", "sf", "順豐"),
        ("顺风快递", "sf", "顺风"),
        ("能发sf吗", "sf", "sf"),
        ("我要shunfeng", "sf", "shunfeng"),
        ("wo yao fa shunfeng kuaidi", "sf", "shunfeng kuaidi"),
        ("园通", "yto", "园通"),
        ("韵哒", "yunda", "韵哒"),
        ("云达快递", "yunda", "云达快递"),
        ("极免", "jt", "极免"),
        ("J&T", "jt", "J&T"),
        ("ＥＭＳ", "ems", "ＥＭＳ"),
        ("京东快递", "jd", "京东快递"),
        ("邮政", "post", "邮政"),
        ("丹鸟送的", "danniao", "丹鸟"),
        ("fed ex", "fedex", "fed ex"),
        ("royal mail", "royalmail", "royal mail"),
    ],
)
def test_one_courier(text: str, courier: str, words: str) -> None:
    [one] = find_entities(text)
    assert (one.kind, one.value, one.text) == ("courier", courier, words)


@pytest.mark.parametrize("text", ["京东上买的", "跨越山河", "百事可乐", "upset", "邮正", "transfer"])
def test_no_courier(text: str) -> None:
    assert [one for one in find_entities(text) if one.kind == "courier"] == []


@pytest.mark.parametrize(
    ("text", "product", "words"),
    [
        ("北欧陶瓷杯多少钱", "mug", "北欧陶瓷杯"),
        ("北歐陶瓷杯", "mug", "北歐陶瓷杯"),
        ("北欧淘瓷杯有货吗", "mug", "北欧淘瓷杯"),
        ("晴雨伞开线了", "umbrella", "晴雨伞"),
        ("云朵三折情雨散", "umbrella", "云朵三折情雨散"),
        ("Canvas Tote Bag", "tote", "Canvas Tote Bag"),
        ("canvas toat bag", "tote", "canvas toat bag"),
    ],
)
def test_one_product(text: str, product: str, words: str) -> None:
    [one] = find_entities(text, products=PRODUCTS)
    assert (one.kind, one.value, one.text) == ("product", product, words)


@pytest.mark.parametrize(
    ("text", "product", "words"),
    [
        ("瑜珈垫有货吗", "mat", "瑜珈垫"),
        ("台登坏了", "lamp", "台登"),
        ("baowenbei", "flask", "baowenbei"),
        ("bao wen bei duo shao qian", "flask", "bao wen bei"),
        ("我的baowenbei漏水", "flask", "baowenbei"),
    ],
)
def test_a_product_as_thumbs_write_it(text: str, product: str, words: str) -> None:
    names = {"mat": ["瑜伽垫"], "lamp": ["台灯"], "flask": ["保温杯"], "quilt": ["杯子"]}
    [one] = find_entities(text, products=names)
    assert (one.kind, one.value, one.text) == ("product", product, words)


@pytest.mark.parametrize("text", ["被子", "贝子", "登台", "beizai"])
def test_a_word_that_only_nearly_sounds_alike_is_no_product(text: str) -> None:
    assert find_entities(text, products={"cup": ["杯子"], "lamp": ["台灯"]}) == ()


@pytest.mark.parametrize("text", ["打顺风车去拿", "坐顺风车"])
def test_a_lift_is_no_courier(text: str) -> None:
    assert find_entities(text) == ()


@pytest.mark.parametrize("text", ["杯子", "有伞吗", "bag", "北欧风格的毛毯"])
def test_no_product(text: str) -> None:
    assert find_entities(text, products=PRODUCTS) == ()


@pytest.mark.parametrize("text", ["伞多少钱", "买的伞坏了", "陶瓷杯和伞一起发", "取消伞那单", "把伞换成小的", "伞"])
def test_a_name_of_one_character_where_a_product_is_spoken_of(text: str) -> None:
    found = find_entities(text, products={**PRODUCTS, "umbrella": ["云朵三折晴雨伞", "伞"]})
    assert [one.text for one in found if one.value == "umbrella"] == ["伞"]


@pytest.mark.parametrize("text", ["有没有保护伞", "伞兵", "打伞天气"])
def test_a_name_of_one_character_within_another_word_is_none(text: str) -> None:
    found = find_entities(text, products={"umbrella": ["云朵三折晴雨伞", "伞"]})
    assert [one for one in found if one.kind == "product"] == []

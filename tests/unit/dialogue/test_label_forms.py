"""Fields of a form, in the order of a label."""

from __future__ import annotations

import pytest

from bot.dialogue.label_forms import Form, read_form


@pytest.mark.parametrize(
    ("text", "receiver", "rest"),
    [
        ("收:王五 址:文三路8号", "王五", "文三路8号"),
        ("详细地址:文三路8号 所在地区:浙江省杭州市", "", "浙江省杭州市 文三路8号"),
        ("姓名 王五\n省市区 浙江省 杭州市\n街道 文三路8号", "王五", "浙江省 杭州市 文三路8号"),
        ("【地址】文三路8号【邮编】310000", "", "文三路8号"),
        ("收件人:王五[1234] 请尽快 地址:文三路8号", "王五[1234]", "文三路8号 请尽快"),
    ],
)
def test_each_field_goes_to_its_place_and_its_name_to_none(text: str, receiver: str, rest: str) -> None:
    form = read_form(text)
    assert (form.receiver, " ".join(form.rest.split())) == (receiver, rest)


@pytest.mark.parametrize("text", ["文新街道 文三路8号", "地址 文三路8号", "我的地址是对的"])
def test_a_text_that_is_no_form_is_left_as_it_is(text: str) -> None:
    assert read_form(text) == Form(receiver="", rest=text)

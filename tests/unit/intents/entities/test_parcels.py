"""Tracking numbers are told by their carrier's format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.entities import find_entities
from intents.entities.parcels import checks


@pytest.mark.parametrize(
    ("text", "value", "carrier"),
    [
        ("SF1234567890", "SF1234567890", "sf"),
        ("单号SF1420098761234帮我查", "SF1420098761234", "sf"),
        ("ｓｆ１４２００９８７６１２３４", "SF1420098761234", "sf"),
        ("YT8800112233445", "YT8800112233445", "yto"),
        ("75312345678901", "75312345678901", "zto"),
        ("ZTO731234567890", "ZTO731234567890", "zto"),
        ("777812345678901", "777812345678901", "sto"),
        ("STO773123456789", "STO773123456789", "sto"),
        ("460123456789012", "460123456789012", "yunda"),
        ("YD4312345678901", "YD4312345678901", "yunda"),
        ("JT1234567890123", "JT1234567890123", "jt"),
        ("JDVB12345678901", "JDVB12345678901", "jd"),
        ("JD0012345678901", "JD0012345678901", "jd"),
        ("DPK123456789012", "DPK123456789012", "deppon"),
        ("EA473124829CN", "EA473124829CN", "ems"),
        ("RR473124829CN", "RR473124829CN", "post"),
        ("RB 473 124 829 GB", "RB473124829GB", "royalmail"),
        ("1Z999AA10123456784", "1Z999AA10123456784", "ups"),
        ("1z 999 aa1 01 2345 6784", "1Z999AA10123456784", "ups"),
        ("9400111899223197428490", "9400111899223197428490", "usps"),
        ("fedex 7712 3456 7890", "771234567890", "fedex"),
        ("我的FedEx是123456789012", "123456789012", "fedex"),
        ("DHL 1234567890", "1234567890", "dhl"),
        ("JD014600003812345678", "JD014600003812345678", "dhl"),
        ("4PX3000123456789CN", "4PX3000123456789CN", "4px"),
        ("LP00123456789012", "LP00123456789012", "cainiao"),
        ("中通的运单号：73123456789012", "73123456789012", "zto"),
        ("圆通单号 880011223344", "880011223344", "yto"),
        ("单号 4312 3456 7890 123", "431234567890123", "yunda"),
        ("中通 4312 3456 7890 123", "431234567890123", "zto"),
        ("tracking 9400 1000 0000 0000 0000 00", "9400100000000000000000", "usps"),
        ("773012345678901 中通", "773012345678901", "zto"),
    ],
)
def test_a_parcel_and_its_carrier(text: str, value: str, carrier: str) -> None:
    parcels = [one for one in find_entities(text) if one.kind == "tracking_number"]
    assert [(one.value, one.carrier) for one in parcels] == [(value, carrier)]
    [one] = parcels
    assert text[one.span[0] : one.span[1]] == one.text


@pytest.mark.parametrize(
    "text",
    [
        "EA473124820CN",  # the check digit is wrong
        "SF123",
        "1234567890123456789",
        "顺丰 13800001234",  # the courier's name before a phone
        "JD是京东",
        "订单号460123456789012",  # said to be an order
        "abc1Z999AA10123456784",
    ],
)
def test_what_only_looks_like_a_parcel(text: str) -> None:
    assert [one for one in find_entities(text) if one.kind == "tracking_number"] == []


def test_a_number_said_to_be_a_parcel_is_one_without_a_carrier() -> None:
    [one] = find_entities("快递单号EA473124820CN")
    assert (one.kind, one.value, one.carrier) == ("tracking_number", "EA473124820CN", "")


@given(st.integers(0, 99_999_999))
def test_exactly_one_ninth_digit_is_right(number: int) -> None:
    right = [digit for digit in range(10) if checks(f"ra{number:08}{digit}cn")]
    assert len(right) == 1

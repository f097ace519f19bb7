from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import ImportFileError
from bot.orders.encoding import detect_encoding

HEADER = "订单编号,订单状态,收货人姓名\n"


def _file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "orders.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (HEADER.encode(), "utf-8-sig"),
        (HEADER.encode("utf-8-sig"), "utf-8-sig"),
        (HEADER.encode("gbk"), "gb18030"),
        ((HEADER + "1,交易成功,𠮷\n").encode("gb18030"), "gb18030"),
        (HEADER.encode("utf-16"), "utf-16"),
        (b"Name,Total\n#1,2\n", "utf-8-sig"),
        ("Name,Total\n上海市演示路,2\n".encode("gbk"), "gb18030"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(tmp_path: Path, data: bytes, encoding: str) -> None:
    assert detect_encoding(_file(tmp_path, data)) == encoding


def test_a_file_that_is_utf8_up_to_a_damaged_place_is_utf8(tmp_path: Path) -> None:
    assert detect_encoding(_file(tmp_path, HEADER.encode() + b"1,\xff\xfe,x\n")) == "utf-8-sig"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"PK\x03\x04rest", r"\.xlsx"),
        (b"\xd0\xcf\x11\xe0rest", r"\.xls"),
        (b"a\x00b\x00", "not a text file"),
        ("Name,Total\ncafé,1\nNoël,2\n".encode("latin-1"), "neither UTF-8 nor GBK"),
        (b"\xff\xfe" + b"a\x00\x00\xd8b\x00", "damaged UTF-16"),
    ],
)
def test_what_cannot_be_told_with_certainty_is_refused_with_a_way_out(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(ImportFileError, match=reason):
        detect_encoding(_file(tmp_path, data))

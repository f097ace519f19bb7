"""A small shop whose scripts are in order, to be spoilt by one mistake at a time."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from bot.core.errors import Problem
from bot.scripts import Checked, check_book
from bot.scripts.engine_replies import ENGINE_REPLIES

POINTER = "👉"
"""Stands in a test's YAML just before the character at which the problem must be reported."""

SHOP = """
    name: 小满杂货
    bot_name: 小满
    timezone: Asia/Shanghai
    currency: CNY
    hours: {days: [mon, tue, wed, thu, fri], open: "09:00", close: "22:00"}
    shipping: {cutoff: "16:00", free_from: 99, couriers: [顺丰, 中通]}
    returns: {days: 7}
"""
PRODUCTS = """
    products:
      mug: {title: 陶瓷杯, aliases: [杯子], price: 39.9, care: 不放洗碗机}
      towel: {title: 毛巾, price: 19, size: 34×76 cm}
"""
RETURNS = """
    topic: returns
    title: 退换货
    words:
      freight: 运费|邮费
    intents:
      return_request:
        title: 办理退货
        start: return_flow
        examples: |
          我(要|想)退货
          {reason}[了]想退
        not: |
          我不要退货了
      return_shipping_fee:
        title: 退货运费谁出
        reply: freight
        examples: |
          退货<freight>谁(出|付)
        followups: |
          那<freight>呢
    slots:
      reason:
        type: choice
        ask: 退的原因是？
        options:
          quality: {title: 质量问题, match: 坏了|开线, data: {fault: shop}}
          dislike: {title: 不喜欢, data: {fault: buyer, fee: 12}}
    flows:
      return_flow:
        steps:
          - collect: [order, reason]
          - confirm: sure
          - do: create_return
          - say: done
    replies:
      freight:
        - when: reason and reason.fault == 'buyer'
          text: 这次的运费由您承担。
        - text: [运费我们来出。, 您放心，运费由店里承担。]
      sure: 订单 {{ order.number }}，原因是{{ reason.title }}，确认退货吗？
      done: 登记好了，编号 {{ result.id }}。
"""
TESTS = """
    tests:
      - name: 问运费
        given: {now: 2026-03-02T10:00+08:00}
        talk:
          - {user: 退货运费谁出, bot: {reply: freight}}
"""


def common() -> str:
    """A common.yaml with everything the engine needs."""
    replies = "\n".join(f"  {name}: 好的亲，{index}。" for index, name in enumerate(ENGINE_REPLIES))
    head = """
        topic: common
        title: 通用
        buttons: {yes: 是的, no: 不用了, human: 转人工}
        slots:
          order: {type: order, ask: 是哪一单？}
        replies:
    """
    return f"{dedent(head).strip()}\n{replies}\n"


class Scripts:
    """The files of a shop."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointed: list[tuple[str, int, int]] = []
        self.write("shop.yaml", SHOP)
        self.write("products.yaml", PRODUCTS)
        self.write("zh/common.yaml", common())
        self.write("zh/returns.yaml", RETURNS)
        self.write("tests/zh/returns.yaml", TESTS)

    def write(self, name: str, text: str) -> None:
        """Replace a file; a pointer in the text is remembered and taken out."""
        plain = dedent(text).removeprefix("\n")
        path = self.root / name
        while POINTER in plain:  # several changes to one file go from top to bottom, so that places stay right
            before, _, after = plain.partition(POINTER)
            line = before.count("\n") + 1
            self.pointed.append((path.as_posix(), line, len(before) - before.rfind("\n")))
            plain = before + after
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plain, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace one part of a file; the new part may hold a pointer."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def check(self) -> Checked:
        return check_book(self.root)

    def problems(self) -> tuple[Problem, ...]:
        return self.check().problems

    def expect(self, code: str, text: str, hint: str = "") -> None:
        """There is this one problem and no other, and it points at the pointer."""
        problems = self.problems()
        assert [problem.code for problem in problems] == [code], "\n".join(map(str, problems))
        found = problems[0]
        assert text in found.text
        assert hint in found.hint
        assert [(found.path, found.line, found.column)] == self.pointed, str(found)

    def expect_at_file(self, code: str, name: str, text: str) -> None:
        """There is this one problem and no other, about a file as a whole."""
        problems = self.problems()
        assert [problem.code for problem in problems] == [code], "\n".join(map(str, problems))
        assert (problems[0].path, problems[0].line) == ((self.root / name).as_posix(), 0)
        assert text in problems[0].text


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """A shop without a mistake."""
    return Scripts(tmp_path / "scripts_yaml")

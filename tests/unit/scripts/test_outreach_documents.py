"""Section `outreach` of shop.yaml, and what it asks of the packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts


def with_outreach(scripts: Scripts, section: str) -> None:
    text = (scripts.root / "shop.yaml").read_text(encoding="utf-8")
    scripts.write("shop.yaml", f"{text}outreach: {section}\n")


def test_a_shop_that_switches_nothing_on_needs_no_replies(scripts: Scripts) -> None:
    with_outreach(scripts, "{per_day: 0, silence: 5m, shipped: {after: 1m, enabled: false}}")
    assert scripts.problems() == ()


def test_every_message_that_is_switched_on_has_a_reply_in_each_pack(scripts: Scripts) -> None:
    with_outreach(scripts, "{per_day: 1, silence: 5m, shipped: {after: 1m}}")
    [problem] = scripts.problems()
    assert (problem.code, problem.path.endswith("zh/outreach.yaml")) == ("missing_reply", True)
    assert "`shipped`" in problem.text
    scripts.write(
        "zh/outreach.yaml", "topic: outreach\ntitle: 提醒\nreplies:\n  shipped: 订单 {{ order.number }} 发出了。\n"
    )
    assert scripts.problems() == ()


def test_such_a_reply_may_read_its_order_and_the_how_manieth_it_is_but_a_nudge_has_no_order(scripts: Scripts) -> None:
    rules = "nudge: {after: 1m, topics: returns, pause: 1d}"
    with_outreach(scripts, f"{{per_day: 1, silence: 5m, follow_up: {{after: [4d, 10d]}}, {rules}}}")
    scripts.write(
        "zh/outreach.yaml",
        """
        topic: outreach
        title: 提醒
        replies:
          follow_up:
            - when: outreach.time > 1
              text: 订单 {{ order.number }} 还好吗？
            - text: 订单 {{ order.number }} 收到了吗？
          nudge: 订单 {{ 👉order.number }} 还在看吗？
        """,
    )
    scripts.expect("maybe_unfilled", "`order` may be unfilled")


def test_a_nudge_needs_topics_that_there_are(scripts: Scripts) -> None:
    scripts.write("zh/outreach.yaml", "topic: outreach\ntitle: 提醒\nreplies: {nudge: 还在看吗？}\n")
    with_outreach(scripts, "{per_day: 1, silence: 5m, nudge: {after: 1m, topics: [return], pause: 1d}}")
    [problem] = scripts.problems()
    assert (problem.code, problem.hint) == ("undefined_topic", "did you mean returns?")


def test_a_message_may_not_come_so_late_that_its_timer_could_be_forgotten(scripts: Scripts) -> None:
    with_outreach(scripts, "{per_day: 1, silence: 5m, revisit: {after: 👉181d, enabled: false}}")
    scripts.expect("shape", "at most 180d")


def test_a_span_that_is_none_is_shown_in_its_place(scripts: Scripts) -> None:
    with_outreach(scripts, "{per_day: 1, silence: 5 minutes}")
    [problem] = scripts.problems()
    assert "a span of time is wanted here" in problem.text


def test_an_order_source_says_how_long_it_may_take(scripts: Scripts) -> None:
    text = (scripts.root / "shop.yaml").read_text(encoding="utf-8")
    scripts.write("shop.yaml", f"{text}order_source: {{limit: 3s, retry: []}}\n")
    [problem] = scripts.problems()
    assert "nothing is listed here" in problem.text


def test_quiet_hours_leave_some_of_the_day(scripts: Scripts) -> None:
    with_outreach(scripts, '{per_day: 1, silence: 5m, quiet: {from: "09:00", until: "09:00"}}')
    [problem] = scripts.problems()
    assert "must differ" in problem.text

"""Numbers of shop.yaml that cannot be meant, pointed at where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts


def with_section(scripts: Scripts, section: str) -> None:
    text = (scripts.root / "shop.yaml").read_text(encoding="utf-8")
    scripts.write("shop.yaml", f"{text}{section}\n")


@pytest.mark.parametrize("percent", ["150", "-5", "100.5"])
def test_a_percentage_of_any_section_lies_between_0_and_100(scripts: Scripts, percent: str) -> None:
    with_section(scripts, f"bargain: {{single_off_percent: 👉{percent}}}")
    scripts.expect("shape", "`single_off_percent`: a percentage lies between 0 and 100")


@pytest.mark.parametrize("percent", ["0", "3", "99.5", "100"])
def test_any_other_percentage_is_the_shops_own_business(scripts: Scripts, percent: str) -> None:
    with_section(scripts, f"bargain: {{steps: [{{off_percent: {percent}}}]}}")
    assert scripts.problems() == ()


def test_no_reason_compensates_more_than_one_order_may_get_in_all(scripts: Scripts) -> None:
    with_section(scripts, "compensation: {late: 13, 👉service: 99999}\ngoodwill: {per_order: 13}")
    scripts.expect("shape", "`service`: 99999 is more than", hint="per_order` is 13")


def test_a_message_that_comes_several_times_comes_later_each_time(scripts: Scripts) -> None:
    with_section(scripts, "outreach: {per_day: 1, silence: 5m, follow_up: {after: [4d, 10d, 👉240h], enabled: false}}")
    scripts.expect("shape", "`240h` does not come after `10d`", hint="shortest span first")

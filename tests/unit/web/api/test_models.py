"""What the API is asked with: unknown members and contradictions are errors, not surprises."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.core.roles import Role
from bot.web.api import models


def test_a_misspelt_member_is_an_error() -> None:
    with pytest.raises(ValidationError, match="outcom"):
        models.GiveBack.model_validate({"outcom": "补发"})


@pytest.mark.parametrize("body", [{}, {"to_agent": 1, "to_role": "pre_sale"}])
def test_a_case_is_passed_to_an_agent_or_to_a_role(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="either to_agent or to_role"):
        models.Transfer.model_validate(body)
    assert models.Transfer.model_validate({"to_role": "pre_sale"}).to_role is Role.PRE_SALE


@pytest.mark.parametrize("login", ["", "a b", "a\tb", "a\n", "a\u200bb", "x" * 65])
def test_a_login_can_be_typed(login: str) -> None:
    with pytest.raises(ValidationError, match="login"):
        models.NewAgent.model_validate({"login": login, "name": "安", "role": "pre_sale"})


def test_a_name_is_one_line_that_can_be_seen() -> None:
    assert models.AgentChange.model_validate({"name": "安\n主管"}).name == "安 主管"
    with pytest.raises(ValidationError, match="a name is wanted"):
        models.AgentChange.model_validate({"name": " \n"})


def test_a_span_has_times_with_zones() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        models.ReplaySpan.model_validate({"since": "2026-03-02T00:00:00", "until": "2026-03-03T00:00:00Z"})


def test_a_secret_is_not_shown_with_a_webhook_that_is_listed() -> None:
    assert "secret" not in models.Webhook.model_fields
    assert "salt" not in models.Webhook.model_fields

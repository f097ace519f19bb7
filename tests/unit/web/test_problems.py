from __future__ import annotations

import json

import pytest

from bot.core.errors import (
    ConfigError,
    Conflict,
    KefuError,
    MediaRefused,
    NotAllowed,
    NotFound,
    ScriptError,
    StaleConversation,
    StorageError,
    StoreBusy,
    StoreTooNew,
)
from bot.desk.wording import conflict
from bot.web.problems import of_error, of_status, of_validation


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("没有这个接待"), 404),
        (NotAllowed("不可以"), 403),
        (Conflict("#1 已由 阿美 接待。"), 409),
        (MediaRefused("太大"), 415),
    ],
)
def test_each_error_has_its_status_and_tells_its_reason(error: KefuError, status: int) -> None:
    problem = of_error(error)

    assert (problem.status, problem.detail) == (status, str(error))


def test_a_busy_store_says_when_to_come_back() -> None:
    assert dict(of_error(StoreBusy()).headers) == {"Retry-After": "2"}


def test_a_database_that_fails_is_a_reason_to_come_back() -> None:
    problem = of_error(StoreTooNew("/var/kefu.db is newer"))

    assert (problem.status, dict(problem.headers)) == (503, {"Retry-After": "2"})
    assert "/var" not in problem.detail


@pytest.mark.parametrize("error", [ConfigError("/etc/kefu"), ScriptError([])])
def test_an_error_that_is_our_fault_keeps_its_words_to_itself(error: KefuError) -> None:
    problem = of_error(error)

    assert problem.status == 500
    assert str(error) not in problem.detail or not str(error)


def test_the_answer_is_a_problem_document() -> None:
    answer = of_error(Conflict("已经结束了")).response("/api/v1/cases/7")

    assert answer.media_type == "application/problem+json"
    assert json.loads(bytes(answer.body)) == {
        "type": "urn:kefu:conflict",
        "title": "Conflict",
        "status": 409,
        "code": "conflict",
        "detail": "已经结束了",
        "instance": "/api/v1/cases/7",
    }


def test_a_wrong_field_is_named_but_its_value_is_not_repeated() -> None:
    problem = of_validation([{"loc": ("body", "password"), "msg": "too long", "input": "hunter2"}])

    assert problem.errors == ({"field": "body.password", "text": "too long"},)
    assert "hunter2" not in str(problem.body("/x"))


def test_the_frameworks_refusals_take_the_same_shape() -> None:
    problem = of_status(405, "Method Not Allowed", {"Allow": "GET"})

    assert (problem.kind, dict(problem.headers)) == ("method-not-allowed", {"Allow": "GET"})


def test_a_program_is_told_which_error_it_is_and_a_person_in_their_language() -> None:
    error = conflict("case_held", case=7, name="阿美")

    assert of_error(error, "zh").body("/x")["detail"] == "#7 已由 阿美 接待。"
    assert of_error(error, "en").body("/x") | {"title": ""} == {
        "type": "urn:kefu:conflict",
        "title": "",
        "status": 409,
        "code": "case_held",
        "detail": "#7 is already with 阿美.",
        "instance": "/x",
    }


@pytest.mark.parametrize(
    "error", [StaleConversation(), StoreBusy(), StorageError("/var/kefu.db"), ConfigError("/etc/kefu")]
)
def test_what_is_not_the_clients_fault_is_told_in_both_languages(error: KefuError) -> None:
    chinese, english = of_error(error, "zh").detail, of_error(error, "en").detail

    assert "再试" in chinese
    assert english.isascii()

"""The OpenAPI document: valid, complete, and honest about errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI

from bot.web.api import agents, cases, messages, sessions, tasks, webhooks
from bot.web.api.access import PREFIX
from bot.web.api.document import describe, operation_id

READS = {"get"}


class Operation(NamedTuple):
    """One endpoint of the document."""

    method: str
    path: str
    says: dict[str, Any]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    app = FastAPI(title="kefu", version="1", generate_unique_id_function=operation_id)
    for room in (sessions, cases, messages, tasks, agents, webhooks):
        app.include_router(room.router)
    describe(app)
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, says in methods.items():
            yield Operation(method, path, says)


def errors(operation: Operation) -> set[int]:
    return {int(status) for status in operation.says["responses"] if int(status) >= 400}


def test_the_document_is_valid_and_every_reference_in_it_leads_somewhere(document: dict[str, Any]) -> None:
    OpenAPI.model_validate(document)
    references = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(document)))
    assert references
    assert sorted(references - document["components"]["schemas"].keys()) == []


def test_every_endpoint_is_explained_and_named_for_clients(document: dict[str, Any]) -> None:
    names = [each.says["operationId"] for each in operations(document)]
    assert len(names) == len(set(names))
    for each in operations(document):
        assert re.fullmatch(r"[a-z]+_[a-z_]+", each.says["operationId"]), each
        assert each.says["summary"], each
        assert each.says["description"], each
        assert each.says["tags"], each


def test_every_error_an_endpoint_names_is_a_problem_document(document: dict[str, Any]) -> None:
    for each in operations(document):
        for status in errors(each):
            [(kind, content)] = each.says["responses"][str(status)]["content"].items()
            assert kind == "application/problem+json", each
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, each
            assert each.says["responses"][str(status)]["description"], each


def test_every_endpoint_names_the_errors_it_can_answer_with(document: dict[str, Any]) -> None:
    for each in operations(document):
        wanted = {401, 422, 503}
        if "x-act" in each.says:
            wanted |= {403}
        if re.search(r"\{(case|task|agent|webhook|delivery)_id\}", each.path) and each.says["operationId"] not in {
            "cases_watch",  # who is at a case is kept in memory, whether there is such a case or not
            "messages_typing",
        }:
            wanted |= {404}
        assert wanted <= errors(each), each.path


def test_every_endpoint_but_signing_in_wants_a_token(document: dict[str, Any]) -> None:
    open_to_all = [each.path for each in operations(document) if "security" not in each.says]
    assert open_to_all == [f"{PREFIX}/sessions"]


def test_every_field_that_can_be_sent_is_described_by_a_type(document: dict[str, Any]) -> None:
    for each in operations(document):
        for parameter in each.says.get("parameters", ()):
            assert parameter["schema"], (each.path, parameter["name"])
        if each.method in READS:
            assert "requestBody" not in each.says, each.path

"""What the OpenAPI document says beyond the endpoints: names for generated clients, and the shape of errors."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from bot.web.api import models


def operation_id(route: APIRoute) -> str:
    """`cases_claim`: the group and the endpoint's name, for clients that are generated."""
    group = str(route.tags[0]) if route.tags else "web"
    return f"{group}_{route.name}"


def describe(app: FastAPI) -> None:
    """Add the shape of errors, to which every endpoint refers: FastAPI knows only shapes of JSON answers."""
    build = app.openapi

    def openapi() -> dict[str, Any]:
        document = build()
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = models.Problem.model_json_schema()
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI documents for changing the document

"""Agents, and their sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from bot.core.roles import Role
from bot.core.text import one_line
from bot.web.api.models.common import Answer, Request

_LONGEST_NAME: Final = 40


def _typed(login: str) -> str:
    if not login.isprintable() or any(char.isspace() for char in login):
        raise ValueError("visible characters without blanks are wanted here")
    return login


def _shown(name: str) -> str:
    cleaned = one_line(name, _LONGEST_NAME)
    if not cleaned:
        raise ValueError("a name is wanted here")
    return cleaned


_Login = Annotated[str, AfterValidator(_typed)]
_Name = Annotated[str, AfterValidator(_shown)]


class Agent(Answer):
    """A person at the desk."""

    id: int
    login: str
    name: str
    role: Role
    active: bool
    on_shift: bool


class Session(Answer):
    """A signed-in agent. Send `token` as `Authorization: Bearer`."""

    token: str
    expires_at: datetime
    agent: Agent


class SignIn(Request):
    """Credentials of an agent."""

    login: str = Field(max_length=100)
    password: str = Field(max_length=200)


class Shift(Request):
    """On or off shift."""

    on: bool


class NewAgent(Request):
    """Somebody who is to work the desk."""

    login: _Login = Field(min_length=1, max_length=64, description="What they sign in with: no blanks")
    name: _Name = Field(description="What colleagues and customers see")
    role: Role


class AgentChange(Request):
    """What is to change; what is left out stays."""

    name: _Name | None = None
    role: Role | None = None
    active: bool | None = None


class Password(Answer):
    """A new password, shown only now."""

    agent: Agent
    password: str

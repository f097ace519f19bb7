"""The API's endpoints about agents: whom a case can be passed to, and what supervisors do about colleagues."""

from __future__ import annotations

from fastapi import APIRouter

from bot.desk.permissions import Act
from bot.web.api import models
from bot.web.api.access import PREFIX, Caller, acts, problems
from bot.web.wiring import CurrentSite, RowId

router = APIRouter(prefix=PREFIX, tags=["agents"], responses=problems(401, 422, 503))


@router.get("/agents", summary="Everybody at the desk", **acts(Act.VIEW))
async def list_agents(site: CurrentSite) -> list[models.Agent]:
    """By login, those who are switched off, too."""
    return [models.Agent.model_validate(agent) for agent in await site.services.accounts.everybody()]


@router.post("/agents", status_code=201, summary="Add an agent", **acts(Act.AGENTS, 409))
async def add(site: CurrentSite, body: models.NewAgent) -> models.Password:
    """Answers with a password, which is shown only now."""
    password = await site.services.accounts.add(body.login, name=body.name, role=body.role)
    agent = await site.services.staff.find(body.login)
    return models.Password(agent=models.Agent.model_validate(agent), password=password)


@router.patch("/agents/{agent_id}", summary="Change an agent", **acts(Act.AGENTS, 404, 409))
async def change(site: CurrentSite, agent_id: RowId, body: models.AgentChange) -> models.Agent:
    """Name, role, and whether they may sign in; one supervisor has to stay.

    Who is switched off is signed out and loses all tokens.
    """
    agent = await site.services.staff.change(agent_id, name=body.name, role=body.role, active=body.active)
    return models.Agent.model_validate(agent)


@router.post("/agents/{agent_id}/password", summary="A new password", **acts(Act.AGENTS, 404, 409))
async def reset_password(site: CurrentSite, agent_id: RowId) -> models.Password:
    """Shown only now; it ends the agent's sessions."""
    agent = await site.services.staff.get(agent_id)
    password = await site.services.accounts.reset_password(agent.login)
    return models.Password(agent=models.Agent.model_validate(agent), password=password)


@router.post("/agents/{agent_id}/shift", summary="Put an agent on or off shift", **acts(Act.SHIFT_OTHERS, 404))
async def shift(site: CurrentSite, caller: Caller, agent_id: RowId, body: models.Shift) -> models.Agent:
    """Who forgot to go, or cannot come."""
    return models.Agent.model_validate(await site.services.desk.shift(caller, on=body.on, of=agent_id))

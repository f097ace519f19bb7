"""Handlers of what the shop remembers of a customer."""

from __future__ import annotations

from dataclasses import replace

from bot.core.customers import Tier, described, tagged, untagged
from bot.service.actions.job import Answer, Job


def note_customer(job: Job) -> Answer:
    """A tag, one that is no longer right, a note on temperament, the tier: whatever of these is given."""
    customer = job.uow.customers.get(job.conversation.id)
    if job.text("tag"):
        customer = tagged(customer, job.text("tag"))
    if job.text("untag"):
        customer = untagged(customer, job.text("untag"))
    if job.text("temperament"):
        customer = described(customer, job.text("temperament"))
    if job.text("tier"):
        customer = replace(customer, tier=Tier(job.text("tier")))
    job.uow.customers.save(customer)
    return job.done()


def set_notices(job: Job) -> Answer:
    """Whether the customer wants messages that they did not ask for."""
    customer = job.uow.customers.get(job.conversation.id)
    job.uow.customers.save(replace(customer, opted_out=job.text("on") != "true"))
    return job.done()

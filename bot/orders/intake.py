"""A batch of read orders into the store: idempotent by number, and never backwards unless asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.orders import Fulfilment, Order
from bot.core.ports import UnitOfWork
from bot.orders.merge import is_older, updated
from bot.orders.reader import ReadOrder
from bot.service.orders import import_batch
from bot.service.turns import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """A read order that the store knows to be further already; it changed nothing."""

    read: ReadOrder
    known: Fulfilment


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a batch: how many orders were new, changed something or changed nothing, and the older ones."""

    new: int
    changed: int
    unchanged: int
    older: tuple[Older, ...]


def take_in(uow: UnitOfWork, room: Room, batch: Sequence[ReadOrder], *, overwrite: bool = False) -> Taken:
    """Store the batch within one transaction; `overwrite` believes the file even where it goes back in time.

    An order that stands twice in the batch is stored as if the second came in a later file.
    """
    stored = uow.orders.get_many({read.order.number for read in batch})
    latest: dict[str, Order] = {}
    older: list[Older] = []
    for read in batch:
        told = read.order
        known = latest.get(told.number) or stored.get(told.number)
        if known is None or overwrite:
            latest[told.number] = told
        elif is_older(told, known):
            older.append(Older(read=read, known=known.fulfilment))
        else:
            latest[told.number] = updated(known, told)
    counts = import_batch(uow, room, list(latest.values()))
    new = len(latest.keys() - stored.keys())
    changed = counts.changed - new
    return Taken(new=new, changed=changed, unchanged=len(batch) - len(older) - new - changed, older=tuple(older))

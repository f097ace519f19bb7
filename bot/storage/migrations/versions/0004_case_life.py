"""The life of a case: queues of roles, waits, shifts, tiers, blocked customers, and what orders are found by."""

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"

_BATCH: Final = 1000


def upgrade() -> None:
    """Widen five tables and fill in what rows of before are known to say."""
    op.add_column("agents", sa.Column("on_shift", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("customers", sa.Column("tier", sa.Text(), nullable=False, server_default="normal"))
    op.add_column("customers", sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_conversations_peer_name", "conversations", ["peer_name"])
    _widen_cases()
    _key_messages()
    _widen_orders()


def _widen_cases() -> None:
    """Who waits has waited since the handoff; who was taken and not answered yet, too. Of others it is not known."""
    op.add_column("cases", sa.Column("role", sa.Text(), nullable=False, server_default="after_sale"))
    op.add_column("cases", sa.Column("language", sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("collected", sa.Text(), nullable=False, server_default="{}"))
    for name in ("waiting_since", "taken_at", "reminded_at"):
        op.add_column("cases", sa.Column(name, sa.BigInteger()))
    op.drop_index("ix_cases_status", "cases")
    op.create_index("ix_cases_status", "cases", ["status", "role", "id"])
    op.execute(
        "UPDATE cases SET waiting_since = opened_at"
        " WHERE status = 'waiting' OR (status = 'taken' AND first_reply_at IS NULL)"
    )
    op.execute("UPDATE cases SET status = 'answered' WHERE status = 'taken' AND first_reply_at IS NOT NULL")
    op.execute(
        "UPDATE cases SET taken_at = (SELECT max(at) FROM case_events"
        " WHERE case_events.case_id = cases.id AND kind = 'claimed')"
    )


def _key_messages() -> None:
    op.add_column("transcript", sa.Column("key", sa.Text()))
    filled = sa.text('"key" IS NOT NULL')
    op.create_index(
        "ix_transcript_key", "transcript", ["key"], unique=True, sqlite_where=filled, postgresql_where=filled
    )


def _widen_orders() -> None:
    for name in ("receiver", "phone_tail", "tracking_number"):
        op.add_column("orders", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _fill_orders()
    for name in ("receiver", "phone_tail", "tracking_number"):
        op.create_index(f"ix_orders_{name}", "orders", [name])


def _fill_orders() -> None:
    """What orders are looked for by stands in their documents so far."""
    connection = op.get_bind()
    page = sa.text("SELECT number, document FROM orders WHERE number > :last ORDER BY number LIMIT :limit")
    change = sa.text(
        "UPDATE orders SET receiver = :receiver, phone_tail = :phone_tail, tracking_number = :tracking_number"
        " WHERE number = :number"
    )
    last = ""
    while rows := connection.execute(page, {"last": last, "limit": _BATCH}).all():
        connection.execute(change, [_found_by(number, json.loads(document)) for number, document in rows])
        last = rows[-1].number


def _found_by(number: str, document: dict[str, Any]) -> dict[str, str]:
    digits = "".join(char for char in document.get("phone", "") if char.isascii() and char.isdigit())
    return {
        "number": number,
        "receiver": document.get("receiver", ""),
        "phone_tail": digits[-4:] if len(digits) >= 4 else "",
        "tracking_number": document.get("tracking_number", ""),
    }

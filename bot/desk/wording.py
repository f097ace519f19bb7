"""Why something was not done, by code, in the words of each language the desk can be read in.

The rules raise errors with a code and values; both desks and the API show them in their reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.core.errors import Conflict, Declined, NotAllowed, NotFound
from bot.core.roles import Role

_ZH, _EN = 0, 1
_AND: Final = ("和", " and ")
_ROLE_VALUES: Final = frozenset({"role", "roles"})
"""Values that are ids of roles, separated by blanks."""

ROLES: Final[Mapping[Role, tuple[str, str]]] = MappingProxyType(
    {
        Role.PRE_SALE: ("售前", "pre-sale"),
        Role.AFTER_SALE: ("售后", "after-sale"),
        Role.WAREHOUSE: ("仓库", "warehouse"),
        Role.PRINTING: ("打单", "printing"),
        Role.FINANCE: ("财务", "finance"),
        Role.SUPERVISOR: ("主管", "supervisor"),
    }
)
"""What roles are called, in Chinese and English."""

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # Who may
        "role_needed": ("只有{roles}可以这样做。", "Only {roles} may do that."),
        "action_not_yours": ("只有{roles}可以办这件事。", "Only {roles} may do that for a customer."),
        # A case
        "case_unknown": ("没有 #{case} 这次接待。", "There is no case #{case}."),
        "case_held": ("#{case} 已由 {name} 接待。", "#{case} is already with {name}."),
        "case_not_taken": ("#{case} 还没有人接待，请先接待。", "Nobody has #{case} yet. Take it first."),
        "case_ended": ("#{case} 已经结束了。", "#{case} has ended."),
        "case_open": ("#{case} 还没有结束。", "#{case} has not ended."),
        "case_other_open": (
            "这位顾客正在接待中（#{other}），不能再打开 #{case}。",
            "#{other} is open with this customer, so #{case} stays ended.",
        ),
        "close_not_yours": (
            "#{case} 由 {name} 接待，只有本人或主管可以关闭。",
            "#{case} is with {name}; only they or a supervisor may close it.",
        ),
        "move_not_yours": (
            "#{case} 由 {name} 接待，只有本人或主管可以转交。",
            "#{case} is with {name}; only they or a supervisor may pass it on.",
        ),
        "transfer_nowhere": ("请选转给哪位同事或哪个岗位。", "Choose a colleague or a role to pass it to."),
        "transfer_same_agent": ("#{case} 本来就由 {name} 接待。", "#{case} is with {name} already."),
        "transfer_same_role": ("#{case} 本来就在{role}的队列里。", "#{case} already waits for {role}."),
        "transfer_unable": ("{name}（{role}）不能接待顾客。", "{name} ({role}) does not take customers."),
        "transfer_role_unable": ("{role}不接待顾客，不能转过去。", "{role} does not take customers."),
        "agent_inactive": ("{name} 的账号已停用。", "{name}'s account is switched off."),
        "agent_unknown": ("没有这位同事。", "There is no such colleague."),
        "customer_blocked": ("这位顾客已被拉黑，请先解除。", "This customer is blocked. Lift that first."),
        # What agents write
        "reply_empty": ("回复是空的，没有发送。", "The reply is empty; nothing was sent."),
        "reply_too_long": (
            "回复有 {length} 个字，最多 {limit} 个，没有发送也没有保存。请缩短或分成几条。",
            "The reply has {length} characters, at most {limit} go. Nothing was sent; shorten or split it.",
        ),
        "note_empty": ("备注是空的，没有保存。", "The note is empty; nothing was kept."),
        "note_too_long": (
            "备注有 {length} 个字，最多 {limit} 个，没有发送也没有保存。请缩短或分成几条。",
            "The note has {length} characters, at most {limit} go. Nothing was kept; shorten or split it.",
        ),
        "outcome_too_long": (
            "处理结果有 {length} 个字，最多 {limit} 个，没有发送也没有保存。请缩短或分成几条。",
            "The outcome has {length} characters, at most {limit} go. Nothing was kept; shorten it.",
        ),
        "hole_left": ("还有没填的空：〔{hole}〕，没有发送。", "〔{hole}〕 is not filled in; nothing was sent."),
        "command_line": (
            "“{line}”像是给同事的命令，整条没有发给顾客，也没有保存。命令请单独发；要发给顾客的话请改掉斜杠。",
            "“{line}” looks like a command for the desk; nothing was sent or kept. Leave the slash out to say it.",
        ),
        "key_reused": (
            "这个 Idempotency-Key 已经用在别的操作或别的内容上了，请换一个。",
            "This Idempotency-Key was used for something else; take another.",
        ),
        "action_failed": ("没有办成：{detail}。", "It could not be done: {detail}."),
        "slot_unknown": ("话术里没有“{slot}”这一项。", "The scripts have no slot {slot}."),
        "slot_value": ("“{slot}”填得不对，可以填：{values}。", "{slot} cannot be that; it can be: {values}."),
        "canned_unknown": ("没有“/{name}”这条快捷回复。", "There is no canned reply /{name}."),
        # Actions for a customer
        "action_unknown": ("没有“{action}”这个操作。", "There is no action {action}."),
        "order_not_theirs": ("这位顾客没有订单 {order}。", "This customer has no order {order}."),
        "argument_missing": ("还缺“{name}”。", "{name} is missing."),
        "argument_foreign": ("“{name}”不属于这个操作。", "{name} does not belong to this action."),
        "argument_value": ("“{name}”不能是这个值，可以是：{values}。", "{name} cannot be that; it can be: {values}."),
        "argument_wrong": ("“{name}”填得不对。", "{name} is not right."),
        "refund_whole": (
            "全额退款不填金额；只退一部分请选“部分”。",
            "A refund of all of it takes no amount; choose a part to refund so much.",
        ),
        # Messages
        "upload_unknown": (
            "附件已经过期，或者不是您上传的，请重新上传。",
            "That upload has expired or is not yours. Please upload it again.",
        ),
        "file_unknown": ("没有这个文件，或者链接已经过期。", "There is no such file, or its link has expired."),
        "message_unknown": ("这次接待里没有这条消息。", "There is no such message in this case."),
        "message_not_failed": ("这条消息不用重发。", "This message needs no sending again."),
        "message_not_agents": ("只有同事发的消息可以重发。", "Only what colleagues wrote can be sent again."),
        "message_not_yours": ("只能改自己发的话。", "You can change only what you wrote."),
        "message_on_its_way": ("这条正在发送，请稍后再改。", "It is on its way; change it in a moment."),
        "edit_refused": (
            "顾客那边的消息改不了（可能已被删除），没有同步，请再发一条。",
            "The platform does not change that message (it may be deleted). Nothing was changed; write anew.",
        ),
        "edit_uncertain": (
            "Telegram 没有答应，不知道顾客那边改了没有，请稍后再改一次。",
            "Telegram did not answer, so the customer may see either. Change it once more in a moment.",
        ),
        "edit_too_different": (
            "改动前后的长短差太多，没有同步给顾客，请把改好的话再发一条。",
            "It was sent in other parts than these words need. Nothing was changed; write anew.",
        ),
        "channel_away": (
            "顾客的渠道现在没有连接，没有改动，请稍后再试。",
            "The customer's channel is not connected. Nothing was changed; try again later.",
        ),
        "message_not_arrived": (
            "这条没有送达顾客，改了也看不到，请重新发一条。",
            "It did not arrive, so nobody would see the change. Write it anew.",
        ),
        # Signing in, and people
        "login_wrong": ("登录名或密码不对。", "The login or the password is wrong."),
        "login_tries": (
            "试错次数太多，请十分钟后再登录。",
            "Too many wrong tries. Sign in again in ten minutes.",
        ),
        "login_unknown": ("没有登录名为 {login} 的同事。", "There is no agent {login}; see: kefu agents list"),
        "login_taken": ("登录名 {login} 已经有人用了。", "The login {login} is taken."),
        "last_supervisor": (
            "至少要留一位在用的主管，没有修改。请先添加另一位主管。",
            "One supervisor has to stay; nothing was changed. Add another supervisor first.",
        ),
        "token_exists": ("已经有名为“{name}”的令牌，请先吊销它。", "There is a token {name} already; revoke it first."),
        "token_unknown": ("没有名为“{name}”的令牌。", "There is no token {name}."),
        "token_lasts": (
            "这是长期令牌，不能退出登录；请用 kefu agents token --revoke 吊销。",
            "This is a token that lasts, not a session; revoke it with: kefu agents token LOGIN --revoke",
        ),
        # Webhooks
        "webhook_unknown": ("没有 {webhook} 号 webhook。", "There is no webhook {webhook}."),
        "webhook_url_wrong": (
            "请填接收方的完整网址，例如 https://example.com/kefu；中文域名请写成 xn-- 的形式。",
            "A whole address is wanted here, such as https://example.com/kefu; other letters in their xn-- form.",
        ),
        "webhook_url_plain": (
            "接收方必须用 https；内网测试请打开 webhooks.allow_private_networks。",
            "The receiver has to use https. For private networks set webhooks.allow_private_networks.",
        ),
        "webhook_url_private": (
            "这个地址在内网，不能发送；确实需要请打开 webhooks.allow_private_networks。",
            "That address is in a private network. If that is meant, set webhooks.allow_private_networks.",
        ),
        "webhook_events": ("请选事件，可选：{events}。", "Choose events among: {events}."),
        "webhook_too_many": ("最多 {most} 个 webhook。", "There can be {most} webhooks at most."),
        "delivery_unknown": ("没有这条投递记录。", "There is no such delivery."),
        # Tasks
        "task_unknown": ("没有 {task} 号任务。", "There is no task {task}."),
        "task_no_approval": ("{task} 不需要审批。", "{task} needs no approval."),
        "task_decided": ("{task} 已经处理过了。", "{task} was dealt with."),
        "task_decided_by": ("{task} 已经处理过了（{name}）。", "{task} was dealt with by {name}."),
        "task_decide_role": ("只有{roles}可以审批 {task}。", "Only {roles} may decide about {task}."),
        "task_finish_role": ("只有{roles}可以完成 {task}。", "Only {roles} may finish {task}."),
        "task_needs_decision": (
            "{task} 需要审批，请选同意或不同意。",
            "{task} needs a decision: approve or refuse it.",
        ),
        "task_order_gone": (
            "找不到 {task} 对应的订单，无法核对金额。",
            "The order of {task} is gone; amounts cannot be checked.",
        ),
        "task_no_proposal": ("{task} 还没有写处理方案。", "{task} has no proposal yet."),
        "task_price_too_late": (
            "订单 {order} 已经付款或关闭，不能再改价，请拒绝 {task}。",
            "Order {order} is paid or closed and keeps its price. Refuse {task}.",
        ),
        "task_price_too_low": (
            "降价 {off}% 超过了 {most}% 的权限，请主管审批。",
            "{off}% off is beyond your {most}%. Ask a supervisor.",
        ),
        "complaint_unknown": ("{task} 不是投诉。", "{task} is no complaint."),
        "letter_too_early": (
            "回函还写不了：请先写好核实情况、原因和处理方案。",
            "The letter needs facts, cause and proposal to be written first.",
        ),
        "letter_unwritten": (
            "话术里没有投诉回函的模板（common.yaml 的 letter）。",
            "The scripts have no letter that answers complaints (letter in common.yaml).",
        ),
        "complaint_archived": ("{task} 已经归档了。", "{task} is archived."),
        "complaint_unfinished": (
            "{task} 归档前要先写好分类和总结。",
            "Write the classification and the summary of {task} before archiving it.",
        ),
        "complaint_part_unknown": ("投诉记录里没有“{part}”这一项。", "A complaint's record has no part {part}."),
        "complaint_proposal_fixed": (
            "{task} 的处理方案已经批准，不能再改。",
            "The proposal of {task} is approved and stays as it is.",
        ),
        "complaint_write_role": (
            "只有{roles}可以写 {task} 的处理记录。",
            "Only {roles} may write the record of {task}.",
        ),
    }
)
"""Code → Chinese and English, with the same values."""


def words(code: str, values: Mapping[str, str], language: str) -> str:
    """What is told to a reader of this language; roles are given by their ids. Raises KeyError for no such code."""
    at = _ZH if language == "zh" else _EN
    told = {
        name: named([Role(one) for one in value.split()], language) if name in _ROLE_VALUES else value
        for name, value in values.items()
    }
    return WORDS[code][at].format(**told)


def of_error(error: Declined, language: str) -> str:
    """An error in the words of this language; one without a code in its own."""
    return words(error.code, error.values, language) if error.code else str(error)


def named(roles: Iterable[Role], language: str) -> str:
    """Roles as they stand in a sentence."""
    at = _ZH if language == "zh" else _EN
    return _AND[at].join(dict.fromkeys(ROLES[role][at] for role in roles))


def conflict(code: str, **values: object) -> Conflict:
    """The error to raise; its message is the Chinese one."""
    told = _texts(values)
    return Conflict(words(code, told, "zh"), code=code, values=told)


def not_allowed(code: str, **values: object) -> NotAllowed:
    """As `conflict`, for who may not."""
    told = _texts(values)
    return NotAllowed(words(code, told, "zh"), code=code, values=told)


def not_found(code: str, **values: object) -> NotFound:
    """As `conflict`, for what does not exist."""
    told = _texts(values)
    return NotFound(words(code, told, "zh"), code=code, values=told)


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}

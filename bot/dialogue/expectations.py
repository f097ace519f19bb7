"""Playing a conversation test: what the bot must do, what it did, and a report that shows the talk so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.core.actions import Action, CancelTimer, HandOff, Perform, Rate, Say, StartTimer, VerifyOrder
from bot.core.conversation import JsonValue
from bot.dialogue.asking import ASK, CONFIRM
from bot.dialogue.rehearsal import Heard
from bot.dialogue.replies import common
from bot.dialogue.talks import Turned, played
from bot.dialogue.turn import HANDOFF_LINE
from bot.scripts.book import ScriptBook
from bot.scripts.conversations import ConversationDoc, ExpectationDoc, TurnDoc
from bot.scripts.scope import COMMON

_PROOFS: Final = frozenset(common(name) for name in ("bind_order", "bind_phone", "bind_number", "bind_refused"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Where a conversation test went another way.

    Attributes:
        turn: number of the turn, from 1.
        line: its line in the test file.
        reasons: what was expected and did not come, or came and was not expected.
        report: the talk so far, what was expected, what came, and why.
    """

    turn: int
    line: int
    reasons: tuple[str, ...]
    report: str


@dataclass(slots=True, kw_only=True)
class _Check:
    """One turn being compared: the actions nobody has asked for yet, and what is missing."""

    topic: str
    heard: Heard
    rest: list[Action]
    reasons: list[str] = field(default_factory=list)

    def take(self, wanted: Callable[[Action], bool], missing: str) -> None:
        """The next action of this kind must be the wanted one."""
        found = next((action for action in self.rest if wanted(action)), None)
        if found is None:
            self.reasons.append(missing)
            return
        says = [action for action in self.rest[: self.rest.index(found)] if isinstance(action, Say)]
        if isinstance(found, Say) and says:
            self.reasons.append(f"{missing.removesuffix(' did not come')} came after {says[0].reply}")
        self.rest.remove(found)


def play(book: ScriptBook, language: str, topic: str, test: ConversationDoc) -> Failure | None:
    """Run a conversation test; None when the bot did all of it and nothing else."""
    return first_failure(topic, test, played(book, language, test))


def first_failure(topic: str, test: ConversationDoc, turns: Iterable[Turned]) -> Failure | None:
    """Where a talk went another way than the test says; None when it nowhere did."""
    talk: list[str] = []
    for number, turned in enumerate(turns, start=1):
        talk += [f"  {line}" for line in turned.happened]
        reasons = _compare(topic, turned.doc, turned.heard)
        if reasons:
            report = _report(test, talk, turned.doc, turned.heard, reasons)
            return Failure(turn=number, line=_line(turned.doc), reasons=tuple(reasons), report=report)
        talk += [f"       bot: {_told(action)}" for action in turned.heard.actions]
    return None


def _compare(topic: str, turn: TurnDoc, heard: Heard) -> list[str]:
    check = _Check(topic=topic, heard=heard, rest=list(heard.actions))
    for expected in turn.bot:
        for key, compare in _KINDS.items():
            value = getattr(expected, key)
            if value is not None:
                compare(check, value)
    for action in check.rest:
        if isinstance(action, Say | HandOff):
            check.reasons.append(f"not expected: {_told(action)}")
    return check.reasons


def _reply(check: _Check, name: str) -> None:
    names = {name} if "." in name else {f"{check.topic}.{name}", f"{COMMON}.{name}"}
    check.take(lambda action: isinstance(action, Say) and action.reply in names, f"reply {name} did not come")


def _ask(check: _Check, slot: str) -> None:
    """A question for the slot; for an order also the question for the proof that it is theirs."""
    names = {f"{ASK}{slot}"} | (_PROOFS if check.heard.asking == slot else frozenset())
    check.take(lambda action: isinstance(action, Say) and action.reply in names, f"question for {slot} did not come")


def _ask_which(check: _Check, intents: list[str]) -> None:
    name = common("ask_which")
    check.take(lambda action: isinstance(action, Say) and action.reply == name, "asking which did not come")
    if set(check.heard.options) != {str(intent) for intent in intents}:
        check.reasons.append(f"offered were {', '.join(check.heard.options) or 'no intents'}")


def _confirm(check: _Check, name: str) -> None:
    names = {name, f"{check.topic}.{name}", f"{COMMON}.{name}", common("confirm_again")}
    check.take(lambda action: isinstance(action, Say) and action.reply in names, f"confirmation {name} did not come")
    if check.heard.asking != CONFIRM:
        check.reasons.append(f"no confirmation is open, but {check.heard.asking or 'nothing'}")


def _handoff(check: _Check, reason: str) -> None:
    found = next((action for action in check.rest if isinstance(action, HandOff)), None)
    if found is None or found.reason != reason:
        check.reasons.append(f"no handoff for {reason}" + (f" but for {found.reason}" if found else ""))
        return
    check.rest.remove(found)
    check.rest[:] = [one for one in check.rest if not (isinstance(one, Say) and one.reply == HANDOFF_LINE)]


def _slot(check: _Check, values: Mapping[str, JsonValue]) -> None:
    for name, wanted in values.items():
        value = check.heard.slots.get(name)
        counted = len(value) if isinstance(value, list) else value
        if wanted not in (value, counted):
            check.reasons.append(f"slot {name} is {value!r}, not {wanted!r}")


def _does(check: _Check, name: str) -> None:
    check.take(lambda action: isinstance(action, Perform) and action.name == name, f"action {name} was not performed")


def _says(check: _Check, text: str) -> None:
    """Beside another expectation it looks at the whole turn; alone it accounts for the message that contains it."""
    said = [action for action in check.heard.actions if isinstance(action, Say) and text in action.content.text]
    if not said:
        check.reasons.append(f"nothing said contains {text!r}")
    elif not any(action not in check.rest for action in said):
        check.rest.remove(said[0])


def _silent(check: _Check, wanted: bool) -> None:
    if wanted == any(isinstance(action, Say | HandOff) for action in check.heard.actions):
        check.reasons.append("the bot should be silent" if wanted else "the bot should not be silent")


_KINDS: Final[Mapping[str, Callable[..., None]]] = {
    "reply": _reply,
    "ask": _ask,
    "ask_which": _ask_which,
    "confirm": _confirm,
    "handoff": _handoff,
    "slot": _slot,
    "does": _does,
    "says": _says,
    "silent": _silent,
}


def _line(turn: TurnDoc) -> int:
    texts = [one.text or one.press for one in turn.user]
    if turn.shop is not None:
        texts = [turn.shop.outcome, turn.shop.notice]
    elif turn.after is not None:
        texts = [turn.after]
    return next((text.place.line for text in texts if text is not None), 0)


def _report(test: ConversationDoc, talk: list[str], turn: TurnDoc, heard: Heard, reasons: list[str]) -> str:
    expected = [f"  expected: {_wanted(one)}" for one in turn.bot]
    came = [f"      came: {_told(action)}" for action in heard.actions] or ["      came: nothing"]
    why = [f"       why: {line}" for line in heard.trace]
    return "\n".join([f"{test.name}", *talk, *expected, *came, *(f"        so: {one}" for one in reasons), *why])


def _wanted(expected: ExpectationDoc) -> str:
    return ", ".join(f"{key}: {getattr(expected, key)}" for key in sorted(expected.model_fields_set))


def _told(action: Action) -> str:
    """One action in a line."""
    match action:
        case Say():
            buttons = "".join(f" [{button.title}]" for button in action.content.buttons)
            return f"({action.reply}) {action.content.text}{buttons}"
        case HandOff():
            return f"-> a person: {action.reason} {action.slots or ''}"
        case Perform():
            return f"-> does {action.name} {action.args}"
        case VerifyOrder():
            return f"-> verifies {action.number} with {action.phone_tail}"
        case StartTimer():
            return f"-> comes back to {action.kind} after {action.after}"
        case CancelTimer():
            return f"-> does not come back to {action.key}"
        case Rate(said=said):
            return f"-> keeps the rating {said.satisfaction or ''} {said.cause} {said.words}".rstrip()

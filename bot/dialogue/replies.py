"""Saying what the scripts say: the alternative that fits, a variant that was not just said, its buttons.

A text that cannot be rendered raises TemplateError; `step` then calls a person, so that no customer reads half a
sentence or an invented one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.errors import TemplateError
from bot.core.messages import Button
from bot.dialogue import context, points
from bot.dialogue.turn import WARM, ScriptGone, Talk
from bot.scripts.book import POLITE, Alternative, Reply
from bot.scripts.scope import COMMON
from bot.scripts.templates import Template

YES_NO: Final = frozenset({"yes", "no"})
"""Values of buttons that answer a confirmation."""

MAX_TOLD: Final = 2
"""How often the same words may stand among the last sentences before they help nobody any more."""


def common(name: str) -> str:
    """The qualified name of one of the engine's own replies."""
    return f"{COMMON}.{name}"


def say_reply(
    talk: Talk,
    name: str,
    *,
    buttons: Sequence[Button] = (),
    most: int | None = None,
    about: str = "",
    lead: str = "",
    **more: object,
) -> bool:
    """Say the reply. False when every variant would repeat the last sentence: nothing is said then.

    Args:
        talk: the turn in the making.
        name: qualified name.
        buttons: offered instead of the reply's own.
        most: how often the same words may stand among the last sentences; None for any number of times.
        about: the question (`asking.question_key`) that its yes and no answer; a press carries it back.
        lead: qualified name of a reply whose words go before it and whose buttons behind its own, in one message that
            is known by that name.
        **more: names that only this reply has.

    Raises:
        ScriptGone: there is no such reply.
        TemplateError: no text fits what is known.
    """
    alternative, text = _chosen(talk, name, more)
    if text is None or (most is not None and talk.state.last_said.count(text) >= most):
        talk.note(f"kept back {name}: the customer has just read it")
        return False
    own = _buttons_of(alternative, about)
    if lead:
        leading, before = _chosen(talk, lead, more)
        text = f"{before}\n{text}" if before else text
        own = (*own, *(button for button in _buttons_of(leading, about) if button not in own))
    talk.say(text, reply=lead or name, buttons=tuple(buttons) or own)
    return True


def bound_buttons(talk: Talk, name: str, *, about: str) -> tuple[Button, ...]:
    """The buttons that the reply would have now, its yes and no being about this question. Raises as `say_reply`."""
    return _buttons_of(_fitting(find(talk, name), context.build(talk))[1], about)


def which_buttons(talk: Talk, intents: Sequence[str]) -> tuple[Button, ...]:
    """A numbered button for each of the intents that may be meant."""
    titles = [talk.pack.intents[name].title for name in intents]
    numbered = enumerate(zip(intents, titles, strict=True), start=1)
    return tuple(Button(value=name, title=f"{at}. {title}") for at, (name, title) in numbered)


def _buttons_of(alternative: Alternative, about: str) -> tuple[Button, ...]:
    return tuple(Button(value=_bound_to(about, button.value), title=button.title) for button in alternative.buttons)


def _bound_to(question: str, value: str) -> str:
    """A yes answers the question it stands below, and no other that may be open when it is pressed."""
    return f"{value}:{question}" if question and value in YES_NO else value


def words(talk: Talk, name: str, **more: object) -> str | None:
    """The reply's words as they would be said now, without saying them. Raises ScriptGone, TemplateError."""
    return _chosen(talk, name, more)[1]


def _chosen(talk: Talk, name: str, more: Mapping[str, object]) -> tuple[Alternative, str | None]:
    """The alternative that fits, and its words unless they would repeat the last sentence."""
    values = context.build(talk, **more)
    at, alternative = _fitting(find(talk, name), values)
    first = talk.state.rotation.get(name, 0)
    wording = fresh(talk, alternative.texts, values, first=first)
    if wording is None:
        return alternative, None
    place = points.way(name, at)
    talk.reach(place, points.wording_of(place, wording[0]))
    return alternative, wording[1]


def answer(talk: Talk, name: str, *, intent: str) -> None:
    """Say a reply that the customer asked for; if it would be the same words again, a person may be needed.

    Who writes the same sentence a third time within minutes has read the other wordings, and is not helped by them.
    """
    known, heard = talk.pack.intents.get(intent), talk.state.heard
    told = sum(one.intent == intent and talk.now - one.at <= WARM for one in talk.state.attempts)
    again = told >= MAX_TOLD and bool(heard) and heard.count(heard[-1]) > MAX_TOLD
    most = 1 if again and known is not None and known.part not in POLITE else MAX_TOLD
    if not say_reply(talk, name, most=most):
        talk.withheld = True


def find(talk: Talk, name: str) -> Reply:
    """The reply of this qualified name. Raises ScriptGone."""
    reply = talk.pack.replies.get(name)
    if reply is None:
        raise ScriptGone(f"there is no reply {name} in {talk.pack.language}")
    return reply


def fresh(talk: Talk, texts: Sequence[Template], values: Mapping[str, object], *, first: int) -> tuple[int, str] | None:
    """Variant number `first` (from 0, going round), or the next one if that was the last sentence; None if none is.

    With the words comes the number of the variant.

    Raises TemplateError.
    """
    last = talk.state.last_said[-1] if talk.state.last_said else None
    for at in range(first, first + len(texts)):
        template = texts[at % len(texts)]
        text = template.render(values).strip()
        if not text:
            raise TemplateError("the text is empty", origin=template.origin)
        if text != last:
            return at % len(texts), text
    return None


def _fitting(reply: Reply, values: Mapping[str, object]) -> tuple[int, Alternative]:
    for at, alternative in enumerate(reply.alternatives):
        if alternative.when is None or alternative.when.holds(values):
            return at, alternative
    raise TemplateError("no alternative fits, and the last one has a condition", origin=reply.name)

"""One language pack: its topic files → Pack, with every check that needs them all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bot.core.conversation import JsonValue
from bot.scripts import checks
from bot.scripts.book import Intent, Naming, Pack, Product, Reply, Topic
from bot.scripts.building import Builder, with_yes_and_no
from bot.scripts.canned_documents import CannedDoc, compile_canned
from bot.scripts.common_documents import NamingDoc
from bot.scripts.documents import TopicDoc
from bot.scripts.engine_replies import OUTREACH_TOPIC, RATING_TOPIC
from bot.scripts.filling import FillingCheck
from bot.scripts.flow_building import FlowBuilder
from bot.scripts.flows import Collect, Flow
from bot.scripts.parity import Side
from bot.scripts.piece_documents import compile_pieces
from bot.scripts.rating_checks import check_ratings
from bot.scripts.report import Report
from bot.scripts.scope import COMMON, Scope
from bot.scripts.sentences import Sentences, Words
from bot.scripts.slot_building import SlotBuilder
from bot.scripts.slots import Slot
from bot.scripts.taken_back import compile_taken_back
from bot.scripts.variables import known_names
from intents import Matcher, Wish


class PackCompiler:
    """Compiles the topics of one language; `fit` is for when no file has a problem."""

    def __init__(
        self,
        language: str,
        topics: Mapping[str, TopicDoc],
        shop: Mapping[str, JsonValue],
        products: Mapping[str, Product],
        report: Report,
        *,
        folder: str,
        canned: CannedDoc | None = None,
    ) -> None:
        self._language = language
        self._folder = folder
        self.topics = topics
        self.shop = shop
        self._scope = Scope(language, topics, report)
        words = Words(self._scope)
        patterns = words.patterns(COMMON)
        builder = Builder(self._scope, words)
        slots = SlotBuilder(self._scope, words)
        flows = FlowBuilder(self._scope, words, shop)
        self.slots: dict[str, Slot] = {
            str(name): slots.slot(name, topic, doc)
            for topic, topic_doc in topics.items()
            for name, doc in topic_doc.slots.items()
        }
        sentences = Sentences(self._scope, words, self.slots, products)
        self.intents: dict[str, Intent] = {
            str(name): builder.intent(name, topic, doc, sentences)
            for topic, topic_doc in topics.items()
            for name, doc in topic_doc.intents.items()
        }
        self.flows: dict[str, Flow] = {
            f"{topic}.{name}": flows.flow(name, topic, doc)
            for topic, topic_doc in topics.items()
            for name, doc in topic_doc.flows.items()
        }
        replies: dict[str, Reply] = {
            f"{topic}.{name}": builder.reply(name, topic, docs)
            for topic, topic_doc in topics.items()
            for name, docs in topic_doc.replies.items()
        }
        common = topics.get(COMMON)
        self.consent = builder.consent(common.consent if common else None)
        self.pieces = compile_pieces(common.pieces if common else None, patterns)
        self.naming = _naming(common.naming if common else None)
        self.taken_back = compile_taken_back(common.taken_back if common else None, patterns, report)
        self.letter = builder.letter(common.letter if common else None)
        yes, no = (builder.common_button(value) for value in ("yes", "no"))
        self.replies = with_yes_and_no(replies, self.flows, yes, no)
        self._names = known_names(shop, self.slots, products)
        self.canned = compile_canned(canned, self.slots, self._names, language, report) if canned else {}

    def check(self) -> None:
        """Report whatever does not fit together."""
        folder = self._folder
        scope = self._scope
        checks.check_texts(scope.written, self._names, self._language, scope.report)
        checks.check_actions(self.flows, self.slots, self.topics, scope.report)
        checks.check_questions(self._collected(), self.topics, scope.report)
        checks.check_orders(self.intents, self.flows, self.slots, self.topics, scope.report)
        checks.check_parts(self.topics, scope.report)
        FillingCheck(self.flows, self.intents, self.slots, self.replies).check(scope)
        checks.check_engine_replies(self.topics, f"{folder}/{COMMON}.yaml", scope.report)
        checks.check_outreach(self.shop, self.topics, f"{folder}/{OUTREACH_TOPIC}.yaml", scope.report)
        check_ratings(self.shop, self.slots, f"{folder}/{RATING_TOPIC}.yaml", scope)
        for item in scope.written:
            for reference in item.value.references:
                scope.use("slot", reference.path[0])
        scope.report_unused()

    def _collected(self) -> frozenset[str]:
        needed = [name for intent in self.intents.values() for name in intent.needs]
        steps = [step for flow in self.flows.values() for step in flow.steps if isinstance(step, Collect)]
        return frozenset((*needed, *(name for step in steps for name in step.slots if not step.listens_for(name))))

    def side(self) -> Side:
        """This pack, as it is compared with others."""
        return Side(
            language=self._language,
            folder=self._folder,
            intents=self.intents,
            slots=self.slots,
            flows=self.flows,
            replies=self.replies,
            canned=self.canned,
        )

    def fit(self, wish: Wish, cache: Path | None = None) -> Pack:
        """The pack with the matcher that learned its examples, or read it from the folder `cache`."""
        specs = [intent.spec for intent in self.intents.values()]
        matcher = Matcher.fit(specs, wish=wish, language=self._language, cache=cache, pack=self._folder)
        topics = {
            str(name): Topic(id=str(name), title=str(doc.title), path=f"{self._language}/{name}.yaml")
            for name, doc in self.topics.items()
        }
        return Pack(
            language=self._language,
            topics=MappingProxyType(topics),
            intents=MappingProxyType(self.intents),
            slots=MappingProxyType(self.slots),
            flows=MappingProxyType(self.flows),
            replies=MappingProxyType(self.replies),
            matcher=matcher,
            consent=self.consent,
            pieces=self.pieces,
            naming=self.naming,
            taken_back=self.taken_back,
            letter=MappingProxyType(self.letter),
            canned=MappingProxyType(self.canned),
        )


def _naming(doc: NamingDoc | None) -> Naming:
    """What stands in for a name; nothing where the pack does not say."""
    if doc is None:
        return Naming()
    return Naming(stand_in=str(doc.stand_in), article=tuple(str(doc.article).split("|")) if doc.article else ())

"""A directory of scripts → ScriptBook, or all the problems that stand in the way.

shop.yaml  products.yaml  intents.yaml  <language>/<topic>.yaml  <language>/canned.yaml
tests/<language>/<topic>.yaml
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.errors import Problem, ScriptError
from bot.scripts.advice import advise
from bot.scripts.book import Product, ScriptBook
from bot.scripts.canned import FILE as CANNED
from bot.scripts.canned_documents import read_canned
from bot.scripts.conversation_checks import check_conversations
from bot.scripts.conversations import ConversationsDoc
from bot.scripts.documents import TopicDoc
from bot.scripts.packs import PackCompiler
from bot.scripts.parity import check_ranks
from bot.scripts.ranks import FILE as RANKS
from bot.scripts.ranks import RanksDoc, often
from bot.scripts.report import Place, Report, did_you_mean
from bot.scripts.shapes import validate
from bot.scripts.shop_checks import check_shop
from bot.scripts.shop_documents import ProductDoc, ProductsDoc, ShopDoc
from bot.scripts.source import read_source
from bot.scripts.topic_files import pack_folders, printable, read_topics
from bot.scripts.tree import Fields, Text, plain_data
from intents import Wish

WHOLE_TALKS: Final = "dialogues"
"""Conversation tests that belong to no topic: talks that wander through several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of reading a directory: a book exactly when there are no problems.

    Attributes:
        conversations: the conversation tests by (language, topic).
        advice: what could be better and stops nothing.
        topics: the files of each language, as written.
        often: intents of rank A.
        wish: what the matchers were fitted for.
    """

    book: ScriptBook | None
    problems: tuple[Problem, ...]
    conversations: Mapping[tuple[str, str], ConversationsDoc] = field(default_factory=dict)
    advice: tuple[Problem, ...] = ()
    topics: Mapping[str, Mapping[str, TopicDoc]] = field(default_factory=dict)
    often: frozenset[str] = frozenset()
    wish: Wish = Wish()  # noqa: RUF009 — frozen


def load_book(root: Path, *, cache: Path | None = None, only: str | None = None) -> ScriptBook:
    """The scripts of a directory, compiled, with the matchers fitted. Raises ScriptError with every problem.

    Conversation tests must be there but are not read: only `check_book` does that. With `cache`, a folder, the
    matchers of unchanged scripts are read from there instead of being fitted; raises OSError if it is not writable.
    With `only`, a language ("" for the shop's first), no other pack is compiled, checked or in the book.
    """
    checked = _check(root, with_tests=False, cache=cache, only=only)
    if checked.book is None:
        raise ScriptError(checked.problems)
    return checked.book


def check_book(root: Path) -> Checked:
    """Read and check everything, conversation tests too; never raises for what a file says or lacks."""
    return _check(root, with_tests=True)


def load_conversations(root: Path) -> Mapping[tuple[str, str], ConversationsDoc]:
    """The conversation tests by (language, topic). Raises ScriptError."""
    report = Report()
    found = dict(_read_conversations(root, report))
    if report.problems:
        raise ScriptError(report.problems)
    return found


def _check(root: Path, *, with_tests: bool, cache: Path | None = None, only: str | None = None) -> Checked:
    report = Report()
    if not root.is_dir():
        report.add(Place(path=str(root)), "directory", "there is no such directory", "name the folder of shop.yaml")
        return Checked(book=None, problems=report.problems)
    if not os.access(root, os.R_OK | os.X_OK):
        report.add(Place(path=str(root)), "directory", "the directory cannot be read", "check its permissions")
        return Checked(book=None, problems=report.problems)
    loader = _Loader(root, report)
    compilers = loader.compile(only)
    sound = not report.problems
    conversations = dict(_read_conversations(root, report)) if with_tests else {}
    for (language, topic), doc in conversations.items():
        if language in compilers and sound:  # of a broken pack they would miss what is only not written yet
            check_conversations(topic, doc, compilers[language], report)
    for compiler in compilers.values():
        check_ranks(compiler.side(), loader.ranks, ("A",), report)
    if report.problems or loader.shop is None:
        return Checked(book=None, problems=report.problems)
    understanding = loader.shop.understanding
    wish = Wish(wrong_answers=understanding.wrong_answers, ask_at_most=understanding.ask_at_most)
    book = ScriptBook(
        default_language=loader.default_language,
        packs=MappingProxyType({language: compiler.fit(wish, cache) for language, compiler in compilers.items()}),
        shop=MappingProxyType(loader.shop_data),
        products=MappingProxyType(loader.products),
    )
    if not with_tests:
        return Checked(book=book, problems=())
    return Checked(
        book=book,
        problems=(),
        conversations=conversations,
        advice=advise(compilers, loader.default_language, loader.ranks),
        topics={language: compiler.topics for language, compiler in compilers.items()},
        often=often(loader.ranks),
        wish=wish,
    )


def _read_conversations(root: Path, report: Report) -> Iterator[tuple[tuple[str, str], ConversationsDoc]]:
    for path in sorted((root / "tests").glob("*/*.yaml")):
        name = printable(path)
        topic = root / path.parent.name / path.name
        if not topic.is_file() and path.stem != WHOLE_TALKS:
            report.add(
                Place(path=name), "name", f"there is no topic file {topic.as_posix()}", "rename or delete this one"
            )
            continue
        source = read_source(path, name, report)
        doc = validate(ConversationsDoc, source, report) if source is not None else None
        if doc is not None:
            yield (path.parent.name, path.stem), doc


class _Loader:
    """Reads the files of one directory."""

    def __init__(self, root: Path, report: Report) -> None:
        self._root = root
        self._report = report
        shop = self._read("shop.yaml")
        if shop is None:
            report.could_not_read(root / "shop.yaml")
        self.shop = validate(ShopDoc, shop, report) if shop is not None else None
        if shop is not None and self.shop is not None:
            check_shop(shop, self.shop, report)
        self.shop_data = _data(shop)
        self.products = self._read_products()
        self.ranks = self._read_ranks()
        self.default_language = ""

    def compile(self, only: str | None = None) -> dict[str, PackCompiler]:
        """Every pack, or only one ("" for the first), compiled and checked, its problems in the report."""
        packs = {folder.name: read_topics(folder, self._report) for folder in pack_folders(self._root, self._report)}
        self._choose_default(packs)
        self._check_nudge(packs.get(self.default_language, {}))
        self._check_routing(packs.get(self.default_language, {}))
        wanted = packs if only is None else packs.keys() & {only or self.default_language}
        compilers = {}
        for language, topics in ((name, packs[name]) for name in packs if name in wanted):
            folder = printable(self._root / language)
            canned = read_canned(self._root / language / CANNED, f"{folder}/{CANNED}", self._report)
            compiler = PackCompiler(
                language, topics, self.shop_data, self.products, self._report, folder=folder, canned=canned
            )
            compiler.check()
            compilers[language] = compiler
        return compilers

    def _check_nudge(self, topics: Mapping[str, TopicDoc]) -> None:
        """shop.yaml nudges in topics that there are, at least in the language tried first."""
        outreach = self.shop.outreach if self.shop is not None else None
        for topic in outreach.nudge.topics if outreach is not None and outreach.nudge is not None else ():
            self._check_known("topic", topic, topics)

    def _check_routing(self, topics: Mapping[str, TopicDoc]) -> None:
        """shop.yaml routes by topics and intents that there are, at least in the language tried first."""
        desk = self.shop.desk if self.shop is not None else None
        intents = [intent for topic in topics.values() for intent in topic.intents]
        for topic in desk.topics() if desk is not None else ():
            self._check_known("topic", topic, topics)
        for intent in desk.intents() if desk is not None else ():
            self._check_known("intent", intent, intents)

    def _check_known(self, kind: str, name: Text, known: Collection[str]) -> None:
        if known and name not in known:
            self._report.add(name.place, f"undefined_{kind}", f"there is no {kind} `{name}`", did_you_mean(name, known))

    def _read(self, relative: str) -> Fields | None:
        path = self._root / relative
        return read_source(path, printable(path), self._report)

    def _read_ranks(self) -> RanksDoc | None:
        if not (self._root / RANKS).is_file():
            return None
        root = self._read(RANKS)
        return validate(RanksDoc, root, self._report) if root is not None else None

    def _read_products(self) -> dict[str, Product]:
        root = self._read("products.yaml")
        doc = validate(ProductsDoc, root, self._report) if root is not None else None
        if doc is None or root is None:
            self._report.could_not_read(self._root / "products.yaml")
            return {}
        facts = {str(key): _facts(node) for key, node in _fields(root, "products").items()}
        keys = dict.fromkeys(key for own in facts.values() for key in own)
        return {
            str(key): _product(str(key), item, {**dict.fromkeys(keys), **facts[key]})
            for key, item in doc.products.items()
        }

    def _choose_default(self, packs: Mapping[str, object]) -> None:
        chosen = self.shop.language if self.shop is not None else None
        if chosen is not None and chosen not in packs:
            self._report.add(chosen.place, "language", f"there is no pack `{chosen}`", did_you_mean(chosen, packs))
        elif chosen is not None:
            self.default_language = str(chosen)
        elif len(packs) == 1:
            self.default_language = next(iter(packs))
        elif packs and self.shop is not None:
            place = self.shop.name.place
            self._report.add(
                place, "language", "`language` is missing", f"which pack is tried first: {', '.join(packs)}"
            )


def _data(root: Fields | None) -> dict[str, JsonValue]:
    data = plain_data(root) if root is not None else None
    return data if isinstance(data, dict) else {}


def _fields(root: Fields, key: str) -> Fields:
    return next(node for name, node in root.items() if name == key and isinstance(node, Fields))


def _facts(node: object) -> dict[str, JsonValue]:
    data = _data(node) if isinstance(node, Fields) else {}
    return {key: value for key, value in data.items() if key not in ("title", "aliases")}


def _product(key: str, doc: ProductDoc, facts: dict[str, JsonValue]) -> Product:
    aliases = tuple(str(alias) for alias in doc.aliases or ())
    return Product(id=key, title=str(doc.title), aliases=aliases, facts=MappingProxyType(facts))

"""The settings of a shop: config.yaml for what anybody may read, the environment for secrets."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from bot.core.errors import ConfigError
from bot.scripts.report import Place, Report
from bot.scripts.shapes import Document, Flag, Number, Whole, validate
from bot.scripts.source import read_source
from bot.scripts.tree import Fields, Text

SECRET_NAME: Final = "KEFU_SECRET"  # noqa: S105  # the variable's name, not its value
TOKEN_NAME: Final = "KEFU_TELEGRAM_TOKEN"  # noqa: S105  # as above
METRICS_TOKEN_NAME: Final = "KEFU_METRICS_TOKEN"  # noqa: S105  # as above
SHORTEST_SECRET: Final = 32
SHORTEST_METRICS_TOKEN: Final = 16
_METRICS_TOKEN_SHORT: Final = (
    f"the environment variable {METRICS_TOKEN_NAME} is shorter than {SHORTEST_METRICS_TOKEN} characters"
)
_METRICS_TOKEN_HINT: Final = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(24))'; or unset it"  # noqa: S105  # advice


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Text) else value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError("an address is wanted here, such as https://chat.example.com")
    return value.rstrip("/")


def _origin(value: str) -> str:
    if urlsplit(value).path.rstrip("/"):
        raise ValueError("an origin is wanted here, without a path, such as https://shop.example.com")
    return _address(value)


_String = Annotated[str, BeforeValidator(_plain)]
_Address = Annotated[str, BeforeValidator(_plain), AfterValidator(_address)]
_Origin = Annotated[str, BeforeValidator(_plain), AfterValidator(_origin)]


class WebSection(Document):
    """Where the chat, the desk and the API are served."""

    host: _String = "127.0.0.1"
    port: Annotated[Whole, Field(ge=0, le=65535)] = 8000
    public_url: _Address | None = None
    max_upload_mb: Annotated[Whole, Field(ge=1, le=50)] = 10
    allowed_origins: list[_Origin] = Field(default_factory=list)


class TelegramSection(Document):
    """The Telegram channel; on when its token is in the environment."""

    desk_group: Annotated[Whole, Field(lt=0)] | None = None
    api_url: _Address = "https://api.telegram.org"


class WebhooksSection(Document):
    """Telling other systems of cases and messages; the receivers themselves are set up by a supervisor."""

    allow_private_networks: Flag = False


class LogSection(Document):
    """What is logged, and how."""

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_plain)] = "info"
    as_json: Flag = Field(default=False, alias="json")


class ConfigDocument(Document):
    """The shape of config.yaml; config.example.yaml explains every key."""

    scripts: _String = "scripts_yaml"
    database: _String = "sqlite:///var/kefu.db"
    files: _String = "var/files"
    quiet_seconds: Annotated[Number, Field(ge=0, le=10)] = 1.2
    web: WebSection = Field(default_factory=WebSection.model_construct)
    telegram: TelegramSection = Field(default_factory=TelegramSection.model_construct)
    webhooks: WebhooksSection = Field(default_factory=WebhooksSection.model_construct)
    log: LogSection = Field(default_factory=LogSection.model_construct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a shop runs by: paths resolved, secrets added, contradictions ruled out."""

    scripts: Path
    database: str
    files: Path
    quiet_seconds: float
    web: WebSection
    telegram: TelegramSection
    webhooks: WebhooksSection
    log: LogSection
    demo: bool = False
    secret: str = field(repr=False)
    telegram_token: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)

    @property
    def matchers(self) -> Path:
        """Where compiled matchers are kept, beside the media files."""
        return self.files.parent / "matchers"

    @property
    def public_url(self) -> str:
        """The base of the addresses that people open."""
        host = f"[{self.web.host}]" if ":" in self.web.host else self.web.host
        return self.web.public_url or f"http://{host}:{self.web.port}"

    def listening_on(self, port: int) -> Config:
        """With the port that was really given, where the settings left the choice to the system (port 0)."""
        return replace(self, web=self.web.model_copy(update={"port": port}))


def load_config(path: Path, environment: Mapping[str, str], *, channels: bool = True) -> Config:
    """Read config.yaml and the environment. Raises ConfigError with every problem, its place and what to do.

    Without `channels` nothing is asked of the environment that only they need: who lists agents opens none.
    """
    report = Report()
    root = read_source(path, str(path), report)
    document = validate(ConfigDocument, root, report) if root is not None else None
    if document is not None and root is not None:
        _contradictions(document, root, environment, report)
        if channels:
            _tokens(document, root, environment, report)
    if document is None or report.problems:
        raise ConfigError("\n".join(str(problem) for problem in report.problems))
    base = path.resolve().parent
    return Config(
        scripts=base / document.scripts,
        database=_database(document.database, base),
        files=base / document.files,
        quiet_seconds=document.quiet_seconds,
        web=document.web,
        telegram=document.telegram,
        webhooks=document.webhooks,
        log=document.log,
        secret=environment[SECRET_NAME],
        telegram_token=environment.get(TOKEN_NAME, ""),
        metrics_token=environment.get(METRICS_TOKEN_NAME, ""),
    )


def demo_config(
    home: Path, scripts: Path, environment: Mapping[str, str], *, host: str, port: int, secret: str
) -> Config:
    """The demo shop: everything it remembers is in `home`. Raises ConfigError for a token that is too short."""
    if _metrics_token_short(environment):
        raise ConfigError(f"{_METRICS_TOKEN_SHORT}; {_METRICS_TOKEN_HINT}")
    return Config(
        scripts=scripts,
        database=f"sqlite:///{home / 'kefu.db'}",
        files=home / "files",
        quiet_seconds=1.2,
        web=WebSection.model_construct(host=host, port=port),
        telegram=TelegramSection.model_construct(),
        webhooks=WebhooksSection.model_construct(),
        log=LogSection.model_construct(level="warning"),
        demo=True,
        secret=secret,
        telegram_token=environment.get(TOKEN_NAME, ""),
        metrics_token=environment.get(METRICS_TOKEN_NAME, ""),
    )


def _database(url: str, base: Path) -> str:
    """A relative SQLite path starts at the config file, wherever the command is run."""
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url.startswith("sqlite:////"):
        return url
    return prefix + str(base / url.removeprefix(prefix))


def _contradictions(document: ConfigDocument, root: Fields, environment: Mapping[str, str], report: Report) -> None:
    if len(environment.get(SECRET_NAME, "")) < SHORTEST_SECRET:
        report.add(
            root.place,
            "secret",
            f"the environment variable {SECRET_NAME} is missing or shorter than {SHORTEST_SECRET} characters",
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )
    if _metrics_token_short(environment):
        report.add(root.place, "secret", _METRICS_TOKEN_SHORT, _METRICS_TOKEN_HINT)
    if not document.database.startswith("sqlite:///") or document.database.endswith("/"):
        report.add(_place(root, "database"), "database", "the database must be a SQLite file", "sqlite:///var/kefu.db")
    if not _local(document.web.host) and document.web.public_url is None:
        report.add(
            _place(root, "web", "host"),
            "contradiction",
            "the shop listens on other machines' behalf, but public_url is missing",
            "set web.public_url to the https address that customers open",
        )


def _tokens(document: ConfigDocument, root: Fields, environment: Mapping[str, str], report: Report) -> None:
    if document.telegram.desk_group is not None and not environment.get(TOKEN_NAME, ""):
        report.add(
            _place(root, "telegram", "desk_group"),
            "contradiction",
            f"desk_group is set, but there is no {TOKEN_NAME} in the environment",
            "set the token, or leave desk_group out",
        )


def _metrics_token_short(environment: Mapping[str, str]) -> bool:
    return 0 < len(environment.get(METRICS_TOKEN_NAME, "")) < SHORTEST_METRICS_TOKEN


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _place(root: Fields, *keys: str) -> Place:
    """Where the innermost of these keys that is written stands."""
    place: Place = root.place
    node: object = root
    for key in keys:
        if not isinstance(node, Fields):
            break
        written = next((name for name in node if name == key), None)
        if written is None:
            break
        place, node = written.place, node[written]
    return place

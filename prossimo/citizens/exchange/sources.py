"""The registries that this installation may read, as the settings say; `None` where they are off."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from prossimo.citizens.exchange.isee import IseeSource
from prossimo.citizens.exchange.isee_file import IseeFile
from prossimo.citizens.exchange.registry import RegistryNotifications
from prossimo.citizens.exchange.registry_file import RegistryFile

if TYPE_CHECKING:
    from prossimo.citizens.exchange.channel import Channel


def isee_source() -> IseeSource | None:
    """Raises `ExchangeFault` where the key cannot be read."""
    return _assembled().isee


def isee_offered() -> str:
    """Where the ISEE may be asked: «INPS», «file», or nowhere; reads the settings, opens nothing."""
    if "isee" in settings.EXCHANGE:
        return "INPS"
    return "file" if "isee" in settings.EXCHANGE.get("files", {}) else ""


def news_offered() -> bool:
    """Whether there is a registry that tells what has changed; reads the settings, opens nothing."""
    parts = settings.EXCHANGE
    return ("anpr" in parts and "signals" in parts) or "anpr" in parts.get("files", {})


def registry_notifications() -> RegistryNotifications | None:
    """Raises `ExchangeFault` where the key cannot be read."""
    return _assembled().registry


def channels() -> "Iterator[Channel]":
    """Every e-service that is configured, to be tried one by one."""
    from prossimo.citizens.exchange import live

    sources = _assembled()
    return live.channels(sources.registry, sources.isee)


@dataclass(frozen=True, slots=True)
class Sources:
    isee: IseeSource | None = None
    registry: RegistryNotifications | None = None


def _assembled() -> Sources:
    """Put together once a process: the vouchers live as long as this does."""
    return _assemble(json.dumps(settings.EXCHANGE, sort_keys=True), str(settings.EXCHANGE_TRACE))


@lru_cache(maxsize=4)
def _assemble(told: str, trace_file: str) -> Sources:
    parts: dict[str, dict[str, str]] = json.loads(told)
    files = parts.get("files", {})
    isee: IseeSource | None = IseeFile(Path(files["isee"])) if "isee" in files else None
    registry: RegistryNotifications | None = (
        RegistryFile(Path(files["anpr"])) if "anpr" in files else None
    )
    if "platform" in parts:
        # Signatures and TLS are heavy: a process whose exchange is off does without them.
        from prossimo.citizens.exchange.live import Builder

        live = Builder(parts["platform"], trace_file)
        if "anpr" in parts:
            registry = live.anpr(parts["anpr"], parts.get("family"), parts.get("signals"))
        if "isee" in parts:
            isee = live.inps(parts["isee"])
    return Sources(isee, registry)

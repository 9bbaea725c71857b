"""The registries that this installation may read, as the settings say; `None` where they are off."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from prossimo.citizens.exchange.anpr import Anpr
from prossimo.citizens.exchange.channel import Channel
from prossimo.citizens.exchange.inps import OPERATION, Inps
from prossimo.citizens.exchange.isee import IseeSource
from prossimo.citizens.exchange.isee_file import IseeFile
from prossimo.citizens.exchange.parties import Platform, Service
from prossimo.citizens.exchange.pdnd import VoucherOffice
from prossimo.citizens.exchange.registry import RegistryNotifications
from prossimo.citizens.exchange.registry_file import RegistryFile
from prossimo.citizens.exchange.signals import RECIPE, Signals
from prossimo.citizens.exchange.signing import Signer, private_key
from prossimo.citizens.exchange.tracing import TraceFile
from prossimo.citizens.exchange.wire import NetworkWire

Part = Mapping[str, str]


def isee_source() -> IseeSource | None:
    """Raises `ExchangeFault` where the key cannot be read."""
    return _assembled().isee


def registry_notifications() -> RegistryNotifications | None:
    """Raises `ExchangeFault` where the key cannot be read."""
    return _assembled().registry


def channels() -> Iterator[Channel]:
    """Every e-service that is configured, to be tried one by one."""
    sources = _assembled()
    if isinstance(sources.registry, Anpr):
        found = [sources.registry.numbers, sources.registry.residences, sources.registry.families]
        yield from (channel for channel in found if channel)
        if sources.registry.signals:
            yield sources.registry.signals.hub
    if isinstance(sources.isee, Inps):
        yield sources.isee.channel


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
        live = _Builder(parts["platform"], trace_file)
        if "anpr" in parts:
            registry = live.anpr(parts["anpr"], parts.get("family"), parts.get("signals"))
        if "isee" in parts:
            isee = live.inps(parts["isee"])
    return Sources(isee, registry)


class _Builder:
    """Everything that speaks shares one key, one wire and one tracing file."""

    def __init__(self, part: Part, trace_file: str) -> None:
        self.platform = Platform(
            client_id=part["client_id"],
            key_id=part["key_id"],
            key_file=Path(part["key_file"]),
            auth_url=part["auth_url"],
            audience=part["audience"],
            location=part["location"],
            assurance=part.get("assurance", "LoA2"),
        )
        self.key = private_key(self.platform.key_file)
        self.wire = NetworkWire(proxy=part.get("proxy", ""))
        self.traces = TraceFile(Path(part.get("trace_file", trace_file)))
        self.office = self._office(self.platform)

    def _office(self, platform: Platform) -> VoucherOffice:
        return VoucherOffice(platform, Signer(platform, self.key), self.wire)

    def _channel(self, service: Service, office: VoucherOffice | None = None) -> Channel:
        return Channel(service, office or self.office, self.wire, self.traces)

    def _use(self, name: str, part: Part, prefix: str = "") -> Channel:
        url, purpose = part[f"{prefix}url"].rstrip("/"), part[f"{prefix}purpose"]
        return self._channel(Service(name, url, purpose, part.get(f"{prefix}audience", "")))

    def anpr(self, part: Part, family: Part | None, signals: Part | None) -> Anpr:
        residences = self._use("ANPR C020", part, "residence_")
        return Anpr(
            numbers=self._use("ANPR C030", part, "id_"),
            residences=residences,
            families=self._use("ANPR C021", family) if family else None,
            signals=self._signals(signals, residences) if signals else None,
        )

    def _signals(self, part: Part, provider: Channel) -> Signals:
        """The hub wants a client of the platform's own interfaces: it may be another of ours."""
        platform = replace(
            self.platform,
            client_id=part.get("client_id", self.platform.client_id),
            key_id=part.get("key_id", self.platform.key_id),
        )
        service = Service("Signal Hub", part["url"].rstrip("/"), part.get("purpose", ""))
        hub = self._channel(service, self._office(platform))
        return Signals(hub, provider, part["eservice"], part.get("recipe", RECIPE))

    def inps(self, part: Part) -> Inps:
        return Inps(
            channel=self._use("INPS ISEE", part),
            user=part["user"],
            office=part.get("office", "001"),
            operation=part.get("operation", OPERATION),
        )

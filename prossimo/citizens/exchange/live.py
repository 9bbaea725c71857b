"""Puts together what speaks with the registries: one key, one wire and one tracing file for all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from prossimo.citizens.exchange.anpr import Anpr
from prossimo.citizens.exchange.channel import Channel
from prossimo.citizens.exchange.inps import OPERATION, Inps
from prossimo.citizens.exchange.isee import IseeSource
from prossimo.citizens.exchange.parties import Platform, Service
from prossimo.citizens.exchange.pdnd import VoucherOffice
from prossimo.citizens.exchange.registry import RegistryNotifications
from prossimo.citizens.exchange.signals import RECIPE, Signals
from prossimo.citizens.exchange.signing import Signer, private_key
from prossimo.citizens.exchange.tracing import TraceFile
from prossimo.citizens.exchange.wire import NetworkWire

Part = Mapping[str, str]


def channels(registry: RegistryNotifications | None, isee: IseeSource | None) -> Iterator[Channel]:
    """Every e-service behind these sources, to be tried one by one."""
    if isinstance(registry, Anpr):
        found = [registry.numbers, registry.residences, registry.families]
        yield from (channel for channel in found if channel)
        if registry.signals:
            yield registry.signals.hub
    if isinstance(isee, Inps):
        yield isee.channel


class Builder:
    """Raises `ExchangeFault` where the key cannot be read."""

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

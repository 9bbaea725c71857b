"""The variations of ANPR as the Signal Hub of the PDND tells them: a pseudonym has changed, since a number.

The hub does not know of whom it speaks. The provider gives its readers a seed; with it each of the
people we know gets a pseudonym, and only those who match are read again and compared.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from prossimo.citizens.exchange.channel import Channel, Question
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.registry import (
    ChangeKind,
    Changes,
    FamilyMember,
    KnownPerson,
    RegistryChange,
    RegistryPerson,
    differences,
)

PAGE = 100  # the most that the hub gives at once
SEED_PATH = "/pseudonymization"
SEED_CHANGED = "SEEDUPDATE"
DELETED = "DELETE"
RECIPE = "{registry_id}{seed}"  # each provider says its own
HASHES = {
    "sha256": "sha256",
    "sha512": "sha512",
    "sha384": "sha384",
    "sha512256": "sha512_256",
    "sha3256": "sha3_256",
    "sha3384": "sha3_384",
    "sha3512": "sha3_512",
}


class Readable(Protocol):
    """What reads again the people whose pseudonym was named."""

    def person(
        self, asking: Asking, *, tax_code: str = "", registry_id: str = ""
    ) -> RegistryPerson | None: ...

    def household(self, asking: Asking, *, registry_id: str) -> tuple[FamilyMember, ...]: ...


@dataclass(frozen=True, slots=True)
class Seed:
    name: str  # of the hash, as hashlib calls it
    value: str

    def pseudonym(self, known: KnownPerson, recipe: str) -> str:
        """
        >>> person = KnownPerson("AB12345CD", "RSSMRA60E52A794X")
        >>> Seed("sha256", "seme").pseudonym(person, "{registry_id}{seed}")[:16]
        'f90a63bdeaab14d9'
        """
        text = recipe.format(
            registry_id=known.registry_id, tax_code=known.tax_code, seed=self.value
        )
        return hashlib.new(self.name, text.encode()).hexdigest()


@dataclass
class Signals:
    """Reads the hub; remembers the seed in memory until it is told to ask for another."""

    hub: Channel
    provider: Channel  # who knows the seed
    eservice_id: str
    recipe: str = RECIPE
    seed: Seed | None = field(default=None, repr=False)

    def changes(
        self, asking: Asking, *, since: str, known: Iterable[KnownPerson], registry: Readable
    ) -> Changes:
        people = list(known)
        first = self.seed is None
        seed = self.seed = self.seed or self._ask_seed(asking)
        signals, cursor = self._pull(asking, since)
        named = self._named(seed, people)
        items: list[RegistryChange] = []
        renewed = False
        for signal in signals:
            if signal.get("signalType") == SEED_CHANGED:
                seed = self.seed = self._ask_seed(asking)
                named, renewed = self._named(seed, people), True
            elif match := named.get(str(signal.get("objectId", "")).lower()):
                items += _compared(asking, registry, match, signal)
        return Changes(
            items=tuple(items),
            cursor=cursor,
            more=len(signals) == PAGE,
            # With a seed just asked for, signals older than its change name nobody.
            compare_all=renewed and first,
        )

    def _named(self, seed: Seed, people: Iterable[KnownPerson]) -> dict[str, KnownPerson]:
        return {seed.pseudonym(each, self.recipe): each for each in people}

    def _pull(self, asking: Asking, since: str) -> tuple[list[dict[str, Any]], str]:
        if since and not (since.isascii() and since.isdigit()):
            raise ExchangeFault(Fault.BAD_QUERY, field="since")
        path = f"/pull/signals/{self.eservice_id}?signalId={since or 0}&size={PAGE}"
        question = Question("pull", path, method="GET")
        told = self._document(self.hub, asking, question)
        signals = told.get("signals")
        last = told.get("lastSignalId")
        if not isinstance(signals, list) or not all(isinstance(each, dict) for each in signals):
            raise ExchangeFault(Fault.MALFORMED, service=self.hub.service.name, where="signals")
        return signals, str(last) if isinstance(last, int) else since

    def _ask_seed(self, asking: Asking) -> Seed:
        question = Question("seed", SEED_PATH, method="GET")
        told = self._document(self.provider, asking, question)
        said = str(told.get("cryptoHashFunction", "")).lower()
        name = HASHES.get("".join(filter(str.isalnum, said)))
        value = told.get("seed")
        if not name or not isinstance(value, str) or not value:
            raise ExchangeFault(Fault.MALFORMED, service=self.provider.service.name, where="seed")
        return Seed(name, value)

    def _document(self, channel: Channel, asking: Asking, question: Question) -> dict[str, Any]:
        answer = channel.ask(asking, question)
        if not answer.fine:
            raise ExchangeFault(
                Fault.REJECTED, service=channel.service.name, code=str(answer.status), text=""
            )
        return channel.document(answer)


def _compared(
    asking: Asking, registry: Readable, known: KnownPerson, signal: dict[str, Any]
) -> list[RegistryChange]:
    key = f"signal {signal.get('signalId')}"

    def change(kind: ChangeKind, **more: Any) -> RegistryChange:
        return RegistryChange(key, kind, known.registry_id, known.tax_code, **more)

    person = registry.person(asking, registry_id=known.registry_id)
    if person is None or signal.get("signalType") == DELETED:
        return [change(ChangeKind.LEFT, person=person)]
    family = registry.household(asking, registry_id=known.registry_id)
    found = differences(known, person, family) or [(ChangeKind.DOUBT, None)]
    return [
        change(kind, happened_on=happened_on, person=person, family=family)
        for kind, happened_on in found
    ]

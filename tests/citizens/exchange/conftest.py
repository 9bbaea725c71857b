"""Two parties with their keys, a double of the other side, and everything that speaks with it."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from prossimo.citizens.exchange.anpr import Anpr
from prossimo.citizens.exchange.channel import Channel
from prossimo.citizens.exchange.inps import Inps
from prossimo.citizens.exchange.parties import Asking, Platform, Service
from prossimo.citizens.exchange.pdnd import VoucherOffice
from prossimo.citizens.exchange.signals import Signals
from prossimo.citizens.exchange.signing import Signer
from prossimo.citizens.exchange.tracing import TraceFile
from prossimo.citizens.exchange.wire import NetworkWire
from prossimo_launch.exchange import exchange_settings
from tests.citizens.exchange.double import AUDIENCE, USES, Double

ASKING = Asking("a.rossi", "Prot. 12/2026")
PLATFORM = {
    "PROSSIMO_PDND_CLIENT_ID": "client",
    "PROSSIMO_PDND_KEY_ID": "kid-1",
    "PROSSIMO_PDND_KEY_FILE": "/etc/prossimo/pdnd.pem",
    "PROSSIMO_PDND_AUTH_URL": "https://auth.example.it/token.oauth2",
    "PROSSIMO_PDND_AUDIENCE": AUDIENCE,
    "PROSSIMO_PDND_LOCATION": "c_a794",
}
ANPR = {
    f"PROSSIMO_ANPR_{use}_{name}": value
    for use in ("ID", "RESIDENCE")
    for name, value in {
        "URL": "https://anpr.example.it/x",
        "PURPOSE": "purpose",
        "AUDIENCE": "https://anpr.example.it/x",
    }.items()
}
ISEE = {
    "PROSSIMO_ISEE_URL": "https://inps.example.it/isee",
    "PROSSIMO_ISEE_PURPOSE": "purpose-isee",
    "PROSSIMO_ISEE_USER": "00000000001",
}
SIGNALS = {
    "PROSSIMO_ANPR_SIGNALS_URL": "https://hub.example.it",
    "PROSSIMO_ANPR_SIGNALS_ESERVICE": "eservice-1",
}


@pytest.fixture(scope="session")
def keys():
    """Ours, the platform's, and a stranger's."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3)]


@pytest.fixture
def double(keys):
    ours, theirs, _ = keys
    double = Double(ours, theirs)
    yield double
    double.close()


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture
def key_file(tmp_path, keys):
    file = tmp_path / "client.pem"
    file.write_bytes(pem(keys[0]))
    return file


@pytest.fixture
def platform(double, key_file):
    return Platform(
        client_id="client",
        key_id="kid-1",
        key_file=key_file,
        auth_url=f"{double.url}/token.oauth2",
        audience=AUDIENCE,
        location="c_a794",
    )


@pytest.fixture(scope="session")
def wire():
    return NetworkWire(answer=2.0)


@pytest.fixture
def office(platform, keys, wire):
    return VoucherOffice(platform, Signer(platform, keys[0]), wire)


@pytest.fixture
def trace_file(tmp_path):
    return tmp_path / "state" / "exchange.jsonl"


@pytest.fixture
def channel_of(double, office, wire, trace_file):
    """The channel to one of the places of the double."""

    def build(place, **changed):
        url = f"{double.url}/{place}"
        told = {"name": place, "url": url, "purpose": USES.get(place, ""), "audience": url}
        return Channel(Service(**{**told, **changed}), office, wire, TraceFile(trace_file))

    return build


@pytest.fixture
def channel(channel_of):
    return channel_of("C030")


@pytest.fixture
def anpr(channel_of):
    residences = channel_of("C020")
    hub = channel_of("hub", audience="")
    return Anpr(
        numbers=channel_of("C030"),
        residences=residences,
        families=channel_of("C021"),
        signals=Signals(hub, residences, "eservice-1"),
    )


@pytest.fixture
def inps(channel_of):
    return Inps(channel_of("INPS"), user="00000000001")


@pytest.fixture
def configured(settings, double, key_file, trace_file):
    """As an administrator would write it, with the double in place of the world."""
    environment = {**PLATFORM, **ANPR, **ISEE, **SIGNALS}
    environment |= {
        "PROSSIMO_PDND_KEY_FILE": str(key_file),
        "PROSSIMO_PDND_AUTH_URL": f"{double.url}/token.oauth2",
        "PROSSIMO_PDND_TRACE_FILE": str(trace_file),
        "PROSSIMO_ISEE_URL": f"{double.url}/INPS",
        "PROSSIMO_ISEE_AUDIENCE": f"{double.url}/INPS",
        "PROSSIMO_ANPR_SIGNALS_URL": f"{double.url}/hub",
        "PROSSIMO_PDND_PROXY": "",
    }
    for use, code in (("ID", "C030"), ("RESIDENCE", "C020"), ("FAMILY", "C021")):
        environment |= {
            f"PROSSIMO_ANPR_{use}_URL": f"{double.url}/{code}/",
            f"PROSSIMO_ANPR_{use}_AUDIENCE": f"{double.url}/{code}",
            f"PROSSIMO_ANPR_{use}_PURPOSE": f"purpose-{code.lower()}",
        }
    settings.EXCHANGE = exchange_settings(environment)
    return environment

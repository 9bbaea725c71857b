"""The exchange is off, or whole: half of it is refused by name, and the check says what there is."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from prossimo.citizens.exchange.anpr import Anpr
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.inps import Inps
from prossimo.citizens.exchange.isee_file import IseeFile
from prossimo.citizens.exchange.registry_file import RegistryFile
from prossimo.citizens.exchange.sources import channels, isee_source, registry_notifications
from prossimo_launch import exchange as launch
from prossimo_launch.exchange import exchange_settings
from tests.citizens.exchange.conftest import ANPR, ASKING, ISEE, PLATFORM, SIGNALS
from tests.citizens.exchange.double import Out


def told(environment):
    with pytest.raises(ImproperlyConfigured) as caught:
        exchange_settings(environment)
    return str(caught.value)


def without(environment, name):
    return {key: value for key, value in environment.items() if key != name}


def check(*words):
    out, errors = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("exchange", "check", *words, stdout=out, stderr=errors)
    except SystemExit as left:
        code = left.code
    return code, out.getvalue(), errors.getvalue()


def test_with_nothing_said_it_is_off(settings):
    settings.EXCHANGE = exchange_settings({"PATH": "/bin", "PROSSIMO_PDND_CLIENT_ID": " "})

    assert settings.EXCHANGE == {}
    assert (isee_source(), registry_notifications(), list(channels())) == (None, None, [])
    assert check() == (0, "Lo scambio con i registri nazionali è spento.\n", "")


@pytest.mark.parametrize("name", [*PLATFORM, *ANPR, *ISEE, *SIGNALS])
def test_what_is_missing_is_named(name):
    sentence = told(without({**PLATFORM, **ANPR, **ISEE, **SIGNALS}, name))

    assert f"manca {name}:" in sentence


def test_a_service_without_its_platform_or_its_registry_is_refused():
    assert "PROSSIMO_PDND_CLIENT_ID" in told(ISEE)
    assert "PROSSIMO_ANPR_ID_URL" in told({**PLATFORM, **SIGNALS})
    assert "PROSSIMO_ISEE_URL" in told({**PLATFORM, "PROSSIMO_ISEE_OFFICE": "001"})
    assert "PROSSIMO_PDND_KEY_ID" in told({"PROSSIMO_PDND_PROXY": "http://proxy:3128"})


def test_a_file_and_a_service_for_the_same_thing_are_refused():
    both = {**PLATFORM, **ISEE, "PROSSIMO_ISEE_FILE": "/srv/isee.csv"}

    assert "PROSSIMO_ISEE_FILE" in told(both)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROSSIMO_PDND_AUTH_URL", "http://auth.example.it/token.oauth2"),
        ("PROSSIMO_PDND_AUTH_URL", "https://nome:parola@auth.example.it/"),
        ("PROSSIMO_PDND_AUTH_URL", "auth.example.it"),
        ("PROSSIMO_PDND_KEY_FILE", "pdnd.pem"),
        ("PROSSIMO_PDND_CLIENT_ID", "two words"),
        ("PROSSIMO_PDND_LOCATION", "x" * 21),
        ("PROSSIMO_PDND_PROXY", "squid:3128"),
        ("PROSSIMO_ISEE_OPERATION", "../x"),
        ("PROSSIMO_ANPR_SIGNALS_ESERVICE", "a/b?c"),
        ("PROSSIMO_ANPR_SIGNALS_RECIPE", "{seed}{seed}"),
        ("PROSSIMO_ANPR_SIGNALS_RECIPE", "{seed.__class__}{tax_code}"),
        ("PROSSIMO_ANPR_SIGNALS_RECIPE", "{tax_code}{seed"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_without_repeating_it(name, value):
    sentence = told({**PLATFORM, **ANPR, **ISEE, **SIGNALS, name: value})

    assert sentence.startswith(f"{name} non è ")
    assert value not in sentence


def test_every_variable_stands_in_one_part_only():
    parts = [value for value in vars(launch).values() if isinstance(value, dict)]
    names = [name for part in parts for name in part.values() if str(name).startswith("PROSSIMO_")]

    assert len(names) == len(set(names)) == 32


def test_configured_whole_it_speaks_with_the_registries(configured, double):
    registry, isee = registry_notifications(), isee_source()

    assert isinstance(registry, Anpr)
    assert isinstance(isee, Inps)
    assert registry.person(ASKING, registry_id="ZZ00000ZZ") is None
    assert registry.changes(ASKING, since="", known=[]).items == ()
    assert [channel.service.name for channel in channels()] == [
        *("ANPR C030", "ANPR C020", "ANPR C021"),
        *("Signal Hub", "INPS ISEE"),
    ]
    assert registry_notifications() is registry


def test_files_stand_in_for_the_registries(settings, tmp_path):
    settings.EXCHANGE = exchange_settings(
        {"PROSSIMO_ANPR_FILE": str(tmp_path / "a.csv"), "PROSSIMO_ISEE_FILE": str(tmp_path)}
    )

    assert isinstance(registry_notifications(), RegistryFile)
    assert isinstance(isee_source(), IseeFile)
    assert check()[0] == 0


def test_the_check_says_what_there_is_and_asks_nobody(configured, double):
    code, said, _ = check()

    assert code == 0
    assert "platform.client_id: client" in said
    assert "Anagrafe: ANPR" in said
    assert "BEGIN" not in said
    assert double.seen == []


def test_when_asked_it_gets_a_voucher_for_each_service_and_leaves_its_trace(
    configured, double, trace_file
):
    code, said, _ = check("--voucher")

    assert code == 0
    assert said.count("voucher ottenuto") == 5
    assert double.vouchers == 5
    lines = [json.loads(line) for line in trace_file.read_text().splitlines()]
    assert {line["operation"] for line in lines} == {"voucher"}
    assert len(lines) == 5


def test_a_voucher_that_does_not_come_is_said_and_is_a_failure(configured, double):
    double.next("token.oauth2", Out(503))
    code, said, _ = check("--voucher")

    assert code == 1
    assert "ha un guasto (503)" in said
    assert said.count("voucher ottenuto") == 4


def test_a_key_that_cannot_be_read_is_said(configured, settings, tmp_path):
    configured["PROSSIMO_PDND_KEY_FILE"] = str(tmp_path / "away.pem")
    settings.EXCHANGE = exchange_settings(configured)

    code, _, errors = check()

    assert code == 1
    assert "La chiave privata non si legge" in errors
    with pytest.raises(ExchangeFault) as caught:
        isee_source()
    assert caught.value.fault is Fault.KEY_UNREADABLE


def test_from_the_shell_half_a_configuration_is_one_sentence():
    environment = {**os.environ, "PROSSIMO_TRIAL": "1", "PROSSIMO_PDND_CLIENT_ID": "client"}

    done = subprocess.run(
        [sys.executable, "-m", "prossimo_launch", "exchange", "check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Errore: Per la PDND manca PROSSIMO_PDND_KEY_ID, ")
    assert "Traceback" not in done.stderr

"""The files for a real server speak of what exists: commands, variables, and a system that starts."""

import re
import shutil
import subprocess
import sys

import pytest

from prossimo_launch import server
from tests.launch.conftest import CHECKOUT, clean_environment, prossimo

DEPLOY = CHECKOUT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
FILES = sorted((DEPLOY / "environment").iterdir())
CONFIGURATION = "python:prossimo_launch.gunicorn_conf"
VARIABLE = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
GUIDE = (CHECKOUT / "docs" / "how-to" / "deploy.md").read_text()


def production(running, *roles):
    """What the services are told, with the private cluster in the part of a server of yours."""
    doors = {}
    for role in roles:
        params = running.params(role)
        doors[server.variable(role)] = (
            f"postgresql://{params['user']}:{params['password']}@/prossimo?host={params['host']}"
        )
    return {
        "PROSSIMO_SECRET_KEY": "q" * 30 + "0123456789-abcdefghijklmnopqrst",
        "PROSSIMO_ALLOWED_HOSTS": "prossimo.comune.example.it",
        "PROSSIMO_HOME": running.place.home,
        **doors,
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_variable_is_read_by_somebody_and_explained(file):
    launcher = "".join(path.read_text() for path in (CHECKOUT / "prossimo_launch").glob("*.py"))
    doors = {server.variable(role) for role in server.KNOWN_ROLES}
    found = VARIABLE.findall(file.read_text())

    assert found
    for name in found:
        assert name in doors or f'"{name}"' in launcher
        assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_service_knows_the_door_of_another(file):
    doors = [name for name in VARIABLE.findall(file.read_text()) if name.startswith("DATABASE")]

    assert len(doors) == (0 if file.name == "common.env" else 1)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_understood_and_named_in_the_guide(unit):
    assert unit.name.removesuffix(".service") in GUIDE
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine")

    answer = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        check=False,
    )

    complaints = [line for line in answer.stderr.splitlines() if unit.name in line]
    assert [line for line in complaints if "is not executable" not in line] == []


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_services_start_as_nobody_in_particular_with_an_environment_that_exists(unit):
    text = unit.read_text()

    assert "User=prossimo" in text
    assert "ProtectSystem=strict" in text
    named = re.findall(r"^EnvironmentFile=/etc/prossimo/(.+)$", text, re.MULTILINE)
    assert named[0] == "common.env"
    assert all((DEPLOY / "environment" / name).exists() for name in named)


def test_the_configuration_of_the_web_is_accepted_by_gunicorn(running):
    answer = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", "--config", CONFIGURATION],
        env=clean_environment(**production(running, "app")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr


def test_in_service_the_deployment_check_is_silent(running):
    answer = prossimo("check", "--deploy", "--fail-level", "INFO", **production(running, "app"))

    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.mark.parametrize("missing", ["PROSSIMO_SECRET_KEY", "PROSSIMO_ALLOWED_HOSTS"])
def test_in_service_what_is_missing_is_named(running, missing):
    told = production(running, "app")
    del told[missing]

    answer = prossimo("check", **told)

    assert answer.returncode != 0
    assert missing in answer.stderr


def test_a_service_that_knows_its_own_door_only_can_take_a_copy(running, tmp_path):
    file = tmp_path / "copy.dump"
    told = production(running, "backup")

    answer = prossimo("db", "backup", file, **told, PROSSIMO_DB_ROLE="backup")

    assert answer.returncode == 0, answer.stderr
    assert file.stat().st_size > 0


def test_behind_nginx_the_visitor_is_who_nginx_says():
    from prossimo_launch.gunicorn_conf import with_visitor_address

    seen = []
    application = with_visitor_address(lambda environ, _: seen.append(environ["REMOTE_ADDR"]))
    application({"REMOTE_ADDR": "", "HTTP_X_REAL_IP": "192.0.2.7"}, None)
    application({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "192.0.2.7"}, None)

    assert seen == ["192.0.2.7", "127.0.0.1"]

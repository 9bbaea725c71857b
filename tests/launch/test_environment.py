"""One `make` builds the environment once, whoever calls it, however often, and after whatever."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.launch.conftest import CHECKOUT, clean_environment

PROMISED = {
    *("help", "setup", "run", "demo", "fmt", "lint", "types", "test"),
    *("bench", "docs", "spark", "lock", "clean", "db-stop"),
}


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose lock asks for nothing: the environment itself is what is tried."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("# nothing\n")
    (tmp_path / "scripts").mkdir()
    shutil.copy(CHECKOUT / "scripts" / "environment.py", tmp_path / "scripts")
    return tmp_path


def set_up(checkout):
    return subprocess.Popen(
        [sys.executable, checkout / "scripts" / "environment.py", "run"],
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_set_ups_at_once_make_one_environment_and_a_third_does_nothing(checkout):
    at_once = [set_up(checkout), set_up(checkout)]
    said = [process.communicate(timeout=60)[1] for process in at_once]

    again = set_up(checkout)
    said_again = again.communicate(timeout=60)[1]

    assert [process.returncode for process in (*at_once, again)] == [0, 0, 0], said
    assert sum("Creo l'ambiente" in words for words in said) == 1
    assert said_again == ""
    assert (checkout / ".venv" / "bin" / "prossimo").exists()


def test_a_set_up_that_was_killed_is_begun_again(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (checkout / ".venv" / ".under-way").touch()

    process = set_up(checkout)
    said = process.communicate(timeout=60)[1]

    assert process.returncode == 0, said
    assert "Creo l'ambiente" in said
    assert not (checkout / ".venv" / ".under-way").exists()


def test_help_lists_every_promised_target():
    answer = subprocess.run(
        ["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    assert set(re.findall(r"^  make (\S+)", answer.stdout, re.MULTILINE)) == PROMISED


def test_a_python_that_lies_about_itself_is_passed_over(tmp_path):
    for name in ("python3", "python3.13", "python3.12", "python3.11", "python3.14"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    command = "-f", str(CHECKOUT / "Makefile"), "-n", "setup", f"PYTHON={sys.executable}"

    plan = subprocess.run(["make", *command], capture_output=True, text=True, check=True).stdout
    chosen = plan.replace('"$python" scripts/environment.py run', 'echo "$python"')
    answer = subprocess.run(
        ["sh", "-c", chosen],
        env=clean_environment(PATH=f"{tmp_path}:/usr/bin:/bin"),
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == sys.executable


def test_a_machine_without_python_is_told_what_to_install(tmp_path):
    command = "-f", str(CHECKOUT / "Makefile"), "setup", "PYTHON_CANDIDATES=/nowhere/python3"

    answer = subprocess.run(
        ["make", *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert answer.returncode != 0
    assert "python3-venv" in answer.stderr

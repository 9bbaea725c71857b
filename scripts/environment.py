"""Builds the folder `.venv` from a hashed lock, once; run by the machine's own Python.

    python3 scripts/environment.py run|test|spark
    python3 scripts/environment.py browser

It knows what a killed set-up leaves behind, waits for another that is under way, and does nothing
when nothing changed. Only the standard library is at hand here.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNDER_WAY = VENV / ".under-way"
LOCKS = ("run", "test", "spark")  # each holds all that the one before it holds
# pyspark is published as source only; everything else must come ready, so that nothing is built.
BUILT = {"spark": "pyspark"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH = 28
COMMAND = """\
#!{python}
import sys
from prossimo_launch.cli import main
sys.argv[0] = "prossimo"
main()
"""


def main(words: list[str]) -> None:
    match words:
        case ["browser"]:
            browser()
        case [lock] if lock in LOCKS:
            environment(lock)
        case _:
            fail("Si usa: environment.py run|test|spark|browser")


def environment(lock: str) -> None:
    """The folder `.venv` with everything that the lock names, and the command `prossimo`."""
    if ready(lock):
        return
    try:
        with alone():
            if ready(lock):
                return
            make_venv()
            UNDER_WAY.touch()
            install(lock)
            write_command()
            stamp(lock).write_text(mark(lock))
            UNDER_WAY.unlink()
    except PermissionError as error:
        fail(
            f"La cartella {VENV} non è scrivibile da questo utente ({error.filename}): lanciare "
            "«make setup» dall'utente che l'ha creata, o cancellarla."
        )
    except OSError as error:
        fail(f"L'ambiente in {VENV} non si prepara: {error.strerror} ({error.filename}).")


def stamp(lock: str) -> Path:
    return VENV / f".installed-{lock}"


def mark(lock: str) -> str:
    content = (ROOT / "requirements" / f"{lock}.txt").read_bytes()
    return hashlib.sha256(content + os.fsencode(ROOT)).hexdigest()


def ready(lock: str) -> bool:
    """Whether this lock, or one that holds it whole, is installed here."""
    if UNDER_WAY.exists() or not PYTHON.exists():
        return False
    larger = LOCKS[LOCKS.index(lock) :]
    own = mark(lock)
    for name in larger:
        with contextlib.suppress(OSError):
            if stamp(name).read_text() == mark(name) and pins(lock) <= pins(name):
                return True
    with contextlib.suppress(OSError):
        return stamp(lock).read_text() == own
    return False


def pins(lock: str) -> set[str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return set(re.findall(r"^[^\s#]+==[^\s;\\]+", text, re.MULTILINE))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time; the kernel frees the lock when its holder dies."""
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Un altro processo prepara l'ambiente: aspetto…")
        fcntl.flock(checkout, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(checkout)


def make_venv() -> None:
    """A fresh folder where there is none, where a set-up was killed, or where it was moved from."""
    if PYTHON.exists() and not UNDER_WAY.exists() and not moved() and runs(PYTHON):
        return
    say(f"Creo l'ambiente Python {sys.version_info[0]}.{sys.version_info[1]} in {VENV}…")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        fail(
            "Questo Python non sa creare un ambiente: in Debian e Ubuntu installare "
            f"python3-venv.\n{(made.stdout + made.stderr).strip()}"
        )


def moved() -> bool:
    """The programs inside name their folder: after a move they would run others, or nothing."""
    told = re.search(r"^command = .* -m venv (?:--\S+ )*(.+)$", configuration(), re.MULTILINE)
    return told is not None and Path(told[1]).resolve() != VENV


def configuration() -> str:
    try:
        return (VENV / "pyvenv.cfg").read_text()
    except OSError:
        return ""


def runs(python: Path) -> bool:
    tried = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return tried.returncode == 0


def install(lock: str) -> None:
    """pip with hashes; a bar where somebody watches, everything it said where it fails."""
    total = len(pins(lock))
    say(f"Installo {total} librerie bloccate (la prima volta ci vuole qualche minuto)…")
    ready_made = ["--only-binary", ":all:"]
    if lock in BUILT:
        ready_made += ["--no-binary", BUILT[lock]]
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--no-deps"]
    command += ["--progress-bar", "off", "--disable-pip-version-check", *ready_made]
    command += ["-r", str(ROOT / "requirements" / f"{lock}.txt")]
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        found = 0
        for line in pip.stdout or ():
            said.append(line)
            if library := re.match(
                r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line
            ):
                found += 1
                bar(found, total, library[1])
            elif line.startswith("Installing collected"):
                bar(total, total, "copio i file…")
    bar_end()
    if pip.returncode != 0:
        sys.stderr.writelines(said[-25:])
        fail("L'installazione si è fermata: vedere sopra; «make setup» la riprende.")


def bar(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        full = WIDTH * done // max(total, 1)
        blocks = "█" * full + "░" * (WIDTH - full)
        sys.stderr.write(f"\r  {blocks} {done}/{total} {what[:30]:<30}")
        sys.stderr.flush()


def bar_end() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * (WIDTH + 50) + "\r")


def write_command() -> None:
    """The checkout on the path and the command `prossimo`, without building anything."""
    found = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    Path(found.stdout.strip(), "prossimo.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "prossimo"
    command.write_text(COMMAND.format(python=PYTHON))
    command.chmod(0o755)


def browser() -> None:
    """A real Chromium: found, or installed by root with apt, or a clear refusal."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        fail(
            "Manca Chromium e le prove nel browser non si saltano: installarlo (in Debian: "
            "apt-get install chromium) o rilanciare come root su una macchina con apt."
        )
    say("Installo Chromium con apt…")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
    ):
        if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            fail(f"«{' '.join(command)}» non è riuscito: installare Chromium a mano e riprovare.")


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def fail(sentence: str) -> None:
    say(f"Errore: {sentence}")
    sys.exit(1)


main(sys.argv[1:])

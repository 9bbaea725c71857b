"""Takes the pictures of the manual from a small invented town, served as it would be and looked at
by a real browser; at a fixed moment and size, so that they change only when the screens do.
"""

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scripts.frozen_moment import MOMENT

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 800}
SCALE = "0.05"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]
COLOURS = 256
A_SHADE = 100  # of 255
OURS = ("PROSSIMO_", "DATABASE_")  # what somebody set for another purpose stays outside


def take(say: Callable[[str], None]) -> list[str]:
    """Every picture of the manual; the names of those that changed."""
    with tempfile.TemporaryDirectory(prefix="prossimo-docs-") as home:
        os.chmod(home, 0o711)
        environment = surroundings(Path(home))
        try:
            say("Costruisco una piccola città inventata…")
            prossimo(environment, "prepare")
            prossimo(environment, "migrate", "--verbosity", "0")
            prossimo(
                environment, "demo", "--quiet", "--scale", SCALE, "--today", f"{MOMENT:%Y-%m-%d}"
            )
            stop_the_clock_of_snapshots(Path(environment["PROSSIMO_SNAPSHOTS"]))
            with served(environment) as address:
                say("Fotografo le schermate…")
                return photographed(address)
        finally:
            prossimo(environment, "db", "stop")


def surroundings(home: Path) -> dict[str, str]:
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PROSSIMO_", "DATABASE_"))
        },
        "PROSSIMO_TRIAL": "1",
        "PROSSIMO_DEMO": "1",
        "PROSSIMO_HOME": str(home),
        "PROSSIMO_SNAPSHOTS": str(home / "snapshots"),
        "PROSSIMO_STATIC": str(ROOT / ".prossimo" / "static"),
        "PROSSIMO_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "prossimo_launch.settings",
        "PYTHONPATH": str(ROOT),
    }


def prossimo(environment: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "prossimo_launch", *words], env=environment, cwd=ROOT, check=True
    )


def stop_the_clock_of_snapshots(folder: Path) -> None:
    """A snapshot says when it was taken: here, always at the same moment."""
    for manifest in folder.glob("2*/manifest.json"):
        said = json.loads(manifest.read_text(encoding="utf-8"))
        said["snapshot_at"] = MOMENT.isoformat()
        manifest.write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:prossimo_launch.gunicorn_conf"]
    command += ["--workers", "1", "--bind", f"127.0.0.1:{port}", "scripts.frozen:application"]
    secret = {"PROSSIMO_SECRET_KEY": "pictures-" + "0" * 60, "PROSSIMO_DB_ROLE": "app"}
    server = subprocess.Popen(command, env={**environment, **secret}, cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/health/ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def photographed(address: str) -> list[str]:
    from playwright.sync_api import sync_playwright

    program = next(found for name in BROWSERS if (found := shutil.which(name)))
    changed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for visit in VISITS:
            context = browser.new_context(
                base_url=address,
                viewport=SIZE,
                locale="it-IT",
                timezone_id="Europe/Rome",
                reduced_motion="reduce",
                color_scheme="light",
            )
            page = context.new_page()
            page.clock.set_fixed_time(MOMENT)
            changed += [name for name, picture in visit(page) if kept(name, picture)]
            context.close()
        browser.close()
    return changed


def kept(name: str, picture: bytes) -> bool:
    """Write the picture with few colours, unless it says what the one before said."""
    from PIL import Image

    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    small = drawn.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = IMAGES / f"{name}.png"
    if file.exists() and alike(Image.open(file).convert("RGB"), small.convert("RGB")):
        return False
    IMAGES.mkdir(exist_ok=True)
    small.save(file, optimize=True)
    return True


def alike(before: Any, now: Any) -> bool:
    """Letters are drawn a shade lighter or darker from one run to the next: that is no change."""
    from PIL import ImageChops

    if before.size != now.size:
        return False
    difference = ImageChops.difference(before, now)
    return max(darkest for _lightest, darkest in difference.getextrema()) < A_SHADE


# --- what is looked at --------------------------------------------------------------------------

Taken = Iterator[tuple[str, bytes]]


def enter(page: Any, username: str) -> None:
    page.goto("/accesso/")
    page.locator(f"form:has(input[name=login][value={username}]) button").first.click()
    page.wait_for_url("**/oggi/")


def shot(page: Any, height: int = 0) -> bytes:
    if height:
        page.set_viewport_size({**SIZE, "height": height})
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    taken: bytes = page.screenshot(animations="disabled", caret="hide")
    return taken


def at_the_door(page: Any) -> Taken:
    page.goto("/accesso/")
    yield "ingresso", shot(page)


def at_the_desk(page: Any) -> Taken:
    enter(page, "sportello")
    page.keyboard.press("/")
    page.keyboard.type("rossi an")
    page.locator("[role=option]:visible").first.wait_for()
    yield "ricerca", shot(page, height=520)
    page.set_viewport_size({**SIZE, "height": 1400})
    page.goto("/contatti/nuovo/")
    page.wait_for_load_state("networkidle")
    page.keyboard.type("rossi an", delay=30)
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Rossi").wait_for()
    page.locator("#id_needs").fill("Non riesce a pagare due bollette della luce già scadute.")
    page.get_by_label("Bollette e spese di casa").check()
    page.get_by_label("orientamento", exact=True).check()
    page.evaluate("window.scrollTo(0, 0)")
    yield "contatto", shot(page)


def at_the_segretariato(page: Any) -> Taken:
    enter(page, "segretariato")
    yield "oggi", shot(page)
    page.goto("/persone/?q=rossi+an")
    page.locator("#found a[href*='/persone/']").first.click()
    yield "persona", shot(page)


def in_the_inbox(page: Any) -> Taken:
    enter(page, "segretariato")
    page.goto("/segretariato/")
    yield "richieste", shot(page, height=760)
    page.goto("/turni/")
    yield "turni", shot(page, height=760)


def in_a_case(page: Any) -> Taken:
    enter(page, "assistente")
    page.goto("/cartelle/")
    for address in cases_listed(page):
        page.goto(address)
        # The terms of art. 403 run by the clock of the database, which nobody stops.
        if not page.locator("main .ui-callout").count():
            break
    yield "cartella", shot(page, height=1180)


def cases_listed(page: Any) -> list[str]:
    cases = page.locator("#prese-in-carico a[href*='/cartelle/']")
    return [case.get_attribute("href") for case in cases.all()]


def in_a_project(page: Any) -> Taken:
    enter(page, "assistente")
    page.goto("/cartelle/")
    for address in cases_listed(page):
        page.goto(f"{address}progetto/")
        if page.locator("a[href*='/confronto/']").count():
            break
    yield "progetto", shot(page, height=1180)
    page.goto(page.locator("a[href*='/confronto/']").first.get_attribute("href"))
    yield "confronto", shot(page, height=900)


def over_the_cases(page: Any) -> Taken:
    enter(page, "responsabile")
    page.goto("/carichi/")
    yield "carichi", shot(page, height=900)


def at_the_observatory(page: Any) -> Taken:
    enter(page, "ufficiodipiano")
    page.goto("/osservatorio/access.users/")
    yield "osservatorio", shot(page, height=1000)
    page.goto("/osservatorio/access.contacts/?per=neighbourhood")
    yield "quartieri", shot(page, height=1240)


VISITS: list[Callable[[Any], Taken]] = [
    at_the_door,
    at_the_desk,
    at_the_segretariato,
    in_the_inbox,
    in_a_case,
    in_a_project,
    over_the_cases,
    at_the_observatory,
]

"""What was acknowledged is there, once: under kill -9 of web, worker and PostgreSQL.

Operators post contacts as browsers do, and post the same form again until they are told it is
saved; meanwhile processes die. A control with an unsafe server shows that the harness can see loss.
While the database is away every page is a sentence, soon; when it is back, so are we.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

import pytest

from bench.operators import Operator
from prossimo_launch import cluster
from tests import databases
from tests.faults.conftest import kill_a_web_worker, kill_database, restart_database

pytestmark = [pytest.mark.timeout(280), pytest.mark.xdist_group("faults")]

ACKNOWLEDGED = 1000  # the floor of work: below it the test proves nothing
OPERATORS = 4
PASSWORD = "prova-prossimo"


def ask(url):
    started = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode(), time.monotonic() - started
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), time.monotonic() - started


def test_503_in_a_sentence_within_six_seconds_and_it_heals_alone(doomed_site):
    address = f"{doomed_site.url}/accesso/"
    assert ask(address)[0] == 200

    cluster.stop()
    answers = [ask(address) for _ in range(3)]
    alive = ask(f"{doomed_site.url}/health/live")
    ready = ask(f"{doomed_site.url}/health/ready")
    restart_database()
    healed = ask(address)

    assert [status for status, _, _ in answers] == [503, 503, 503]
    assert max(seconds for _, _, seconds in answers) < 6
    assert all("Prossimo" in text and "Traceback" not in text for _, text, _ in answers)
    assert (alive[0], ready[0]) == (200, 503)
    assert healed[0] == 200


class Shift:
    """Operators at work until enough is acknowledged, whatever dies around them."""

    def __init__(self, site, goal):
        self.site, self.goal, self.name = site, goal, uuid.uuid4().hex
        self.acknowledged, self.lock = [], threading.Lock()
        self.retries = self.deaths = 0
        self.over = threading.Event()
        port = int(site.url.rsplit(":", 1)[1])
        self.operator = Operator("127.0.0.1", port)
        self.operator.log_in("sportello", PASSWORD)
        self.page = self.operator.get("/contatti/nuovo/")
        self.form = self._form()

    def _form(self):
        desk = self.site.sql(
            "SELECT d.desk_id::text FROM access_deskduty d JOIN accounts_post p ON p.id = d.post_id "
            "JOIN accounts_user u ON u.id = p.user_id WHERE u.username = 'sportello' "
            "AND d.period @> current_date AND EXISTS (SELECT 1 FROM access_desk k "
            "WHERE k.id = d.desk_id AND k.period @> current_date) LIMIT 1"
        )[0][0]
        reason = self.site.sql(
            "SELECT id::text FROM access_reason WHERE period @> current_date LIMIT 1"
        )[0][0]
        return {
            "desk": desk,
            "channel": "person",
            "nobody": "on",
            "speaker": "self",
            "reasons": [reason],
            "given": ["information", "forwarded"],
            "minutes": "3",
        }

    def work(self):
        mine = Operator(self.operator.host, self.operator.port, dict(self.operator.cookies))
        while not self.over.is_set():
            marker = f"colpo {self.name} {uuid.uuid4()}"
            form = {**self.form, "needs": marker, "idempotency_key": str(uuid.uuid4())}
            if self._until_told(mine, form):
                with self.lock:
                    self.acknowledged.append(marker)
                    if len(self.acknowledged) >= self.goal:
                        self.over.set()

    def _until_told(self, operator, form):
        """Post the same form again and again, as a person does who was not told it is saved."""
        for _ in range(300):
            with contextlib.suppress(OSError):
                status, _text = operator.ask("POST", "/contatti/nuovo/", self._whole(form))
                if status in {302, 303}:
                    return True
                if status < 500:
                    raise AssertionError(f"an unexpected {status}: {_text[:300]}")
            self.retries += 1
            time.sleep(0.2)
        return False

    def _whole(self, form):
        token = self.operator.cookies["csrftoken"]
        return {"csrfmiddlewaretoken": token, **form}

    def run(self, killer):
        threads = [threading.Thread(target=self.work) for _ in range(OPERATORS)]
        for thread in threads:
            thread.start()
        try:
            killer(self)
        finally:
            for thread in threads:
                thread.join(200)
            self.over.set()

    def found(self):
        """How many times each marker of this shift stands in the record."""
        rows = self.site.sql(
            "SELECT needs, count(*) FROM access_contact WHERE needs LIKE %s GROUP BY needs",
            f"colpo {self.name} %",
        )
        return dict(rows)


@contextlib.contextmanager
def unsafe_commits():
    """The server does not wait for the disk before it says that a thing is saved."""
    with cluster.ensure_running().connect("admin") as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("ALTER SYSTEM SET wal_writer_flush_after = '1GB'")
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(1)
    try:
        yield
    finally:
        with restart_database().connect("admin") as connection:
            connection.execute("ALTER SYSTEM RESET ALL")
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)


@contextlib.contextmanager
def job_worker():
    """The worker of the outbox, as it runs beside the web."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "django", "procrastinate", "worker"],
        cwd=databases.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "prossimo_launch.settings",
            "PROSSIMO_TRIAL": "1",
            "PROSSIMO_DB_ROLE": "worker",
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def many_deaths(shift):
    """A web worker dies after every hundred saves, the server of the database three times."""
    steps = [(shift.goal * tenth // 10, "web") for tenth in range(1, 10)]
    steps += [(shift.goal * share // 100, "database") for share in (15, 45, 75)]
    for mark, victim in sorted(steps):
        while len(shift.acknowledged) < mark and not shift.over.is_set():
            time.sleep(0.02)
        if victim == "web":
            kill_a_web_worker(shift.site)
        else:
            kill_database(cluster.ensure_running())
            restart_database()
        shift.deaths += 1


@pytest.fixture(scope="module")
def long_shift(doomed_site):
    """The thousand saves under many deaths, worked once for whoever asks about them first."""
    shift = Shift(doomed_site, ACKNOWLEDGED)
    shift.run(many_deaths)
    return shift


def test_a_thousand_saves_survive_the_death_of_everything(long_shift):
    shift, found = long_shift, long_shift.found()

    assert len(shift.acknowledged) >= ACKNOWLEDGED
    assert shift.deaths == 12
    assert shift.retries > 0, "nothing died under a request: the test proves nothing"
    assert [marker for marker in shift.acknowledged if marker not in found] == []
    assert {marker: times for marker, times in found.items() if times > 1} == {}


def test_every_consequence_happens_once_though_the_worker_dies(doomed_site, long_shift):
    """Each forwarded contact tells every social worker of the segretariato, once."""
    forwarded = doomed_site.sql("SELECT count(*) FROM access_contact WHERE needs LIKE 'colpo %'")
    promised = (
        "SELECT count(*), count(DISTINCT object_id), count(done_at) "
        "FROM accounts_outboxmessage WHERE topic = 'access.forwarded'"
    )
    told = (  # the town has news of its own from before
        "SELECT count(*) FROM accounts_outboxmessage WHERE topic = 'accounts.news' AND created_at >= "
        "(SELECT min(created_at) FROM accounts_outboxmessage WHERE topic = 'access.forwarded')"
    )
    social_workers = (
        "SELECT count(DISTINCT p.user_id) FROM accounts_post p JOIN territory_ambito a "
        "ON a.id = p.ambito_id WHERE p.role = 'social_desk' AND a.key = 'bergamo' "
        "AND p.period @> current_date AND (p.municipality_id IS NULL OR p.municipality_id = "
        "(SELECT id FROM territory_municipality WHERE name = 'Bergamo'))"
    )
    deaths, done, deadline = 0, 0, time.monotonic() + 100

    while time.monotonic() < deadline and (deaths < 3 or done < 20):
        before = done
        with job_worker() as process:
            while done < before + 7 and time.monotonic() < deadline:
                time.sleep(0.1)  # it dies at work, not on its way there
                done = doomed_site.sql(promised)[0][2]
            process.send_signal(signal.SIGKILL)
            deaths += 1
        written, distinct, done = doomed_site.sql(promised)[0]

    assert forwarded[0][0] >= ACKNOWLEDGED
    assert (written, distinct) == (forwarded[0][0], forwarded[0][0])
    assert (deaths >= 3, done >= 20) == (True, True)
    assert doomed_site.sql(told)[0][0] == done * doomed_site.sql(social_workers)[0][0]


def test_the_harness_sees_loss_where_the_server_is_unsafe(doomed_site):
    """The control: with commits that do not wait for the disk, a death does lose what was told."""

    def one_death(shift):
        shift.over.wait(60)
        kill_database(cluster.ensure_running())
        restart_database()

    lost = []
    with unsafe_commits():
        for _ in range(3):
            shift = Shift(doomed_site, 60)
            shift.run(one_death)
            found = shift.found()
            lost = [marker for marker in shift.acknowledged if marker not in found]
            if lost:
                break

    assert lost, "an unsafe server lost nothing: the harness is blind"

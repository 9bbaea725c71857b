"""The web stays small: a child counts and draws, is replaced when it dies, and never hangs a page."""

import os
import signal
import subprocess
import sys
import time

import pytest

from prossimo.observatory import answers, compute, engine, memory
from prossimo.observatory.engine import Engine, EngineTrouble
from prossimo.observatory.questions import BadQuestion, Question
from tests.observatory import photographs

HEAVY = (
    "ibis",
    "duckdb",
    "pyarrow",
    "altair",
    "vl_convert",
    "pandas",
    "shapely",
    "adbc_driver_manager",
)


@pytest.fixture
def town(root):
    return photographs.take(root, photographs.people(30))


@pytest.fixture
def own_engine():
    """An engine of this test's own."""
    found = Engine()
    yield found
    found.close()


def asking(question, snapshot):
    return {"do": "ask", "snapshot": str(snapshot.folder), "question": question.as_json()}


QUESTION = Question("access.users", "bergamo", year=2018)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid, within=10.0):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_the_child_answers_what_the_same_process_would(town, own_engine):
    said = answers.from_json(own_engine.request(asking(QUESTION, town)))

    assert said == compute.answer(QUESTION, compute.opened(town))


def test_a_killed_child_is_replaced_at_the_next_question(town, own_engine):
    own_engine.request(asking(QUESTION, town))
    first = own_engine.child.pid
    os.kill(first, signal.SIGKILL)

    said = own_engine.request(asking(QUESTION, town))

    assert answers.from_json(said).rows[0].value == 30
    assert own_engine.child.pid != first


def test_a_child_that_does_not_answer_is_ended_and_said_in_a_sentence(town):
    slow = Engine(patience=0.5)
    slow.request_child = slow._living()
    pid = slow.child.pid
    os.kill(pid, signal.SIGSTOP)

    started = time.monotonic()
    with pytest.raises(EngineTrouble, match="non ha risposto entro 0 secondi"):
        slow.request(asking(QUESTION, town))

    assert time.monotonic() - started < 5
    assert gone(pid)


def test_a_child_that_keeps_dying_is_given_up_after_the_second(town, own_engine, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(EngineTrouble, match="si è fermato"):
        own_engine.request(asking(QUESTION, town))


def test_a_bad_question_is_the_same_sentence_from_the_child(town, own_engine):
    wrong = QUESTION.about(by=("desks",))

    with pytest.raises(BadQuestion, match="non si divide per «desks»"):
        own_engine.request(asking(wrong, town))


def test_a_fault_of_the_child_is_no_detail_for_the_page(town, own_engine, capfd):
    with pytest.raises(EngineTrouble, match="il guasto è annotato"):
        own_engine.request({"do": "ask", "snapshot": str(town.folder), "question": "{}"})

    assert own_engine.child.poll() is None


def test_the_child_ends_when_its_parent_is_killed(town):
    program = (
        "import django, time; django.setup();"
        "from prossimo.observatory.engine import Engine;"
        "e = Engine(); child = e._living(); print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program], stdout=subprocess.PIPE
    )
    child = int(parent.stdout.readline())
    assert alive(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert gone(child)


def test_an_answer_is_remembered_until_the_next_photograph(town, root, monkeypatch):
    first = engine.ask(QUESTION, town)
    monkeypatch.setattr(engine._engine, "request", lambda words: pytest.fail("asked again"))
    assert engine.ask(QUESTION, town) == first
    monkeypatch.undo()

    later = photographs.take(root, photographs.people(12), name="20260302T060000-cccccc")

    assert engine.ask(QUESTION, later).rows[0].value == 12


def test_what_is_remembered_is_only_what_may_be_published(root):
    """The small cell is in no file of the memory, not even under another name."""
    town = photographs.take(
        root, [*photographs.people(31), *photographs.people(3, first=90, desk=1)]
    )

    engine.ask(Question("access.contacts", "bergamo", by=("desk",), year=2018), town)

    kept = "".join(file.read_text() for file in town.memory.iterdir())
    assert '"hidden": true' in kept
    assert '"value": 3,' not in kept
    assert '"value": 31' not in kept


def test_each_language_has_its_own_memory(town):
    from django.utils import translation

    memory.keep(town, "answer", "question", "risposta")

    with translation.override("en"):
        assert memory.recall(town, "answer", "question") is None
    assert memory.recall(town, "answer", "question") == "risposta"


def test_a_web_process_imports_no_heavy_library():
    program = (
        "import django, sys; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip().splitlines()[-1] == "[]"

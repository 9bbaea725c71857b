"""An address given by the environment is read exactly or refused, and never repeated aloud."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prossimo_launch.addresses import parse
from prossimo_launch.errors import ClusterError

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
hosts = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,30}[a-z0-9])?", fullmatch=True)


@given(user=words, password=words, host=hosts, port=st.integers(1, 65535), name=words.filter(bool))
def test_whatever_is_percent_encoded_comes_back_as_it_was(user, password, host, port, name):
    user, password_, name_ = quote(user, safe=""), quote(password, safe=""), quote(name, safe="")

    found = parse(f"postgresql://{user}:{password_}@{host}:{port}/{name_}")

    assert (found.password, found.host, found.port, found.name) == (password, host, port, name)


@given(st.text(max_size=80) | st.builds("postgresql://u:p@h/{}".format, st.text(max_size=40)))
def test_any_text_is_read_or_refused_in_a_sentence(text):
    try:
        found = parse(text)
    except ClusterError as refusal:
        assert str(refusal).startswith("DATABASE_URL non si legge: ")
    else:
        assert found.name
        assert "\0" not in "".join([found.host, found.user, found.password, found.name])


def test_a_socket_folder_and_the_ways_of_encryption_are_options():
    found = parse("postgres:///prossimo?host=/var/run/postgresql&port=5433&sslmode=verify-full")

    assert (found.host, found.port, found.user) == ("/var/run/postgresql", 5433, "")
    assert found.options == {"sslmode": "verify-full"}


def test_an_address_of_the_new_internet_loses_its_brackets():
    assert parse("postgresql://u@[2001:db8::1]:5433/p").host == "2001:db8::1"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://u:secret@h/p", "la forma è"),
        ("postgresql://u:secret@h", "la forma è"),
        ("postgresql://u:secret@h/a/b", "la forma è"),
        ("postgresql://u:secret%2@h/p", "esadecimali"),
        ("postgresql://u:secret%ff@h/p", "UTF-8"),
        ("postgresql://u:secret%00@h/p", "nullo"),
        ("postgresql://u:secret@h:0/p", "porta"),
        ("postgresql://u:secret@h:70000/p", "porta"),
        ("postgresql://u:secret@h/p?sslmode", "nome=valore"),
        ("postgresql://u:secret@h/p?passfile=/etc/shadow", "passfile"),
        ("postgresql://u:secret@h/p?sslmode=a&sslmode=b", "ripetuto"),
        (f"postgresql://u:secret@/p?host=/{'a' * 100}", "supera i"),
    ],
)
def test_each_refusal_says_why_and_keeps_the_password(url, why):
    with pytest.raises(ClusterError, match=why) as refusal:
        parse(url, variable="DATABASE_OWNER_URL")

    assert "DATABASE_OWNER_URL" in str(refusal.value)
    assert "secret" not in str(refusal.value)

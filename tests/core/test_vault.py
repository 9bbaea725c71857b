"""The vault: nothing in clear on disk, nothing opened by who lacks a piece, nothing lost in a rotation."""

import os
import stat
import time
from pathlib import Path

import pytest

from prossimo.core import vault

SAID = b"La madre racconta della notte di Capodanno."
OLD, NEW = "chiave-di-ieri-" * 4, "chiave-di-oggi-" * 4


@pytest.fixture
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = OLD, []
    return settings.FILES_ROOT


def on_disk(folder):
    return [place for place in Path(folder).rglob("*") if place.is_file()]


def test_what_is_kept_comes_back_and_no_clear_byte_is_on_disk(folder):
    kept = vault.keep(SAID, about="uno")

    (file,) = on_disk(folder)
    assert vault.read(kept.address, kept.key, about="uno") == SAID
    assert SAID[:8] not in file.read_bytes()
    assert file.name == kept.address
    assert kept.sha256 not in str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_same_file_twice_is_two_files_that_nobody_can_tell_are_the_same(folder):
    first, second = (vault.keep(SAID, about="uno") for _time in range(2))

    assert first.address != second.address
    assert len(on_disk(folder)) == 2


def test_a_file_belongs_to_its_record_and_to_no_other(folder):
    kept, other = vault.keep(SAID, about="uno"), vault.keep(b"altro", about="due")

    with pytest.raises(vault.Unreadable, match="does not belong"):
        vault.read(kept.address, kept.key, about="due")
    with pytest.raises(vault.Unreadable, match="does not belong"):
        vault.read(kept.address, other.key, about="uno")


@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_file_harmed_on_disk_is_refused_rather_than_given(folder, harm):
    kept = vault.keep(SAID, about="uno")
    (file,) = on_disk(folder)
    data = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(data[:-1] if harm == "cut" else data[:-1] + bytes([data[-1] ^ 1]))

    with pytest.raises(vault.Unreadable):
        vault.read(kept.address, kept.key, about="uno")


@pytest.mark.parametrize("address", ["../../etc/passwd", "a" * 63, "A" * 64, "", "a" * 64 + "\n"])
def test_an_address_that_is_none_never_becomes_a_path(folder, address):
    with pytest.raises(vault.Unreadable, match="not an address"):
        vault.read(address, b"", about="uno")


def test_with_a_new_key_the_old_files_open_and_their_keys_can_be_closed_again(folder, settings):
    kept = vault.keep(SAID, about="uno")
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, [OLD]

    assert vault.read(kept.address, kept.key, about="uno") == SAID
    assert not kept.key.startswith(vault.present_name())
    again = vault.wrapped(vault.unwrapped(kept.key))
    settings.FILES_KEY_FALLBACKS = []
    assert again.startswith(vault.present_name())
    assert vault.read(kept.address, again, about="uno") == SAID
    with pytest.raises(vault.Unreadable, match="no longer given"):
        vault.read(kept.address, kept.key, about="uno")


def test_without_a_key_of_its_own_the_secret_key_closes_and_a_later_one_changes_nothing(
    folder, settings
):
    settings.FILES_KEY = ""
    kept = vault.keep(SAID, about="uno")
    settings.FILES_KEY = NEW

    assert vault.read(kept.address, kept.key, about="uno") == SAID


def test_it_is_flushed_file_and_folders_before_it_is_named(folder, monkeypatch):
    done, really, renamed = [], os.fsync, Path.replace

    def flush(handle):
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        really(handle)

    def name(draft, place):
        done.append("name")
        return renamed(draft, place)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(Path, "replace", name)
    vault.keep(SAID, about="uno")

    assert done[:3] == ["file", "name", "folder"]
    assert (
        done.count("folder") == 4
    )  # its own, two above that were made, and the one they were made in


def test_only_what_is_old_is_offered_to_who_sweeps(folder):
    old, fresh = vault.keep(b"vecchio", about="uno"), vault.keep(b"nuovo", about="uno")
    for file in on_disk(folder):
        if file.name == old.address:
            os.utime(file, (time.time() - 100, time.time() - 100))

    assert list(vault.addresses(50)) == [old.address]
    assert vault.read(fresh.address, fresh.key, about="uno") == b"nuovo"

"""Licence, metadata for the catalogue of public software, and the changelog of the office."""

import hashlib
import re
from pathlib import Path

import pytest
import yaml

import prossimo

LICENCE = Path("LICENSE").read_text(encoding="utf-8")
CHANGELOG = Path("CHANGELOG.md").read_text(encoding="utf-8")
PUBLICCODE = yaml.safe_load(Path("publiccode.yml").read_text(encoding="utf-8"))
SEAL = (
    "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"  # of its words, as published
)
# From the vocabularies of publiccode.yml 0.7, those that may ever concern us.
CATEGORIES = {
    "accounting", "appointment-scheduling", "budgeting", "business-intelligence",
    "business-process-management", "collaboration", "communications", "contact-management", "crm",
    "customer-service-and-support", "data-analytics", "data-collection", "data-visualization",
    "digital-citizenship", "document-management", "geographic-information-systems",
    "grant-management", "help-desk", "online-booking", "project-management", "resource-management",
    "survey", "task-management", "workflow-management",
}  # fmt: skip
SCOPES = {
    "culture", "education", "employment", "healthcare", "justice", "local-authorities", "research",
    "society", "welfare",
}  # fmt: skip
KNOWN_KEYS = {
    "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn",
    "softwareVersion", "releaseDate", "logo", "platforms", "categories", "usedBy", "fundedBy",
    "roadmap", "developmentStatus", "softwareType", "organisation", "intendedAudience",
    "description", "legal", "maintenance", "localisation", "dependsOn", "supports",
}  # fmt: skip


def test_the_licence_is_the_whole_eupl():
    articles = re.findall(r"^(\d+)\.\s?[A-Z]", LICENCE, re.MULTILINE)

    assert LICENCE.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert articles == [str(n) for n in range(1, 16)]
    assert "Appendix" in LICENCE
    assert "Strong Reciprocity (LiLiQ-R+)" in LICENCE
    words = " ".join(LICENCE.split()).encode()
    assert hashlib.sha256(words).hexdigest() == SEAL


def test_publiccode_has_what_the_standard_requires():
    assert set(PUBLICCODE) <= KNOWN_KEYS
    assert PUBLICCODE["publiccodeYmlVersion"] in {"0.5", "0.6", "0.7"}
    assert PUBLICCODE["url"].startswith("https://")
    assert PUBLICCODE["developmentStatus"] in {
        "concept",
        "development",
        "beta",
        "stable",
        "obsolete",
    }
    assert PUBLICCODE["softwareType"] == "standalone/web"
    assert PUBLICCODE["platforms"] == ["web"]
    assert PUBLICCODE["legal"]["license"] == "EUPL-1.2"
    assert PUBLICCODE["localisation"] == {
        "localisationReady": True,
        "availableLanguages": ["it", "en"],
    }


def test_publiccode_uses_the_words_of_the_vocabularies():
    assert set(PUBLICCODE["categories"]) <= CATEGORIES
    assert set(PUBLICCODE["intendedAudience"]["scope"]) <= SCOPES
    assert all(country.isupper() for country in PUBLICCODE["intendedAudience"]["countries"])


@pytest.mark.parametrize("language", ["it", "en"])
def test_publiccode_describes_within_the_limits(language):
    said = PUBLICCODE["description"][language]

    assert len(said["shortDescription"]) <= 150
    assert 150 <= len(said["longDescription"]) <= 10_000
    assert 5 <= len(said["features"]) <= 20
    pictures = [Path(picture) for picture in said["screenshots"]]
    assert all(picture.suffix == ".png" and picture.exists() for picture in pictures)


def test_maintenance_names_people_only_where_there_are():
    kept = PUBLICCODE["maintenance"]

    assert kept["type"] in {"internal", "contract", "community", "none"}
    assert bool(kept.get("contacts")) == (kept["type"] in {"internal", "community"})
    assert bool(kept.get("contractors")) == (kept["type"] == "contract")


def test_the_version_is_one():
    assert PUBLICCODE["softwareVersion"] == prossimo.__version__


def test_the_changelog_speaks_to_the_office():
    sections = re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE)
    lines = re.findall(r"^- (.*)$", CHANGELOG, re.MULTILINE)

    assert set(sections) <= {"Aggiunto", "Modificato", "Rimosso"}
    assert lines
    assert all(re.match(r"[A-ZÈ][a-zà]+: ", line) for line in lines)

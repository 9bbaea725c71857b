"""Static files: our own, and the few picked out of installed packages.

No third-party file is kept in the repository. `BORROWED` names, package by package, the files the
pages use. Three things are cut from them: pointers to source maps, because the manifest refuses what
it cannot find; fonts written inside the style sheet, because our policy refuses them; the focus ring
that only its own script can keep away from the mouse, because ours needs no script.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BOOTSTRAP_ITALIA = "bootstrap_italia_template/static"
TITILLIUM = "fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-{}.woff2"
ROBOTO_MONO = "fonts/Roboto_Mono/roboto-mono-v13-latin-ext_latin-{}.woff2"

# name under /static/ → file inside an installed package
BORROWED: dict[str, str] = {
    "bootstrap-italia/css/bootstrap-italia.css": f"{BOOTSTRAP_ITALIA}/css/bootstrap-italia.min.css",
    "bootstrap-italia/svg/sprites.svg": f"{BOOTSTRAP_ITALIA}/svg/sprites.svg",
    **{
        f"bootstrap-italia/fonts/titillium-web-{cut}.woff2": (
            f"{BOOTSTRAP_ITALIA}/{TITILLIUM.format(cut)}"
        )
        for cut in ("300", "regular", "italic", "600", "600italic", "700", "700italic")
    },
    **{
        f"bootstrap-italia/fonts/roboto-mono-{cut}.woff2": (
            f"{BOOTSTRAP_ITALIA}/{ROBOTO_MONO.format(cut)}"
        )
        for cut in ("regular", "700")
    },
    "bootstrap-italia/fonts/titillium-web-OFL.txt": f"{BOOTSTRAP_ITALIA}/fonts/Titillium_Web/OFL.txt",
    "bootstrap-italia/fonts/roboto-mono-LICENSE.txt": (
        f"{BOOTSTRAP_ITALIA}/fonts/Roboto_Mono/LICENSE.txt"
    ),
    "htmx/htmx.js": "django_htmx/static/django_htmx/htmx-2.min.js",
}
UNWANTED = re.compile(
    rb"(/\*|//)[ \t]*[#@][ \t]*sourceMappingURL=[^\n*]*(\*/)?\s*"
    rb"|@font-face\s*\{[^}]*url\(data:[^}]*\}"
    rb"|(?<=[{}])[^{}]*data-focus-mouse[^{}]*\{[^{}]*\}"
)


@cache
def borrowed_path(name: str) -> Path:
    """Where the installed package keeps the file; `LookupError` names what is missing."""
    package, _, inside = BORROWED[name].partition("/")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{name}: package {package} is not installed")
    path = Path(spec.submodule_search_locations[0]) / inside
    if not path.is_file():
        raise LookupError(f"{name}: {package} no longer holds {inside}")
    return path


class BorrowedStorage(Storage):
    """A read-only view of the picked files, without what is unwanted in them."""

    prefix = ""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return ContentFile(UNWANTED.sub(b"", borrowed_path(name).read_bytes()), name=name)

    def path(self, name: str) -> str:
        return str(borrowed_path(name))

    def exists(self, name: str) -> bool:
        return name in BORROWED

    def get_modified_time(self, name: str) -> Any:
        """The newer of the package's file and of what we cut from it, told here."""
        disk = FileSystemStorage("/")
        return max(disk.get_modified_time(self.path(name)), disk.get_modified_time(__file__))


class BorrowedFinder(BaseFinder):
    """Finds the files named in `BORROWED` and no other file of their packages."""

    storage: ClassVar[BorrowedStorage] = BorrowedStorage()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing: list[CheckMessage] = []
        for name in BORROWED:
            try:
                borrowed_path(name)
            except LookupError as error:
                missing.append(Error(str(error), id="ui.E001"))
        return missing

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = []
        if path in BORROWED:
            collected = Path(settings.STATIC_ROOT or "/nowhere") / path
            found = [str(collected) if collected.is_file() else self.storage.path(path)]
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        for name in BORROWED:
            if not utils.matches_patterns(name, ignore_patterns):
                yield name, self.storage


class OwnAppsFinder(AppDirectoriesFinder):
    """Finds the static files of Prossimo's own apps, not those of every installed package."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        ours = [config.name for config in apps.get_app_configs() if is_ours(config)]
        super().__init__(app_names or ours, *args, **kwargs)


def is_ours(config: AppConfig) -> bool:
    return config.name.startswith("prossimo.")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with a fingerprint in the name; the plain name where there is no manifest.

    A page must not die for want of a fingerprint, least of all the page that reports a failure.
    """

    manifest_strict = False
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        known: dict[str, str] = self.hashed_files
        return known.get(self.hash_key(self.clean_name(name)), name)


@cache
def asset(name: str) -> str:
    """The address of a static file, worked out once a process."""
    return staticfiles_storage.url(name)

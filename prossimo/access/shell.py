"""What a telephone keeps to work without network: one page without a name in it, and its files."""

import hashlib
import json

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.access.choices import Given, Speaker, TargetGroup, Urgency
from prossimo.ui.assets import asset

FONTS = ("regular", "600", "700")
FILES = (
    "bootstrap-italia/css/bootstrap-italia.css",
    *(f"bootstrap-italia/fonts/titillium-web-{cut}.woff2" for cut in FONTS),
    "bootstrap-italia/svg/sprites.svg",
    "ui/css/fonts.css",
    "ui/css/tokens.css",
    "ui/css/frame.css",
    "ui/css/components.css",
    "ui/css/forms.css",
    "ui/css/print.css",
    "ui/img/prossimo.svg",
    "access/outreach.css",
    "access/outreach/main.js",
    "access/outreach/vault.js",
    "access/outreach/sending.js",
    "access/outreach/sheet.js",
)


def page() -> str:
    """The page, the same for everybody: made without a request, nothing personal can enter it."""
    choices = {
        "given": Given.choices,
        "urgency": Urgency.choices,
        "ordinary": Urgency.ORDINARY.value,
        "speaker": [(Speaker.SELF.value, _("per sé")), *Speaker.choices[1:]],
        "target_group": [("", _("nessuno in particolare")), *TargetGroup.choices],
    }
    context = {"urls": addresses(), "choices": choices}
    return str(render_to_string("access/outreach_shell.html", context))


def addresses() -> dict[str, str]:
    names = {
        "state": "access:outreach_state",
        "phone": "access:outreach_phone",
        "send": "access:outreach_send",
        "list": "access:parcels",
        "ordinary": "access:contact_new",
        "worker": "access:outreach_worker",
        "login": "account_login",
        "here": "access:outreach",
    }
    return {key: reverse(name) for key, name in names.items()}


def worker() -> str:
    """The script that keeps the page: another text where the page or one of its files changed."""
    files = [asset(name) for name in FILES]
    made = hashlib.sha256("\n".join([page(), *files]).encode()).hexdigest()[:16]
    kept = {"name": f"in-strada-{made}", "page": reverse("access:outreach"), "files": files}
    return str(render_to_string("access/outreach_worker.js", {"kept": json.dumps(kept)}))

"""The writes of the network: organisations registered and corrected."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prossimo.core import gate
from prossimo.core.concurrency import save_versioned
from prossimo.network import policies
from prossimo.network.models import Organisation

KIND = "network.organisation"


@transaction.atomic
def register_organisation(*, by: Any, values: Mapping[str, Any]) -> Organisation:
    """A new organisation of the ambito of whoever registers it.

    Raises `PermissionDenied` with the reason, `ValidationError` when the name is already there.
    """
    organisation = Organisation(ambito_id=by.ambito_id, **values)
    policies.may_manage_organisation(by, organisation).enforce()
    organisation.full_clean()
    organisation.save(force_insert=True)
    gate.note("create", KIND, organisation.pk)
    return organisation


@transaction.atomic
def update_organisation(
    organisation: Organisation, *, by: Any, values: Mapping[str, Any], expected: int
) -> Organisation:
    """Correct an organisation; raises `StaleVersion` when somebody else did meanwhile."""
    policies.may_manage_organisation(by, organisation).enforce()
    saved = save_versioned(organisation, values, expected=expected)
    gate.note("change", KIND, saved.pk)
    return saved

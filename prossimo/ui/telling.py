"""How a form tells what an operation refused: beside the field that can mend it, or on top."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prossimo.core.concurrency import StaleVersion

SAME: Mapping[str, str] = MappingProxyType({})


def tell(form: Any, error: ValidationError, fields: Mapping[str, str] = SAME) -> None:
    """Put each sentence beside its field, the others on top.

    `fields` names the field of the form where it is not called as the operation calls it.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        field = fields.get(name, name)
        form.add_error(field if field in form.fields else None, errors)


def told_of(error: Exception) -> str:
    """Why a move was not made."""
    if isinstance(error, StaleVersion):
        return _("Un'altra persona l'ha appena cambiata: guarda com'è adesso, poi riprova.")
    return str(error)

"""What the database refuses, said in a sentence: a broken constraint, a row beyond the wall."""

import contextlib
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from psycopg.errors import InsufficientPrivilege


@contextlib.contextmanager
def in_words(model: type[Model], *, alone: bool = True) -> Iterator[None]:
    """Write atomically; a constraint becomes its own sentence, the second wall a refusal.

    Not `alone` where the whole operation fails with it: then no savepoint of its own is laid.
    """
    try:
        with transaction.atomic(savepoint=alone):
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        broken = getattr(diagnosis, "constraint_name", None)
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                raise ValidationError(constraint.get_violation_error_message()) from error
        raise
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise PermissionDenied(
                _("Riguarda qualcuno o qualcosa fuori dal tuo incarico.")
            ) from error
        raise

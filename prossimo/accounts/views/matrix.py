"""The roles and their rights, as the program declares them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prossimo.accounts import policies, tables, wording
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Right
from prossimo.core import exports
from prossimo.core.http import Request
from prossimo.ui.parts import Fact


@require_safe
def role_matrix(request: Request) -> HttpResponse:
    """For who gives roles and for who checks them; nothing here can be changed from a screen."""
    actor = request.actor
    if not actor.has(Right.JOURNAL_READ):
        policies.may(actor, Right.STAFF_MANAGE).enforce()
    table = tables.matrix()
    if format_ := exports.asked(request):
        return exports.respond(request, table, format_, name="ruoli", title=_("Ruoli e diritti"))
    table.configure(request, per_page=len(Right))  # the whole of it, to compare at a glance
    facts = [
        Fact(wording.role_in_words(role), role.does, note=str(wording.CEILINGS[role.ceiling]))
        for role in roles
    ]
    return render(request, "accounts/role_matrix.html", {"table": table, "facts": facts})

"""Making one file of two, seeing what came of it, and taking it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import operations, panels, policies
from prossimo.citizens.forms.doubles import LEFT, RIGHT, MergeForm, WhyForm
from prossimo.citizens.models import DuplicatePair, Merge, Person
from prossimo.citizens.operations.merging import WentElsewhere
from prossimo.citizens.queries import doubles
from prossimo.citizens.queries.doubles_compared import LABELS, better, side_by_side
from prossimo.citizens.queries.history import last_writer, state_at
from prossimo.citizens.views.doubles import pair_or_404
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
def doubles_merge(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """Which of the two stays, and whose value where they differ."""
    pair = pair_or_404(request, pair_id)
    form = _form(request, pair, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form_page(request, pair, form)
    return _answered(request, pair, form)


def _answered(request: Request, pair: DuplicatePair, form: MergeForm) -> HttpResponse:
    try:
        if form.is_valid():
            return redirect(form.once(lambda: _merged(request, pair, form)))
    except ValidationError as error:
        form.add_error(None, error.messages)
    except WentElsewhere as error:
        messages.warning(request, str(error))
        return redirect("citizens:doubles")
    except StaleVersion as stale:
        return _conflict(request, pair.pk, stale)
    return _form_page(request, pair, form, status=422)


def _form(request: Request, pair: DuplicatePair, data: Any) -> MergeForm:
    lines = side_by_side(request.actor, pair.left, pair.right)
    keep = LEFT if better(pair.left, pair.right) == pair.left_id else RIGHT
    return MergeForm(
        data, actor=request.actor, left=pair.left, right=pair.right, lines=lines, keep=keep
    )


def _merged(request: Request, pair: DuplicatePair, form: MergeForm) -> str:
    given = form.cleaned_data
    kept, gone = pair.left, pair.right
    if given["keep"] == RIGHT:
        kept, gone = gone, kept
    merge = operations.merge_people(
        kept.pk,
        gone.pk,
        by=request.actor,
        expected={pair.left_id: given["left_version"], pair.right_id: given["right_version"]},
        chosen=form.chosen(),
        reason=given["reason"],
    )
    messages.success(request, _("Le due schede sono diventate una."))
    return reverse("citizens:merge", args=[merge.pk])


def _form_page(
    request: Request,
    pair: DuplicatePair,
    form: MergeForm,
    *,
    changed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    journal.shown(Action.READ, [pair.left, pair.right])
    context = {
        "pair": pair,
        "form": form,
        "changed": changed,
        "back_url": reverse("citizens:doubles_pair", args=[pair.pk]),
    }
    return render(request, "citizens/doubles_merge.html", context, status=status)


def _conflict(request: Request, pair_id: uuid.UUID, stale: StaleVersion) -> HttpResponse:
    """A file changed after the page was opened: what it said, and what it says now."""
    pair = pair_or_404(request, pair_id)
    now = pair.left if stale.record.pk == pair.left_id else pair.right
    opened = request.POST.get("left_version" if now is pair.left else "right_version", "")
    before = state_at(now, int(opened)) if opened.isdigit() else None
    changes = []
    if before is not None:
        then = side_by_side(request.actor, before, now)
        changes = [line for line in then if line.left != line.right]
    changed = {
        "person": now,
        "who": last_writer(now) or _("un'altra persona"),
        "changes": changes,
    }
    return _form_page(request, pair, _form(request, pair, None), changed=changed, status=409)


def merge_or_404(request: Request, merge_id: uuid.UUID) -> doubles.MergeTold:
    may(request.actor, Right.PERSON_READ).enforce()
    told = doubles.merge_in_sight(request.actor, merge_id)
    if told is None:
        raise Http404
    return told


@require_safe
@states_purpose(Right.PERSON_READ, "merge_id")
def merge_page(request: Request, merge_id: uuid.UUID) -> HttpResponse:
    """What became of two files: where the number leads, what was written since, how to go back."""
    told = merge_or_404(request, merge_id)
    merge = told.merge
    both = [each for each in (told.kept, told.gone) if each]
    journal.shown(Action.READ, both, purpose=request.purpose)
    may_undo = not merge.undone_at and policies.may_undo(request.actor, merge)
    context = {
        "told": told,
        "merge": merge,
        "changed": [str(LABELS[name]) for name in _changed(merge)],
        "late": late_lines(request.actor, told) if merge.undone_at else [],
        "split_url": reverse("citizens:merge_split", args=[merge.pk]) if may_undo else "",
        "kept_now": _now(request, told),
        "gone_now": told.gone if merge.undone_at else None,
        "untouched": [str(LABELS[name]) for name in _untouched(request)],
    }
    return render(request, "citizens/doubles_merged.html", context)


def late_lines(actor: Actor, told: doubles.MergeTold) -> list[dict[str, Any]]:
    """What was written while the two were one, each with whose it is now and how it is moved."""
    moves = {each.key: each for each in panels.late_moves}
    kinds = []
    for kind in doubles.late_rows(actor, told.merge):
        lines = []
        for line in kind.rows:
            move = moves.get(line.row._meta.label_lower) if told.merge.undone_at else None
            on_gone = line.person_id == told.merge.gone_id
            lines.append({
                "line": line,
                "on_gone": on_gone,
                "to": told.kept if on_gone else told.gone,
                "move_url": move.url(actor, told.merge, line.row) if move else "",
            })  # fmt: skip
        kinds.append({"label": kind.label, "rows": lines})
    return kinds


def _changed(merge: Merge) -> list[str]:
    """What the file that stayed took from the other, group by group."""
    names = merge.before.get("fields", {})
    groups = operations.GROUPS.items()
    return [group for group, columns in groups if any(name in names for name in columns)]


def _now(request: Request, told: doubles.MergeTold) -> Person | None:
    """The file that stayed, or the one into which it went later."""
    if told.kept and told.kept.merged_into_id is None:
        return told.kept
    return doubles.where_it_went(request.actor, told.merge.kept_id)


def _untouched(request: Request) -> list[str]:
    asked = request.GET.get("restano", "").split(",")
    return [name for name in asked if name in operations.GROUPS]


@require_http_methods(["GET", "HEAD", "POST"])
def merge_split(request: Request, merge_id: uuid.UUID) -> HttpResponse:
    """Take a merge back, after saying what will and what will not go home."""
    may(request.actor, Right.PERSON_MERGE).enforce()
    told = merge_or_404(request, merge_id)
    merge = told.merge
    policies.may_undo(request.actor, merge).enforce()
    if merge.undone_at:
        return redirect("citizens:merge", merge.pk)
    form = WhyForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.once(lambda: _split(request, merge, form)))
        except WentElsewhere as error:
            messages.warning(request, str(error))
            return redirect("citizens:merge", merge.pk)
    return _split_page(request, told, form)


def _split_page(request: Request, told: doubles.MergeTold, form: WhyForm) -> HttpResponse:
    journal.shown(Action.READ, [each for each in (told.kept, told.gone) if each])
    went_on = told.kept is not None and told.kept.merged_into_id is not None
    context = {
        "told": told,
        "merge": told.merge,
        "form": form,
        "late": late_lines(request.actor, told),
        "back_url": reverse("citizens:merge", args=[told.merge.pk]),
        "later": _now(request, told) if went_on else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizens/doubles_split.html", context, status=status)


def _split(request: Request, merge: Merge, form: WhyForm) -> str:
    undone = operations.undo_merge(merge.pk, by=request.actor, why=form.cleaned_data["why"])
    messages.success(request, _("Le due schede sono di nuovo separate."))
    address = reverse("citizens:merge", args=[merge.pk])
    return f"{address}?restano={','.join(undone.untouched)}" if undone.untouched else address

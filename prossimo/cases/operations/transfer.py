"""A case passes to others: asked, answered, withdrawn; until it is accepted it stays whole where it is."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action, RoleKey, UserArea
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CloseOutcome, TransferKind, TransferState
from prossimo.cases.models import Case, CaseNeed, CaseTransfer
from prossimo.cases.operations.closing import close_case
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies.transfer import (
    may_answer_transfer,
    may_ask_transfer,
    may_withdraw_transfer,
)
from prossimo.cases.workflow import TRANSFER
from prossimo.core.concurrency import StaleVersion, save_versioned
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove

KIND = "cases.casetransfer"


@transaction.atomic
def ask_transfer(case: Case, *, by: Actor, kind: str, why: str, **to: Any) -> CaseTransfer:
    """Ask that a case pass; who would receive it is told, and sees the sheet only.

    Raises `ValidationError` where nobody is named, or it would go where it already is.
    """
    held = locked_case(case, by, may_ask_transfer)
    me, _post, ambito_id = at_work(by)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché passa: lo legge chi la riceve.")})
    open_needs = CaseNeed.objects.unscoped("only their number").filter(case=held, met_on=None)
    row = CaseTransfer(
        ambito_id=ambito_id, case=held, number=held.number, kind=kind, why=why.strip(),
        user_area=held.user_area, intensity=held.intensity, needs=open_needs.count(),
        asked_by_id=me, from_post=held.owner, **_destination(held, kind, to),
    )  # fmt: skip
    row.clean_fields(exclude={"ambito", "case", "asked_by", "from_post", "to_post"})
    with in_words(CaseTransfer):
        row.save(force_insert=True)
    journal.note(Action.CREATE, KIND, row.pk)
    for user_id in _who_answers(row) - {me}:
        outbox.put(by, NEWS, user_id)
    return row


@transaction.atomic
def accept_transfer(
    transfer: CaseTransfer, *, by: Actor, to: Post | None = None, answer: str = ""
) -> str:
    """Whoever receives it takes it: from now it is theirs. Answers the number of the case.

    Raises `StaleVersion` where somebody answered first, `ValidationError` where it cannot pass.
    """
    may_answer_transfer(by, transfer).enforce()
    TRANSFER.step(transfer.state, "accept")
    owner_id = to.pk if to is not None else transfer.to_post_id
    if owner_id is None:
        raise ValidationError({"to": _("Scegli chi la seguirà.")})
    note = " ".join(filter(None, [destination(transfer) + ".", answer.strip()]))
    with in_words(Case), connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.accept_transfer(%s, %s, %s, %s)",
            [transfer.pk, owner_id, answer.strip(), note],
        )
        (went,) = cursor.fetchone()
    _check(went, transfer)
    journal.note(Action.CHANGE, KIND, transfer.pk)
    journal.note(Action.CHANGE, "cases.case", transfer.case_id)
    owner = Post.objects.get(pk=owner_id)
    for user_id in {transfer.asked_by_id, owner.user_id} - {by.user_id}:
        outbox.put(by, NEWS, user_id)
    return transfer.number


@transaction.atomic
def refuse_transfer(
    transfer: CaseTransfer, *, by: Actor, expected: int, answer: str
) -> CaseTransfer:
    """It stays with who has it; they are told why."""
    may_answer_transfer(by, transfer).enforce()
    if not answer.strip():
        raise ValidationError({"answer": _("Scrivi perché: lo legge chi l'ha chiesto.")})
    saved = _decided(transfer, "refuse", by, expected, answer)
    if saved.asked_by_id != by.user_id:
        outbox.put(by, NEWS, saved.asked_by_id)
    return saved


@transaction.atomic
def withdraw_transfer(
    transfer: CaseTransfer, *, by: Actor, expected: int, answer: str = ""
) -> CaseTransfer:
    may_withdraw_transfer(by, transfer).enforce()
    return _decided(transfer, "withdraw", by, expected, answer)


@transaction.atomic
def hand_out(transfer: CaseTransfer, *, by: Actor, expected: int, answer: str) -> Case:
    """The municipality outside has taken it: what it said is written down, and the case closes.

    Raises `ValidationError` where nothing is said of who took it.
    """
    may_answer_transfer(by, transfer).enforce()
    if transfer.kind != TransferKind.OUTSIDE:
        raise IllegalMove(_("Questo passaggio lo accoglie chi la riceve."))
    if not answer.strip():
        raise ValidationError({"answer": _("Scrivi chi l'ha presa e quando.")})
    saved = _decided(transfer, "accept", by, expected, answer)
    case = saved.case
    closing = "{} {}".format(destination(saved) + ".", answer.strip())
    return close_case(
        case, by=by, expected=case.version, outcome=CloseOutcome.MOVED, closing=closing,
        plans_why=closing,
    )  # fmt: skip


def destination(transfer: CaseTransfer) -> str:
    """«Passa a Anna Rossi», «Passa all'area anziani»."""
    if transfer.kind == TransferKind.SERVICE:
        area = UserArea(transfer.to_area).label
        return _("Passa all'area «%(area)s»") % {"area": area}
    if transfer.kind == TransferKind.TOWN:
        return _("Passa al Comune di %(town)s") % {"town": transfer.to_municipality}
    if transfer.kind == TransferKind.OUTSIDE:
        return _("Passa al Comune di %(town)s") % {"town": transfer.to_place}
    name = transfer.to_post.user.get_full_name() if transfer.to_post else ""
    return _("Passa a %(name)s") % {"name": name}


def _destination(case: Case, kind: str, to: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of where it goes, by kind; the rest is left out."""
    post, area, town = to.get("to_post"), to.get("to_area"), to.get("to_municipality")
    if post is not None and (post.ambito_id != case.ambito_id or today() not in post.period):
        raise ValidationError({"to_post": _("Oggi non è in servizio nell'Ambito.")})
    if kind == TransferKind.WORKER:
        if post is None:
            raise ValidationError({"to_post": _("Scegli a chi.")})
        if post.pk == case.owner_id:
            raise ValidationError({"to_post": _("Ce l'ha già.")})
        return {"to_post": post}
    if kind == TransferKind.SERVICE:
        if not area or area == case.user_area:
            raise ValidationError({"to_area": _("Scegli un'area diversa da quella di oggi.")})
        return {"to_area": area, "to_post": post, "to_municipality_id": case.municipality_id}
    if kind == TransferKind.TOWN:
        if town is None or town.pk == case.municipality_id:
            raise ValidationError({"to_municipality": _("Scegli un altro Comune dell'Ambito.")})
        return {"to_municipality": town}
    place = (to.get("to_place") or "").strip()
    if not place:
        raise ValidationError({"to_place": _("Scrivi quale Comune.")})
    return {"to_place": place}


def _who_answers(transfer: CaseTransfer) -> set[Any]:
    """The users who are told that something waits for them."""
    found = {transfer.to_post.user_id} if transfer.to_post else set()
    if transfer.kind in {TransferKind.SERVICE, TransferKind.TOWN}:
        posts = Post.objects.in_force().of_ambito(transfer.ambito_id)
        posts = posts.filter(role=RoleKey.AREA_MANAGER, user__is_active=True)
        for post in posts:
            if post.municipality_id in {None, transfer.to_municipality_id}:
                found.add(post.user_id)
    return found


def _decided(
    transfer: CaseTransfer, move: str, by: Actor, expected: int, answer: str
) -> CaseTransfer:
    me, *_rest = at_work(by)
    changes = {
        "state": TRANSFER.step(transfer.state, move), "answer": answer.strip(),
        "decided_by_id": me, "decided_at": timezone.now(),
    }  # fmt: skip
    saved = save_versioned(transfer, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _check(went: str, transfer: CaseTransfer) -> None:
    """What the database answered, in words; nothing where it went well."""
    if went == "decided":
        now = CaseTransfer.objects.unscoped("who answered first").get(pk=transfer.pk)
        raise StaleVersion(now, {"state": TransferState.ACCEPTED})
    if went == "closed":
        raise ValidationError(_("Nel frattempo la presa in carico si è chiusa."))
    if went == "passed":
        raise ValidationError(_("Nel frattempo è passata ad altri: il passaggio si ritira."))
    if went == "owner":
        raise ValidationError({"to": _("Questa persona oggi non può averla: scegline un'altra.")})

"""What is written to who was asked: the link, the reminder, a new link in place of the first."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import MessageChannel, MessageKind
from prossimo.access.models import Referral
from prossimo.access.operations import messages
from prossimo.access.operations.referral_steps import KIND, OVER, locked, put_step
from prossimo.access.policies import referrals as policies
from prossimo.access.queries.referrals import accounts_of, closures
from prossimo.access.workflow import TO_ANSWER
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import ROME, today
from prossimo.core.workdays import after_working_days

LINK_DAYS = 30  # for how long a link opens
MORNING = dt.time(8, 30)


@transaction.atomic
def remind(referral: Referral, *, by: Actor) -> bool:
    """Ask again for an answer, once a day; whether somebody could be told."""
    policies.may_follow_up(by, referral).enforce()
    if referral.state not in TO_ANSWER:
        raise ValidationError(_("Ha già risposto: non serve un promemoria."))
    key = f"{MessageKind.REFERRAL_REMINDER}:{referral.pk}:{today()}"
    sent = [_write_to(address, referral, by, key) for address in _addresses(referral)]
    if not any(sent):
        return False
    put_step(referral, by, "remind", source=referral.state)
    journal.note(Action.CHANGE, KIND, referral.pk, note="reminded")
    return True


@transaction.atomic
def renew_link(referral: Referral, *, by: Actor, link: bool = False) -> bool:
    """Send another link to the address that the body had then; the earlier ones open no more."""
    row = locked(referral, by, None, link=link)
    if link:
        policies.may_answer_by_link(by, row).enforce()
    else:
        policies.may_follow_up(by, row).enforce()
    if row.state in OVER or not (row.link_to or not link):
        return False
    address = row.link_to or _address(row)
    if not address:
        return False
    _new_link(row, by, address, serial=row.link_serial + 1)
    put_step(row, None if link else by, "new_link", source=row.state)
    journal.note(Action.CHANGE, KIND, row.pk, note="link")
    return True


def _address(referral: Referral) -> str:
    return referral.service.referral_email or referral.organisation.email


def _addresses(referral: Referral) -> list[str]:
    """Where who is to answer is written to: their accounts, or the address of the link."""
    posts = accounts_of(referral.organisation_id, referral.ambito_id)
    mails = [post.user.email for post in posts if post.user.email]
    return mails or list(filter(None, [referral.link_to]))


def tell_the_body(referral: Referral, by: Actor) -> None:
    """Who has an account is told to enter; who has none gets a link that opens it for a while."""
    posts = accounts_of(referral.organisation_id, referral.ambito_id)
    for post in posts:
        outbox.put(by, NEWS, post.user_id)
    address = "" if posts else referral.link_to or _address(referral)
    if address:
        _new_link(referral, by, address, serial=referral.link_serial)
    after = after_working_days(referral.answer_due_on, 1, closures(by.ambito_id))
    due_at = dt.datetime.combine(after, MORNING, ROME)
    key = f"{MessageKind.REFERRAL_REMINDER}:{referral.pk}:{referral.answer_due_on}"
    for each in [address] if address else _addresses(referral):
        _write_to(each, referral, by, key, due_at)


def _new_link(referral: Referral, by: Actor, address: str, *, serial: int) -> None:
    until = timezone.now() + dt.timedelta(days=LINK_DAYS)
    values = {"link_to": address, "link_serial": serial, "link_until": until}
    save_versioned(referral, values, expected=referral.version)
    key = f"{MessageKind.REFERRAL}:{referral.pk}:{serial}:{referral.answer_due_on}"
    _write_to(address, referral, by, key, kind=MessageKind.REFERRAL)


def _write_to(
    address: str,
    referral: Referral,
    by: Actor,
    key: str,
    due_at: dt.datetime | None = None,
    *,
    kind: MessageKind = MessageKind.REFERRAL_REMINDER,
) -> bool:
    """Promise a message; the same key to the same address leaves once."""
    promised = messages.put(
        by=by,
        kind=kind,
        object_id=referral.pk,
        key=key,
        channel=MessageChannel.EMAIL,
        to=address,
        due_at=due_at,
    )
    return promised is not None

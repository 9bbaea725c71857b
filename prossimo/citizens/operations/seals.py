"""What is sealed of a person: protected, opened by two people for an hour, closed, unprotected.

The second wall does the hiding; the functions called here belong to a role that never enters.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies, search_words
from prossimo.citizens.choices import AddressKind, Compartment, KinshipKind, SealState
from prossimo.citizens.models import Address, Kinship, Person, SealOpening
from prossimo.citizens.operations.addresses import HOME
from prossimo.citizens.operations.locking import locked_person
from prossimo.core.concurrency import save_versioned
from prossimo.core.records import new_id

ASKED, DECIDED = "citizens.opening_asked", "citizens.opening_decided"  # outbox topics
OPEN_FOR = dt.timedelta(minutes=60)


def _wall(function: str, *args: uuid.UUID) -> bool:
    places = ", ".join(["%s"] * len(args))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT wall.{function}({places})", args)
        row = cursor.fetchone()
    return bool(row and row[0])


def _who(by: Actor) -> uuid.UUID:
    if by.user_id is None:
        raise PermissionDenied
    return by.user_id


def _may_seal(person_id: uuid.UUID, by: Actor) -> Person:
    person = locked_person(person_id, by)
    policies.may_ask_opening(by, person).enforce()
    return person


@transaction.atomic
def seal_residence(person_id: uuid.UUID, *, by: Actor, also: Iterable[uuid.UUID] = ()) -> Person:
    """Take the address of the person, and of who lives with them, where two people must agree.

    Raises `Person.DoesNotExist`, `PermissionDenied`, `ValidationError` where there is no address.
    """
    person = _may_seal(person_id, by)
    for each in [person, *(_may_seal(other, by) for other in also)]:
        if not (each.street or each.neighbourhood_id or each.latitude is not None):
            raise ValidationError(
                _("Non c'è un indirizzo da proteggere: aggiungilo come indirizzo protetto.")
            )
        streets = {each.street, *_streets_of(each.pk, by)}
        _wall("seal_residence", each.pk, new_id())
        search_words.forget_streets(each.ambito_id, streets)
        journal.note(Action.CHANGE, "citizens.person", each.pk, note=_("indirizzo protetto"))
    return person


@transaction.atomic
def seal_address(address_id: uuid.UUID, *, by: Actor) -> None:
    """Protect an address besides the residence. Raises `Address.DoesNotExist` and as above."""
    address = Address.objects.visible_to(by).filter(compartment="").get(pk=address_id)
    person = _may_seal(address.person_id, by)
    _wall("seal_address", address.pk)
    search_words.forget_streets(person.ambito_id, [address.street])
    journal.note(Action.CHANGE, "citizens.person", person.pk, note=_("indirizzo protetto"))


@transaction.atomic
def seal_tie(tie_id: uuid.UUID, *, by: Actor) -> None:
    """Protect a tie of kinship: nobody reads it any more without two people's word.

    Raises `Kinship.DoesNotExist` for what the actor may not see, and `PermissionDenied`.
    """
    tie = Kinship.objects.visible_to(by).filter(compartment="").get(pk=tie_id)
    person = _may_seal(tie.person_id, by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.seal_kinship(%s, %s)", [tie.pk, Compartment.FAMILY])
    journal.note(Action.CHANGE, "citizens.person", person.pk, note=_("legame protetto"))


@transaction.atomic
def unseal_address(opening: SealOpening, address_id: uuid.UUID, *, by: Actor) -> None:
    """Take the protection away, while it is open: a residence goes back on the file."""
    person = _may_seal(opening.person_id, by)
    address = Address.objects.visible_to(by).filter(person=person, compartment=Compartment.ADDRESS)
    held = address.get(pk=address_id)
    _wall("unseal_address", held.pk)
    search_words.file_streets(person.ambito_id, filter(None, [held.street]))
    if held.kind == AddressKind.RESIDENCE and held.period.upper is None and not person.street:
        home = {name: getattr(held, name) for name in map(_plain, HOME)}
        home["resides_since"] = held.period.lower
        save_versioned(person, home, expected=person.version)
        Address.objects.visible_to(by).filter(pk=held.pk, compartment="").delete()
    journal.note(Action.UNSEAL, "citizens.person", person.pk, note=_("protezione tolta"))


def _streets_of(person_id: uuid.UUID, by: Actor) -> Iterable[str]:
    """Where else the house may be spelled: what is protected with it."""
    others = Address.objects.visible_to(by).filter(person=person_id, compartment="")
    return others.order_by().values_list("street", flat=True)


def _plain(column: str) -> str:
    return column.removesuffix("_id")


@transaction.atomic
def ask_opening(
    person_id: uuid.UUID, *, by: Actor, compartment: str, reason: str, court_act: str = ""
) -> SealOpening:
    """Ask to read what is sealed of a person; somebody else decides.

    Raises `Person.DoesNotExist`, `PermissionDenied`, `ValidationError`.
    """
    person = Person.objects.visible_to(by).get(pk=person_id)
    policies.may_ask_opening(by, person).enforce()
    asker = User.objects.get(pk=_who(by))
    mine = SealOpening.objects.visible_to(by).filter(person=person, asked_by=asker)
    if mine.filter(compartment=compartment, state=SealState.ASKED).exists():
        raise ValidationError(_("L'hai già chiesto: la richiesta aspetta una risposta."))
    opening = SealOpening(
        person=person,
        compartment=compartment,
        asked_by=asker,
        reason=reason,
        court_act=court_act,
    )
    opening.full_clean(exclude=["person", "asked_by"])
    opening.save(force_insert=True)
    _note(opening, _("chiesta"))
    outbox.put(by, ASKED, opening.pk)
    return opening


@transaction.atomic
def decide_opening(
    opening_id: uuid.UUID, *, by: Actor, expected: int, approve: bool, answer: str = ""
) -> SealOpening:
    """Approve for an hour, or refuse and say why; never one's own request.

    Raises `SealOpening.DoesNotExist`, `PermissionDenied`, `ValidationError`, `StaleVersion`.
    """
    openings = SealOpening.objects.visible_to(by)
    policies.may_decide_opening(by, openings.select_related("person").get(pk=opening_id)).enforce()
    opening = openings.select_for_update(of=("self",)).get(pk=opening_id)
    if opening.state != SealState.ASKED:
        raise ValidationError(_("Qualcuno ha già risposto a questa richiesta."))
    if not approve and not answer.strip():
        raise ValidationError({"answer": _("Scrivi perché no: chi ha chiesto lo legge.")})
    now = timezone.now()
    values = {
        "state": SealState.APPROVED if approve else SealState.REFUSED,
        "decided_by": User.objects.get(pk=_who(by)),
        "decided_at": now,
        "answer": answer.strip(),
        "until": now + OPEN_FOR if approve else None,
    }
    save_versioned(opening, values, expected=expected)
    _note(opening, _("approvata") if approve else _("rifiutata"))
    outbox.put(by, DECIDED, opening.pk)
    return opening


@transaction.atomic
def end_opening(opening: SealOpening, *, by: Actor) -> None:
    """Close before the hour what one has read enough of; twice is the same as once."""
    if opening.asked_by_id != by.user_id:
        raise PermissionDenied(_("La chiude chi l'ha chiesta."))
    if _wall("close_opening", opening.pk):
        _note(opening, _("chiusa prima del tempo"))


def note_reading(opening: SealOpening) -> None:
    """What was opened is being shown."""
    _note(opening, _("letta"))


def _note(opening: SealOpening, what: str) -> None:
    said = f"{opening.get_compartment_display()}: {what}"
    journal.note(Action.UNSEAL, "citizens.person", opening.person_id, note=said)


@transaction.atomic
def link_adoption(before_id: uuid.UUID, after_id: uuid.UUID, *, by: Actor, court_act: str) -> None:
    """Tie the two identities of an adopted person, sealed at birth (L. 184/1983 art. 28).

    Nobody reads the tie without the act of a court: not even who has just written it.
    """
    if before_id == after_id:
        raise ValidationError({"other_text": _("Sono la stessa scheda: scegli l'altra.")})
    before, after = _may_seal(before_id, by), _may_seal(after_id, by)
    tie = Kinship(
        person=before,
        relative=after,
        kind=KinshipKind.SINCE,
        note=court_act,
        compartment=Compartment.ADOPTION,
    )
    tie.clean_fields(exclude=["person", "relative"])
    try:
        with transaction.atomic():
            tie.save(force_insert=True)
    except IntegrityError:
        return  # it was there already, and nobody is told
    note = _("legame protetto")
    for person in (before, after):
        journal.note(Action.CHANGE, "citizens.person", person.pk, note=note)

"""The parts of a file, each declared once: kin, representatives, ISEE certificates, benefits."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import policies
from prossimo.citizens.exchange import sources
from prossimo.citizens.forms.parts import (
    BaseMembers,
    BenefitForm,
    IseeForm,
    KinshipForm,
    PartForm,
    RepresentationForm,
    WithSomebody,
    member_rows,
)
from prossimo.citizens.models import (
    BenefitHeld,
    IseeCertificate,
    IseeMember,
    Kinship,
    Person,
    Representation,
)
from prossimo.citizens.operations import parts as operations
from prossimo.citizens.operations.seals import seal_tie
from prossimo.citizens.queries.family import family_of
from prossimo.citizens.queries.means import means_of
from prossimo.citizens.views.person import frame_of, person_or_404
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.policy import Verdict

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part: its model, its form, who writes it, and its words."""

    model: Any
    form: type[PartForm]
    may_write: Callable[[Actor, Person], Verdict]
    page: str  # where it is shown
    new: Any
    edit: Any
    remove: Any


KINDS: dict[str, Kind] = {
    "parenti": Kind(
        Kinship, KinshipForm, policies.may_write_person, "person_family",
        gettext_lazy("Aggiungi un legame"), gettext_lazy("Correggi il legame"),
        gettext_lazy("Togli il legame"),
    ),
    "rappresentanti": Kind(
        Representation, RepresentationForm, policies.may_write_person, "person_family",
        gettext_lazy("Aggiungi chi la rappresenta"), gettext_lazy("Correggi la rappresentanza"),
        gettext_lazy("Togli la rappresentanza"),
    ),
    "isee": Kind(
        IseeCertificate, IseeForm, policies.may_write_economy, "person_means",
        gettext_lazy("Aggiungi un ISEE"), gettext_lazy("Correggi l'ISEE"),
        gettext_lazy("Togli l'ISEE"),
    ),
    "benefici": Kind(
        BenefitHeld, BenefitForm, policies.may_write_economy, "person_means",
        gettext_lazy("Aggiungi un beneficio"), gettext_lazy("Correggi il beneficio"),
        gettext_lazy("Togli il beneficio"),
    ),
}  # fmt: skip


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_family(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """Kin as a picture and in words, who represents the person, the two households."""
    person = person_or_404(request, person_id)
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "person_family")
    context |= {"family": family_of(request.actor, person)}
    context["may_write"] = bool(policies.may_write_person(request.actor, person))
    return render(request, "citizens/person_family.html", context)


@require_safe
@states_purpose(Right.PERSON_READ, "person_id")
def person_means(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """ISEE certificates and what the person already receives: a compartment of its own."""
    person = person_or_404(request, person_id)
    if not policies.may_read_economy(request.actor, person):
        raise Http404
    journal.shown(Action.READ, [person], purpose=request.purpose)
    context = frame_of(request, person, "person_means")
    context |= {"means": means_of(request.actor, person)}
    context["may_write"] = bool(policies.may_write_economy(request.actor, person))
    context["isee_source"] = sources.isee_offered()
    return render(request, "citizens/person_means.html", context)


@dataclass(frozen=True, slots=True)
class Opened:
    """A part being written: of whom, of which kind, with what was typed."""

    person: Person
    what: Kind
    form: PartForm
    members: BaseMembers | None
    key: str
    part: Any = None

    def is_valid(self) -> bool:
        whole = self.form.is_valid()
        return (self.members is None or self.members.is_valid()) and whole


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def part_new(request: Request, person_id: uuid.UUID, kind: str) -> HttpResponse:
    """Add a row of this kind to the file."""
    person, what = _writable(request, person_id, kind)
    opened = _opened(request, person, what, drafts.key_of(kind, person.pk))
    return _written(request, opened, lambda: _added(request, opened))


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def part_edit(
    request: Request, person_id: uuid.UUID, kind: str, part_id: uuid.UUID
) -> HttpResponse:
    """Correct a row; the second of two savers sees that the other one saved, and loses nothing."""
    person, what = _writable(request, person_id, kind)
    part = _part(request.actor, what, person, part_id)
    opened = _opened(request, person, what, drafts.key_of(kind, part.pk), part)
    return _written(request, opened, lambda: _changed(request, opened))


def _opened(request: Request, person: Person, what: Kind, key: str, part: Any = None) -> Opened:
    form = what.form(
        request.POST or None, actor=request.actor, person=person, draft_key=key, part=part
    )
    members = None
    if what.model is IseeCertificate:
        held = _members(request.actor, part) if part else None
        members = member_rows(request.POST or None, held)
    return Opened(person, what, form, members, key, part)


def _written(request: Request, opened: Opened, run: Callable[[], str]) -> HttpResponse:
    if request.method != "POST":
        drafts.fill(opened.form, request.actor, opened.key)
    elif opened.is_valid():
        try:
            return redirect(opened.form.once(run))
        except ValidationError as error:
            _tell(opened.form, error)
        except StaleVersion as stale:
            return _stale(request, opened, stale)
    return _page(request, opened)


def _added(request: Request, opened: Opened) -> str:
    values = opened.form.values()
    part = operations.add_part(opened.what.model, opened.person, by=request.actor, **values)
    return _saved(request, opened, part)


def _changed(request: Request, opened: Opened) -> str:
    part = operations.change_part(
        opened.part,
        by=request.actor,
        expected=opened.form.cleaned_data.get("version") or 0,
        **opened.form.values(),
    )
    return _saved(request, opened, part)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def part_remove(
    request: Request, person_id: uuid.UUID, kind: str, part_id: uuid.UUID
) -> HttpResponse:
    """Take away what was written by mistake, after a question."""
    person, what = _writable(request, person_id, kind)
    part = _part(request.actor, what, person, part_id)
    back = reverse(f"citizens:{what.page}", args=[person.pk])
    if request.method == "POST":
        typed = request.POST.get("version", "")
        expected = int(typed) if typed.isascii() and typed.isdigit() else 0
        try:
            operations.remove_part(part, by=request.actor, expected=expected)
        except StaleVersion:
            messages.error(request, _("Qualcuno l'ha corretto nel frattempo: guardalo di nuovo."))
        else:
            messages.success(request, _("Tolto. Resta nella storia della scheda."))
        return redirect(back)
    journal.shown(Action.READ, [part], purpose=request.purpose)
    context = {
        "title": str(what.remove),
        "text": _("Si toglie solo quello che è stato scritto per errore; resta nella storia."),
        "confirm": _("Togli"),
        "back_url": back,
        "fields": {"version": str(part.version)},
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def tie_seal(request: Request, person_id: uuid.UUID, part_id: uuid.UUID) -> HttpResponse:
    """Protect a tie, after saying what that means."""
    person, what = _writable(request, person_id, "parenti")
    policies.may_ask_opening(request.actor, person).enforce()
    tie = _part(request.actor, what, person, part_id)
    back = reverse("citizens:person_family", args=[person.pk])
    if request.method == "POST":
        seal_tie(tie.pk, by=request.actor)
        messages.success(request, _("Legame protetto: sulla scheda non c'è più."))
        return redirect(back)
    journal.shown(Action.READ, [tie], purpose=request.purpose)
    context = {
        "title": _("Proteggi il legame"),
        "text": _(
            "Non lo vedrà più nessuno, nemmeno tu: per leggerlo servirà una richiesta, e il sì di "
            "un'altra persona, per un'ora. La storia della scheda non lo racconterà."
        ),
        "confirm": _("Proteggi"),
        "back_url": back,
        "fields": {},
    }
    return render(request, "ui/confirm.html", context)


def _writable(request: Request, person_id: uuid.UUID, kind: str) -> tuple[Person, Kind]:
    """The person and the kind, for who may write it; the means do not exist for who may not see."""
    what = KINDS.get(kind)
    if what is None:
        raise Http404
    person = person_or_404(request, person_id)
    if what.page == "person_means" and not policies.may_read_economy(request.actor, person):
        raise Http404
    what.may_write(request.actor, person).enforce()
    return person, what


def _part(actor: Actor, what: Kind, person: Person, part_id: uuid.UUID) -> Any:
    part = what.model.objects.visible_to(actor).filter(pk=part_id, person=person).first()
    if part is None:
        raise Http404
    return part


def _members(actor: Actor, certificate: IseeCertificate) -> list[IseeMember]:
    return list(IseeMember.objects.visible_to(actor).filter(certificate=certificate))


def _saved(request: Request, opened: Opened, part: Any) -> str:
    if opened.members is not None:
        operations.write_isee_members(part, opened.members.entries(), by=request.actor)
    drafts.discard(request.actor, opened.key)
    messages.success(request, _("Salvato."))
    return reverse(f"citizens:{opened.what.page}", args=[opened.person.pk])


def _stale(request: Request, opened: Opened, stale: StaleVersion) -> HttpResponse:
    """The form again with what was typed, over the version that is there now, and the other text."""
    data = request.POST.copy()
    data["version"] = str(stale.record.version)
    data["idempotency_key"] = str(uuid.uuid4())
    form = opened.what.form(
        data,
        actor=request.actor,
        person=opened.person,
        part=opened.part,
        draft_key=opened.key,
    )
    again = replace(opened, form=form, part=stale.record)
    return _page(request, again, differences=stale.differences(), status=409)


def _page(request: Request, opened: Opened, **more: Any) -> HttpResponse:
    form, what = opened.form, opened.what
    status = more.pop("status", 422 if form.is_bound else 200)
    journal.shown(Action.READ, [opened.person], purpose=request.purpose)
    context = frame_of(request, opened.person, what.page) | {
        "form": form,
        "members": opened.members,
        "title": what.edit if opened.part else what.new,
        "back_url": reverse(f"citizens:{what.page}", args=[opened.person.pk]),
        "draft_key": opened.key,
        "somebody": somebody(form) if isinstance(form, WithSomebody) else None,
        "shown": [bound for bound in form.visible_fields() if not _of_combobox(form, bound.name)],
        "remove_url": f"{request.path}togli/" if opened.part else "",
        "remove_label": what.remove,
        "seal_url": _seal_url(request, opened),
        **more,
    }
    return render(request, "citizens/part_form.html", context, status=status)


def _seal_url(request: Request, opened: Opened) -> str:
    """Where a tie is protected, for who may."""
    is_tie = opened.what.model is Kinship and opened.part is not None
    if not is_tie or not policies.may_ask_opening(request.actor, opened.person):
        return ""
    return reverse("citizens:tie_seal", args=[opened.person.pk, opened.part.pk])


def somebody(form: WithSomebody) -> dict[str, Any]:
    """The box in which another person is looked for: what it needs to be drawn."""
    typed = form[f"{form.other}_text"]
    return {
        "name": form.other,
        "label": typed.label,
        "value": form[form.other].value(),
        "text": form.typed_text(),
        "errors": typed.errors,
        "required": isinstance(form, KinshipForm),
    }


def _of_combobox(form: PartForm, name: str) -> bool:
    return isinstance(form, WithSomebody) and name in {form.other, f"{form.other}_text"}


def _tell(form: PartForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        text = f"{name}_text"
        field = text if text in form.fields else name if name in form.fields else None
        form.add_error(field, errors)

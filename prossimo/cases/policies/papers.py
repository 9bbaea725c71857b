"""Who may read, add, rename and withdraw the documents of a case."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import may, same_user
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part
from prossimo.cases.models import Case, CaseDocument
from prossimo.cases.policies.cases import (
    may_lead_case,
    may_read_case,
    may_write_case,
    open_parts,
)
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_papers(actor: Actor, case: Case) -> Verdict:
    """The sheet of documents: who works on the case; each sees those of the parts they were given."""
    if not (readable := may_read_case(actor, case)):
        return readable
    if not (held := may(actor, Right.CASE_WRITE)):
        return held
    return GRANTED if open_parts(actor, case) else _closed()


def may_read_document(actor: Actor, document: CaseDocument) -> Verdict:
    """Twin of `CaseDocumentQuerySet.visible_to`: who was given the part it belongs to."""
    return _opened(actor, document.case, document.part)


def may_add_document(actor: Actor, case: Case, part: str = Part.PAPERS) -> Verdict:
    """Who works on the case and was given that part of it."""
    if not (opened := _opened(actor, case, part)):
        return opened
    return may_write_case(actor, case)


def may_keep_document(actor: Actor, document: CaseDocument) -> Verdict:
    """Rename, say again what it is, withdraw: who put it there, or the owner of the case."""
    if not (readable := may_read_document(actor, document)):
        return readable
    if not (writable := may_write_case(actor, document.case)):
        return writable
    if same_user(actor, document.author_id) or may_lead_case(actor, document.case):
        return GRANTED
    return refused(_("Lo fa chi l'ha caricato o l'assistente sociale titolare."))


def may_open_document(actor: Actor, document: CaseDocument) -> Verdict:
    """Download it; once withdrawn, only who may keep it."""
    if document.withdrawn_at is not None:
        return may_keep_document(actor, document)
    return may_read_document(actor, document)


def _opened(actor: Actor, case: Case, part: str) -> Verdict:
    if not (readable := may_read_papers(actor, case)):
        return readable
    return GRANTED if part in open_parts(actor, case) else _closed()


def _closed() -> Verdict:
    return refused(_("Questa parte non ti è stata aperta: chiedi all'assistente sociale titolare."))

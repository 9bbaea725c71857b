"""Who may read, add, rename and withdraw the documents of a case."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import may, same_user
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part
from prossimo.cases.models import Case, CaseDocument
from prossimo.cases.models.sight import glass_until, open_parts
from prossimo.cases.policies.cases import may_lead_case, may_read_case, may_read_part, only_read
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_papers(actor: Actor, case: Case) -> Verdict:
    """The sheet of documents: who follows the case; each sees those of the parts they were given."""
    if not (readable := may_read_case(actor, case)):
        return readable
    if not (held := may(actor, Right.DIARY_READ)):
        return held
    return GRANTED if open_parts(actor, case) else _closed()


def may_read_document(actor: Actor, document: CaseDocument) -> Verdict:
    """Twin of `CaseDocumentQuerySet.visible_to`: who was given the part it belongs to."""
    return may_read_part(actor, document.case, document.part, Right.DIARY_READ)


def may_add_document(actor: Actor, case: Case, part: str = Part.PAPERS) -> Verdict:
    """Who works on the case and was given that part; beside the diary, who writes in it."""
    if not (readable := may_read_part(actor, case, part, Right.DIARY_READ)):
        return readable
    if glass_until(actor, case):
        return only_read()
    beside_diary = part == Part.DIARY and actor.has(Right.DIARY_WRITE)
    return GRANTED if beside_diary else may(actor, Right.CASE_WRITE)


def may_keep_document(actor: Actor, document: CaseDocument) -> Verdict:
    """Rename, say again what it is, withdraw: who put it there, or the owner of the case."""
    if not (writable := may_add_document(actor, document.case, document.part)):
        return writable
    if same_user(actor, document.author_id) or may_lead_case(actor, document.case):
        return GRANTED
    return refused(_("Lo fa chi l'ha caricato o l'assistente sociale titolare."))


def may_open_document(actor: Actor, document: CaseDocument) -> Verdict:
    """Download it; once withdrawn, only who may keep it."""
    if document.withdrawn_at is not None:
        return may_keep_document(actor, document)
    return may_read_document(actor, document)


def _closed() -> Verdict:
    return refused(_("Questa parte non ti è stata aperta: chiedi all'assistente sociale titolare."))

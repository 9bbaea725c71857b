"""Rights, reaches and ceilings in the words of the office: for the matrix and the journal."""

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.rules import Ceiling, Reach, Right, Role

RIGHTS = {
    Right.PERSON_READ: gettext_lazy("cercare e aprire le schede delle persone"),
    Right.PERSON_WRITE: gettext_lazy("registrare e correggere le persone"),
    Right.PERSON_MERGE: gettext_lazy("giudicare i probabili doppioni e unire le schede"),
    Right.PERSON_COPY: gettext_lazy("consegnare alla persona la copia dei suoi dati"),
    Right.ECONOMY_READ: gettext_lazy("vedere ISEE e benefici delle persone"),
    Right.ECONOMY_WRITE: gettext_lazy("annotare ISEE e benefici delle persone"),
    Right.SEAL_OPEN: gettext_lazy("proteggere indirizzi e legami, e chiedere di aprirli"),
    Right.SEAL_APPROVE: gettext_lazy("approvare l'apertura di ciò che è protetto"),
    Right.REGISTRY_IMPORT: gettext_lazy("importare l'anagrafe"),
    Right.REGISTRY_APPROVE: gettext_lazy("approvare le importazioni dell'anagrafe"),
    Right.CONTACT_READ: gettext_lazy("leggere i contatti"),
    Right.CONTACT_WRITE: gettext_lazy("registrare i contatti"),
    Right.CONTACT_AMEND: gettext_lazy("rettificare i contatti di altri"),
    Right.DESK_MANAGE: gettext_lazy("configurare sportelli, turni e motivi"),
    Right.CONTACT_REVIEW: gettext_lazy("supervisionare i contatti registrati dai partner"),
    Right.QUEUE_READ: gettext_lazy("vedere la coda"),
    Right.QUEUE_SERVE: gettext_lazy("chiamare e servire chi è in coda"),
    Right.AGENDA_READ: gettext_lazy("vedere gli appuntamenti"),
    Right.AGENDA_WRITE: gettext_lazy("prenotare, spostare e annullare appuntamenti"),
    Right.AGENDA_MANAGE: gettext_lazy("configurare fasce, motivi e chiusure dell'agenda"),
    Right.ROTA_READ: gettext_lazy("vedere i turni"),
    Right.ROTA_MANAGE: gettext_lazy("organizzare i turni e le sostituzioni"),
    Right.CAMPAIGN_READ: gettext_lazy("vedere le iniziative di comunicazione"),
    Right.CAMPAIGN_WRITE: gettext_lazy("registrare le iniziative di comunicazione"),
    Right.ORIENTATION_READ: gettext_lazy("vedere le richieste al segretariato"),
    Right.ORIENTATION_WRITE: gettext_lazy("valutare le richieste e deciderne l'esito"),
    Right.PROPOSAL_READ: gettext_lazy("vedere le proposte di presa in carico"),
    Right.PROPOSAL_DECIDE: gettext_lazy("accogliere le proposte di presa in carico"),
    Right.ALLOCATION_MANAGE: gettext_lazy("curare le regole di assegnazione"),
    Right.DIRECT_READ: gettext_lazy("vedere le prestazioni dirette"),
    Right.DIRECT_WRITE: gettext_lazy("concedere le prestazioni dirette"),
    Right.REFERRAL_READ: gettext_lazy("vedere gli invii"),
    Right.REFERRAL_SEND: gettext_lazy("inviare le persone ad altri servizi"),
    Right.REFERRAL_ANSWER: gettext_lazy("rispondere agli invii ricevuti"),
    Right.UNMET_READ: gettext_lazy("leggere il registro dei bisogni senza risposta"),
    Right.UNMET_WRITE: gettext_lazy("registrare i bisogni senza risposta"),
    Right.CASE_READ: gettext_lazy("vedere le prese in carico"),
    Right.CASE_OPEN: gettext_lazy("aprire una presa in carico"),
    Right.CASE_WRITE: gettext_lazy("seguire una presa in carico: passi, persone, bisogni"),
    Right.CASE_ASSIGN: gettext_lazy("assegnare le prese in carico"),
    Right.CASE_KNOW: gettext_lazy("sapere chi segue una persona"),
    Right.DIARY_READ: gettext_lazy("leggere il diario delle prese in carico"),
    Right.DIARY_WRITE: gettext_lazy("scrivere nel diario delle prese in carico"),
    Right.CASE_GLASS: gettext_lazy("aprire d'urgenza una presa in carico, dicendo perché"),
    Right.GLASS_REVIEW: gettext_lazy("rivedere le aperture d'urgenza"),
    Right.RETENTION_MANAGE: gettext_lazy(
        "tenere l'archivio delle prese in carico e i suoi termini"
    ),
    Right.RETENTION_APPROVE: gettext_lazy("approvare lo scarto delle prese in carico"),
    Right.PUBLIC_DOOR: gettext_lazy("agire per chi non ha un accesso"),
    Right.CATALOGUE_READ: gettext_lazy("vedere i servizi offerti"),
    Right.CATALOGUE_MANAGE: gettext_lazy("curare il catalogo dei servizi e i bisogni"),
    Right.NETWORK_READ: gettext_lazy("vedere la rete delle organizzazioni"),
    Right.NETWORK_MANAGE: gettext_lazy("curare la rete delle organizzazioni"),
    Right.TERRITORY_READ: gettext_lazy("vedere il territorio"),
    Right.TERRITORY_MANAGE: gettext_lazy("curare il territorio e i residenti"),
    Right.OBSERVATORY_READ: gettext_lazy("leggere l'Osservatorio"),
    Right.OBSERVATORY_DRILL: gettext_lazy("risalire dalle cifre alle schede"),
    Right.OBSERVATORY_REFRESH: gettext_lazy("aggiornare i dati dell'Osservatorio"),
    Right.JOURNAL_READ: gettext_lazy("leggere il registro degli accessi"),
    Right.STAFF_MANAGE: gettext_lazy("gestire il personale e gli incarichi"),
}
REACHES = {
    Reach.AMBITO: gettext_lazy("Ambito"),  # or one's own Comune, where the post names one
    Reach.DESKS: gettext_lazy("propri sportelli"),
    Reach.CASES: gettext_lazy("prese in carico che segue"),
}
CEILINGS = {
    Ceiling.TECHNICAL: gettext_lazy("nessun dato di persone"),
    Ceiling.IDENTITY: gettext_lazy("chi è la persona"),
    Ceiling.CONTACT: gettext_lazy("anche recapiti, sportelli e motivi"),
    Ceiling.NARRATIVE: gettext_lazy("anche bisogni e note condivise"),
    Ceiling.SEALED: gettext_lazy("anche i dati più delicati"),
}


def cell(role: Role, right: Right) -> str:
    """What the matrix says where a role meets a right."""
    reach = role.reach(right)
    if reach is None:
        return "—"
    said = str(REACHES[reach])
    return _("%(reach)s, con finalità") % {"reach": said} if right in role.states_purpose else said


def role_in_words(role: Role) -> str:
    return str(RoleKey(role.key).label)


def kind_in_words(kind: str) -> str:
    """`citizens.person` is «persona»; what is no model of ours stays as it was written."""
    app, _dot, model = kind.partition(".")
    try:
        return str(apps.get_model(app, model)._meta.verbose_name)
    except LookupError:
        return kind

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

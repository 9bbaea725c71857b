"""Goals that come back often, theme by theme: a first draft of the words, to be made the person's own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.cases.choices.plan import GoalTheme


@dataclass(frozen=True, slots=True)
class GoalTemplate:
    """A goal already said so that one can see whether it was reached, and in how many days."""

    key: str
    theme: str
    statement: Any  # lazy translation
    indicator: Any
    target: Any
    days: int


T = GoalTheme
TEMPLATES = {
    each.key: each
    for each in (
        GoalTemplate("casa-affitto", T.HOME, _("Trovare una casa che si riesca a pagare"),
            _("Contratto firmato"), _("Affitto sotto un terzo delle entrate"), 180),
        GoalTemplate("casa-bollette", T.HOME, _("Non restare indietro con affitto e bollette"),
            _("Ricevute dei pagamenti"), _("Tre mesi pagati di seguito"), 120),
        GoalTemplate("reddito-domande", T.INCOME, _("Avere gli aiuti economici a cui si ha diritto"),
            _("Domande presentate e risposte"), _("Tutte le domande presentate"), 60),
        GoalTemplate("reddito-conti", T.INCOME, _("Arrivare a fine mese con i propri conti"),
            _("Quaderno delle spese"), _("Tre mesi senza nuovi debiti"), 120),
        GoalTemplate("lavoro-cercare", T.WORK, _("Trovare un lavoro, anche per poche ore"),
            _("Colloqui fatti, contratto"), _("Un contratto di almeno tre mesi"), 180),
        GoalTemplate("lavoro-corso", T.WORK, _("Finire un corso che aiuti a lavorare"),
            _("Presenze e attestato"), _("Attestato ottenuto"), 180),
        GoalTemplate("scuola-frequenza", T.SCHOOL, _("Andare a scuola tutti i giorni"),
            _("Registro delle assenze"), _("Meno di cinque assenze al mese"), 120),
        GoalTemplate("scuola-italiano", T.SCHOOL, _("Imparare l'italiano che serve ogni giorno"),
            _("Frequenza del corso"), _("Livello A2"), 240),
        GoalTemplate("salute-medico", T.HEALTH, _("Essere seguiti da un medico"),
            _("Visite fatte"), _("Medico scelto e prima visita fatta"), 60),
        GoalTemplate("salute-dipendenza", T.HEALTH, _("Iniziare un percorso di cura e non lasciarlo"),
            _("Presenze agli incontri"), _("Tre mesi di incontri"), 120),
        GoalTemplate("persona-casa", T.PERSON, _("Restare a casa propria in sicurezza"),
            _("Cadute, ricoveri, aiuti attivi"), _("Nessun ricovero evitabile"), 180),
        GoalTemplate("persona-compagnia", T.PERSON, _("Avere qualcuno con cui passare il tempo"),
            _("Uscite e visite in una settimana"), _("Almeno due incontri a settimana"), 90),
        GoalTemplate("rete-sollievo", T.NETWORK, _("Dare respiro a chi se ne prende cura"),
            _("Ore libere in una settimana"), _("Almeno sei ore libere"), 90),
        GoalTemplate("figli-routine", T.CHILDREN, _("Dare ai figli giornate regolari"),
            _("Pasti, sonno e compiti"), _("Routine tenuta per due mesi"), 90),
        GoalTemplate("diritti-documenti", T.RIGHTS, _("Avere i documenti in regola"),
            _("Documenti rilasciati"), _("Residenza, tessera sanitaria e permesso validi"), 120),
    )
}  # fmt: skip

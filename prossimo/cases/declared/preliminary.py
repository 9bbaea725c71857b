"""Preliminary analysis (analisi preliminare) in the order of the national form: the light path.

Care needs, the six dimensions of D.Lgs. 147/2017 art. 5, special vulnerability; then the outcome.
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from prossimo.cases.asking import Block, Choice, Edition, Question, Questionnaire
from prossimo.cases.declared import questionnaires

LEVELS = (
    Choice("none", _("nessuna difficoltà"), 0),
    Choice("mild", _("lieve"), 1),
    Choice("medium", _("media"), 2),
    Choice("serious", _("grave"), 3),
)


def level(key: str, label: object, *themes: str, health: bool = False) -> Question:
    """How heavy it is, with a line of words beside."""
    return Question(key, label, "level", LEVELS, themes, health=health)


def signs(key: str, *choices: tuple[str, object], health: bool = False) -> Question:
    """What is seen, among what is seen often; nothing is an answer too."""
    return Question(
        key,
        _("Che cosa si nota"),
        "several",
        tuple(Choice(name, said) for name, said in choices),
        health=health,
        needed=False,
    )


RESOURCES = _("Su che cosa si può contare")
PRELIMINARY = questionnaires.add(
    Questionnaire(
        key="preliminary",
        label=_("Analisi preliminare"),
        what=_("Al primo incontro con il nucleo: che cosa pesa, e quale percorso serve."),
        order=10,
        editions=(
            Edition(
                key="2019",
                since=dt.date(2019, 1, 1),
                norm="D.Lgs. 147/2017, art. 5; D.M. 84/2019",
                blocks=(
                    Block(
                        "care",
                        _("Bisogni di cura"),
                        (
                            Question("care_who", _("Chi c'è nel nucleo"), known="household"),
                            level("care_minors", _("Cura dei minori"), "family"),
                            level("care_disabled", _("Cura di persone con disabilità"), "care",
                                  health=True),
                            level("care_frail", _("Cura di persone non autosufficienti"), "care",
                                  health=True),
                            Question("care_by", _("Chi se ne occupa oggi"), needed=False),
                        ),
                        intro=_("Chi, nel nucleo, ha bisogno di cura, e quanto."),
                    ),
                    Block(
                        "health",
                        _("Condizioni e funzionamenti personali e sociali"),
                        (
                            level("health_level", _("Quanto pesano"), "health", health=True),
                            signs(
                                "health_signs",
                                ("illness", _("malattia cronica o grave")),
                                ("mental", _("disagio psichico")),
                                ("addiction", _("dipendenza")),
                                ("grief", _("lutto o separazione recente")),
                                ("followed", _("è già seguito da un servizio sanitario")),
                                health=True,
                            ),
                            level("ties_level", _("Relazioni e comportamenti"), "ties"),
                        ),
                    ),
                    Block(
                        "economy",
                        _("Situazione economica"),
                        (
                            Question("economy_isee", _("ISEE"), known="isee", needed=False),
                            Question("economy_held", _("Che cosa riceve già"), known="benefits",
                                     needed=False),
                            level("economy_level", _("Quanto pesa"), "income"),
                            signs(
                                "economy_signs",
                                ("debts", _("debiti")),
                                ("arrears", _("bollette o affitto arretrati")),
                                ("no_income", _("nessun reddito")),
                                ("uncertain", _("reddito incerto")),
                            ),
                        ),
                    ),
                    Block(
                        "work",
                        _("Lavoro e occupabilità"),
                        (
                            level("work_level", _("Quanto pesa"), "work"),
                            signs(
                                "work_signs",
                                ("unemployed", _("nessuno lavora")),
                                ("precarious", _("lavoro precario o irregolare")),
                                ("carer", _("non può lavorare: si occupa di qualcuno")),
                                ("able", _("ha un mestiere, cerca lavoro")),
                            ),
                            Question("work_able", RESOURCES, needed=False),
                        ),
                    ),
                    Block(
                        "school",
                        _("Educazione, istruzione, formazione"),
                        (
                            level("school_level", _("Quanto pesa"), "school"),
                            signs(
                                "school_signs",
                                ("absent", _("assenze da scuola")),
                                ("left", _("ha lasciato la scuola")),
                                ("language", _("parla o scrive poco l'italiano")),
                                ("learning", _("fatica a imparare")),
                            ),
                        ),
                    ),
                    Block(
                        "home",
                        _("Abitare"),
                        (
                            Question("home_where", _("Dove abita"), known="home", needed=False),
                            level("home_level", _("Quanto pesa"), "home"),
                            signs(
                                "home_signs",
                                ("eviction", _("sfratto")),
                                ("crowded", _("alloggio affollato")),
                                ("unfit", _("alloggio malsano o con barriere")),
                                ("no_home", _("senza casa o ospite di altri")),
                            ),
                        ),
                    ),
                    Block(
                        "network",
                        _("Reti familiari, di prossimità e sociali"),
                        (
                            level("network_level", _("Quanto pesa l'essere soli"), "ties"),
                            Question("network_who", RESOURCES,
                                     help=_("Parenti, vicini, associazioni, negozi, parrocchia.")),
                        ),
                    ),
                    Block(
                        "vulnerable",
                        _("Vulnerabilità ed eventi particolari"),
                        (
                            level("vulnerable_level", _("Quanto pesano"), "safety", "rights"),
                            signs(
                                "vulnerable_signs",
                                ("violence", _("violenza o maltrattamento")),
                                ("court", _("provvedimenti dell'autorità giudiziaria")),
                                ("prison", _("carcere o misure alternative")),
                                ("migration", _("arrivo recente, documenti in corso")),
                                ("neglect", _("minori trascurati")),
                            ),
                        ),
                    ),
                ),
                outcomes=(
                    Choice("cpi", _("centro per l'impiego: il bisogno è il lavoro")),
                    Choice("simple", _("patto semplificato: segue il servizio sociale")),
                    Choice("team", _("équipe multidisciplinare: serve il quadro di analisi")),
                    Choice("specialist", _("servizio specialistico")),
                ),
            ),
        ),
    )
)  # fmt: skip

"""Analysis framework (quadro di analisi): the complex path, with the team.

Needs, resources, capabilities and aspirations: of the household, of each adult, and of each child on
the three sides of its world (growth, parental answers, environment).
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from prossimo.cases.asking import Block, Edition, Question, Questionnaire
from prossimo.cases.declared import questionnaires
from prossimo.cases.declared.preliminary import level

NEEDS, RESOURCES = _("Bisogni"), _("Risorse")
CAPABILITIES, ASPIRATIONS = _("Capacità"), _("Aspirazioni")
FRAMEWORK = questionnaires.add(
    Questionnaire(
        key="framework",
        label=_("Quadro di analisi"),
        what=_("Quando i bisogni sono complessi: con l'équipe, persona per persona."),
        order=20,
        editions=(
            Edition(
                key="2019",
                since=dt.date(2019, 1, 1),
                norm="D.Lgs. 147/2017, art. 5, c. 3; D.M. 84/2019",
                blocks=(
                    Block(
                        "household",
                        _("L'ambiente del nucleo"),
                        (
                            Question("env_who", _("Chi c'è nel nucleo"), known="household"),
                            level("env_income", _("Reddito e spese"), "income"),
                            level("env_home", _("La casa"), "home"),
                            level("env_ties", _("Rete familiare e sociale"), "ties"),
                            level("env_place", _("Il quartiere e i suoi servizi"), "moving"),
                            Question("env_needs", NEEDS),
                            Question("env_resources", RESOURCES),
                            Question("env_wishes", ASPIRATIONS),
                        ),
                        intro=_("Ciò che vale per tutti quelli che vivono insieme."),
                    ),
                    Block(
                        "adult",
                        _("Adulto"),
                        (
                            level("adult_health", _("Salute"), "health", health=True),
                            level("adult_autonomy", _("Autonomia e cura di sé"), "care",
                                  health=True),
                            level("adult_school", _("Istruzione e formazione"), "school"),
                            level("adult_work", _("Lavoro"), "work"),
                            level("adult_parent", _("Cura di figli o familiari"), "family"),
                            Question("adult_needs", NEEDS),
                            Question("adult_can", CAPABILITIES),
                            Question("adult_wishes", ASPIRATIONS),
                        ),
                        about="adult",
                    ),
                    Block(
                        "growth",
                        _("La sua crescita"),
                        (
                            level("growth_health", _("Salute e sviluppo"), "health", health=True),
                            level("growth_heart", _("Emozioni, comportamenti"), "family"),
                            level("growth_school", _("Imparare"), "school"),
                            level("growth_friends", _("Stare con gli altri"), "ties"),
                            Question("growth_can", _("Che cosa sa fare e gli piace")),
                            Question("growth_wishes", ASPIRATIONS, needed=False),
                        ),
                        about="child",
                        intro=_("Il triangolo del bambino: come cresce."),
                    ),
                    Block(
                        "parents",
                        _("Le risposte dei genitori"),
                        (
                            level("parents_care", _("Cure di base, sicurezza"), "family"),
                            level("parents_warmth", _("Calore, incoraggiamento"), "family"),
                            level("parents_guide", _("Guida, regole"), "family"),
                            Question("parents_can", RESOURCES),
                        ),
                        about="child",
                        intro=_("Il triangolo del bambino: che cosa riceve da chi lo cresce."),
                    ),
                    Block(
                        "around",
                        _("Il suo ambiente"),
                        (
                            level("around_family", _("Famiglia allargata, amici"), "ties"),
                            level("around_school", _("Scuola e servizi"), "school"),
                            level("around_place", _("Casa e quartiere"), "home"),
                            Question("around_can", RESOURCES),
                        ),
                        about="child",
                        intro=_("Il triangolo del bambino: il mondo intorno."),
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip

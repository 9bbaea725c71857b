"""Katz index of independence in activities of daily living: six functions, each kept or lost."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from prossimo.cases.declared import scales
from prossimo.cases.scoring import Band, Convention, Item, Option, Scale


def _function(key: str, label: object, kept: object, lost: object) -> Item:
    return Item(key, label, (Option("kept", 1, kept), Option("lost", 0, lost)))


KATZ = scales.add(
    Scale(
        key="katz",
        order=10,
        label=_("Katz ADL"),
        edition="1970",
        since=dt.date(1970, 1, 1),
        publication="S. Katz, T.D. Downs, H.R. Cash, R.C. Grotz, «Progress in development of the "
        "index of ADL», The Gerontologist 10 (1970)",
        what=_("Sei attività di base della vita quotidiana: ciascuna è conservata o perduta."),
        unit=_("funzioni"),
        both=True,
        items=(
            _function(
                "bathing", _("Lavarsi"),
                _("da sé, o con aiuto per una sola parte del corpo"),
                _("con aiuto per più parti del corpo, o non si lava"),
            ),
            _function(
                "dressing", _("Vestirsi"),
                _("prende i vestiti e si veste da sé, scarpe da allacciare escluse"),
                _("con aiuto, o resta svestito in tutto o in parte"),
            ),
            _function(
                "toilet", _("Usare il bagno"),
                _("va in bagno, si pulisce e si riveste da sé, anche con un sostegno"),
                _("con aiuto, o non va in bagno"),
            ),
            _function(
                "transfer", _("Spostarsi"),
                _("entra ed esce dal letto e si siede da sé, anche con un sostegno"),
                _("con aiuto di qualcuno, o non lascia il letto"),
            ),
            _function(
                "continence", _("Continenza"),
                _("controlla da sé urine e feci"),
                _("perdite in tutto o in parte, catetere, controllo affidato ad altri"),
            ),
            _function(
                "feeding", _("Alimentarsi"),
                _("porta il cibo alla bocca da sé; può essere tagliato da altri"),
                _("con aiuto, o è nutrito in altro modo"),
            ),
        ),
        bands=(
            Band("full", 6, 6, _("indipendente"), "good"),
            Band("moderate", 3, 5, _("compromissione moderata"), "warning"),
            Band("severe", 0, 2, _("compromissione grave"), "bad"),
        ),
        conventions=(
            Convention("kept", _("si contano le funzioni conservate")),
            Convention("lost", _("si contano le funzioni perdute"), tells_lost=True),
        ),
    )
)  # fmt: skip

"""Barthel index, as first published and as Shah modified it in five levels: how much is done alone."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from prossimo.cases.declared import scales
from prossimo.cases.scoring import Band, Condition, Convention, Item, Option, Scale

FIFTEEN, TEN, FIVE = (0, 3, 8, 12, 15), (0, 2, 5, 8, 10), (0, 1, 3, 4, 5)
LEVELS = (
    _("non è in grado"),
    _("tenta, ma non è sicuro: serve aiuto quasi per tutto"),
    _("serve un aiuto moderato"),
    _("serve un aiuto minimo o qualcuno accanto"),
    _("fa tutto da sé"),
)
AS_SUMMED = (Convention("sum", _("somma dei punti di ogni voce")),)


def _item(key: str, label: object, *options: tuple[int, object]) -> Item:
    return Item(key, label, tuple(Option(str(points), points, said) for points, said in options))


def _levels(
    key: str, label: object, points: tuple[int, ...], only_if: Condition | None = None
) -> Item:
    options = tuple(
        Option(str(worth), worth, said) for worth, said in zip(points, LEVELS, strict=True)
    )
    return Item(key, label, options, only_if)


BARTHEL = scales.add(
    Scale(
        key="barthel",
        order=30,
        label=_("Barthel"),
        edition="1965",
        since=dt.date(1965, 1, 1),
        publication="F.I. Mahoney, D.W. Barthel, «Functional evaluation: the Barthel index», "
        "Maryland State Medical Journal 14 (1965); fasce di S. Shah, F. Vanclay, B. Cooper (1989)",
        what=_("Dieci attività, in tutto da 0 a 100: quanto si fa da sé."),
        unit=_("punti"),
        items=(
            _item(
                "feeding", _("Alimentarsi"),
                (0, _("è nutrito da altri")),
                (5, _("ha bisogno di aiuto: tagliare, spalmare")),
                (10, _("da sé, in un tempo ragionevole")),
            ),
            _item(
                "transfer", _("Passare dal letto alla sedia"),
                (0, _("non è in grado, non sta seduto")),
                (5, _("sta seduto, ma serve molto aiuto per spostarsi")),
                (10, _("serve un piccolo aiuto o qualcuno accanto")),
                (15, _("da sé")),
            ),
            _item(
                "hygiene", _("Igiene personale"),
                (0, _("ha bisogno di aiuto")),
                (5, _("si lava viso e mani, si pettina, si rade, si lava i denti da sé")),
            ),
            _item(
                "toilet", _("Usare il bagno"),
                (0, _("dipende da altri")),
                (5, _("ha bisogno di aiuto, ma fa qualcosa da sé")),
                (10, _("da sé: entra, si sveste, si pulisce, si riveste")),
            ),
            _item(
                "bathing", _("Fare il bagno o la doccia"),
                (0, _("ha bisogno di aiuto")),
                (5, _("da sé")),
            ),
            _item(
                "walking", _("Camminare"),
                (0, _("non si sposta")),
                (5, _("si sposta da sé in carrozzina per 50 metri, curve comprese")),
                (10, _("cammina con l'aiuto di qualcuno per 50 metri")),
                (15, _("cammina da sé per 50 metri, anche con un ausilio")),
            ),
            _item(
                "stairs", _("Salire e scendere le scale"),
                (0, _("non è in grado")),
                (5, _("ha bisogno di aiuto o di qualcuno accanto")),
                (10, _("da sé, anche con un ausilio")),
            ),
            _item(
                "dressing", _("Vestirsi"),
                (0, _("dipende da altri")),
                (5, _("ha bisogno di aiuto, ma fa almeno metà da sé")),
                (10, _("da sé, bottoni, cerniere e lacci compresi")),
            ),
            _item(
                "bowels", _("Controllo dell'intestino"),
                (0, _("incontinente")),
                (5, _("qualche perdita, o aiuto per clistere o supposte")),
                (10, _("continente")),
            ),
            _item(
                "bladder", _("Controllo della vescica"),
                (0, _("incontinente, o catetere gestito da altri")),
                (5, _("qualche perdita")),
                (10, _("continente, anche gestendo da sé il catetere")),
            ),
        ),
        bands=(
            Band("total", 0, 20, _("dipendenza totale"), "bad"),
            Band("severe", 21, 60, _("dipendenza grave"), "bad"),
            Band("moderate", 61, 90, _("dipendenza moderata"), "warning"),
            Band("slight", 91, 99, _("dipendenza lieve"), "info"),
            Band("none", 100, 100, _("indipendenza"), "good"),
        ),
        conventions=AS_SUMMED,
    )
)  # fmt: skip

BARTHEL_MODIFIED = scales.add(
    Scale(
        key="barthel_shah",
        order=40,
        label=_("Barthel modificata (Shah)"),
        edition="1989",
        since=dt.date(1989, 1, 1),
        publication="S. Shah, F. Vanclay, B. Cooper, «Improving the sensitivity of the Barthel "
        "index for stroke rehabilitation», Journal of Clinical Epidemiology 42 (1989)",
        what=_("Le attività di Barthel in cinque livelli ciascuna, in tutto da 0 a 100."),
        unit=_("punti"),
        items=(
            _levels("feeding", _("Alimentarsi"), TEN),
            _levels("bathing", _("Fare il bagno o la doccia"), FIVE),
            _levels("hygiene", _("Igiene personale"), FIVE),
            _levels("dressing", _("Vestirsi"), TEN),
            _levels("bowels", _("Controllo dell'intestino"), TEN),
            _levels("bladder", _("Controllo della vescica"), TEN),
            _levels("toilet", _("Usare il bagno"), TEN),
            _levels("transfer", _("Passare dal letto alla sedia"), FIFTEEN),
            _levels("walking", _("Camminare"), FIFTEEN),
            _levels(
                "wheelchair", _("Usare la carrozzina"), FIVE, Condition("walking", "0")
            ),  # only for who does not walk
            _levels("stairs", _("Salire e scendere le scale"), TEN),
        ),
        bands=(
            Band("total", 0, 24, _("dipendenza completa"), "bad"),
            Band("severe", 25, 49, _("dipendenza grave"), "bad"),
            Band("moderate", 50, 74, _("dipendenza moderata"), "warning"),
            Band("mild", 75, 90, _("dipendenza lieve"), "warning"),
            Band("almost", 91, 99, _("quasi autosufficienza"), "info"),
            Band("none", 100, 100, _("autosufficienza"), "good"),
        ),
        conventions=AS_SUMMED,
    )
)

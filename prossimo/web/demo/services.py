"""The services of the invented towns: what their bodies offer, for which needs."""

import datetime as dt
from dataclasses import dataclass

from prossimo.accounts.choices import UserArea
from prossimo.catalogue.choices import AskedHow, Cost
from prossimo.catalogue.models import Need, Service
from prossimo.core.periods import between, since
from prossimo.network.models import Organisation
from prossimo.territory.models import Neighbourhood

U, C, A = UserArea, Cost, AskedHow
CORTILE_NAME, PONTI_NAME = "Cooperativa sociale Il Cortile", "Cooperativa sociale Ponti e Parole"
BUSSOLA, FILO = "Cooperativa sociale La Bussola", "Cooperativa sociale Il Filo"
SEMINA, MANI = "Cooperativa sociale Semina", "Volontari Mani Aperte"
SPESA, ARGENTO = "Volontari della Spesa Condivisa", "Associazione Filo d'Argento Orobico"
ITALIANO, GENITORI = "Associazione Italiano per Tutti", "Associazione Genitori in Cortile"
SALUTE, COMUNE = "Azienda sanitaria del territorio", "Comune di Bergamo"
FONDAZIONE, TIGLI = "Fondazione Comunità delle Mura", "Istituto Villa dei Tigli"
VICINATO_NAME = "Cooperativa sociale nazionale Buon Vicinato"
OPENED = dt.date(2017, 1, 9)


@dataclass(frozen=True, slots=True)
class Offer:
    """A service, before it is written down; needs are named by their keys."""

    district: str
    body: str
    name: str
    summary: str
    needs: tuple[str, ...]
    areas: tuple[str, ...] = ()
    for_whom: str = ""
    cost: str = C.FREE
    how: str = A.REFERRAL
    bring: str = ""
    quarter: str = ""
    hours: str = "da lunedì a venerdì, 9-12"
    is_direct: bool = False
    places: int | None = None
    days: int = 7
    until: dt.date | None = None


B = "bergamo"
OFFERS = (
    Offer(B, CORTILE_NAME, "Compiti in cortile", "Doposcuola dai 6 ai 14 anni",
          ("scuola-e-compiti", "estate-e-doposcuola"), (U.FAMILIES,), "Bambini e ragazzi, 6-14 anni",
          quarter="Celadina", hours="lunedì, mercoledì e venerdì, 15-18"),
    Offer(B, CORTILE_NAME, "Educativa di strada", "Educatori nei luoghi dove stanno i ragazzi",
          ("crescere-i-figli", "attivita-e-luoghi"), (U.FAMILIES,), quarter="Boccaleone"),
    Offer(B, CORTILE_NAME, "Spazio mamme e bimbi", "Giochi e incontri fino ai 3 anni",
          ("bambini-piccoli", "compagnia"), (U.FAMILIES,), how=A.FREELY, quarter="Colognola"),
    Offer(B, CORTILE_NAME, "Custode sociale", "Un passaggio alla settimana a casa degli anziani soli",
          ("compagnia", "non-restare-soli-a-casa", "casa-in-ordine"), (U.OLDER,),
          "Anziani soli dei quartieri est"),
    Offer(B, PONTI_NAME, "Mediazione linguistica", "Mediatori in dodici lingue",
          ("lingua-e-mediazione",), (U.MIGRANTS,), days=3),
    Offer(B, PONTI_NAME, "Sportello permessi e cittadinanza", "Aiuto con documenti e ricongiungimenti",
          ("documenti",), (U.MIGRANTS,), how=A.BOOKED, bring="Passaporto e permesso di soggiorno"),
    Offer(B, BUSSOLA, "Bilancio di famiglia", "Un operatore aiuta a rimettere in ordine conti e debiti",
          ("debiti", "affitto-e-utenze"), (U.POVERTY,), bring="Bollette, contratto d'affitto, ISEE"),
    Offer(B, BUSSOLA, "Accoglienza notturna", "Un letto per chi non ha dimora",
          ("senza-dimora", "casa-che-manca"), (U.POVERTY,), places=24, days=1,
          hours="ogni sera dalle 19"),
    Offer(B, FILO, "Pasti a domicilio", "Il pranzo caldo a casa, anche la domenica",
          ("pasti-a-domicilio", "spesa-e-pasti"), (U.OLDER, U.DISABLED), cost=C.SHARE,
          is_direct=True, places=60),
    Offer(B, FILO, "Telesoccorso", "Un pulsante per chiedere aiuto a ogni ora",
          ("non-restare-soli-a-casa",), (U.OLDER, U.DISABLED), cost=C.SHARE, is_direct=True),
    Offer(B, FILO, "Assistenza domiciliare leggera", "Igiene, biancheria, piccole commissioni",
          ("cura-della-persona", "casa-in-ordine"), (U.OLDER, U.DISABLED), cost=C.SHARE, places=40),
    Offer(B, SEMINA, "Tirocini di inclusione", "Lavoro accompagnato in laboratorio e in azienda",
          ("lavoro-che-manca", "lavoro-protetto", "formazione"), (U.POVERTY, U.DISABLED), places=15),
    Offer(B, SEMINA, "Orientamento al lavoro", "Curriculum, colloqui, corsi",
          ("lavoro-che-manca", "formazione"), (U.POVERTY,), how=A.BOOKED, bring="Curriculum, se c'è"),
    Offer(B, MANI, "Trasporto solidale", "Volontari accompagnano a visite e terapie",
          ("trasporto", "cure-e-visite"), (U.OLDER, U.DISABLED), how=A.BOOKED, days=3),
    Offer(B, MANI, "Guardaroba", "Vestiti e biancheria per la casa", ("spesa-e-pasti",), (U.POVERTY,),
          how=A.FREELY, quarter="Borgo Palazzo", hours="martedì e giovedì, 14-17"),
    Offer(B, SPESA, "Emporio della spesa", "Una spesa al mese con la tessera a punti",
          ("spesa-e-pasti",), (U.POVERTY, U.FAMILIES), bring="ISEE sotto 9.360 euro"),
    Offer(B, ARGENTO, "Telefono amico degli anziani", "Una telefonata al giorno",
          ("compagnia", "non-restare-soli-a-casa"), (U.OLDER,), how=A.FREELY),
    Offer(B, ARGENTO, "Centro diurno ricreativo", "Pranzo, carte, ginnastica dolce",
          ("attivita-e-luoghi", "compagnia"), (U.OLDER,), cost=C.FEE, how=A.FREELY),
    Offer(B, ITALIANO, "Scuola di italiano", "Corsi per livello, anche per mamme con bambini",
          ("lingua-e-mediazione", "formazione"), (U.MIGRANTS,), how=A.FREELY,
          hours="martedì e giovedì, 18-20"),
    Offer(B, GENITORI, "Parole fra genitori", "Gruppo di ascolto per chi attraversa una separazione",
          ("separazione", "crescere-i-figli"), (U.FAMILIES,)),
    Offer(B, SALUTE, "Consultorio familiare", "Ascolto psicologico e sostegno alla coppia",
          ("separazione", "salute-mentale"), (U.FAMILIES,), how=A.BOOKED),
    Offer(B, SALUTE, "Servizio per le dipendenze", "Cura e accompagnamento", ("dipendenze",),
          (U.ADDICTION,), how=A.FREELY),
    Offer(B, FONDAZIONE, "Fondo bollette", "Un contributo una volta l'anno per luce e gas",
          ("affitto-e-utenze",), (U.POVERTY,), bring="Bolletta scaduta, ISEE", days=15),
    Offer(B, TIGLI, "Ricoveri di sollievo", "Quindici giorni per dare respiro a chi assiste",
          ("sollievo", "posto-residenziale"), (U.OLDER,), cost=C.SHARE, places=6, days=10),
    Offer(B, COMUNE, "Facilitazione digitale", "SPID, fascicolo sanitario, domande in linea",
          ("pratiche-in-linea",), how=A.FREELY, hours="lunedì e mercoledì, 9-12.30",
          bring="Tessera sanitaria e documento"),
    Offer(B, COMUNE, "Sportello badanti", "Incontro fra famiglie e assistenti",
          ("assistente-familiare",), (U.OLDER,), how=A.BOOKED, until=dt.date(2024, 12, 31)),
    Offer("punto-per-te", VICINATO_NAME, "Vicini di casa", "Volontari del quartiere per piccole commissioni",
          ("compagnia", "trasporto"), (U.OLDER,)),
    Offer("punto-per-te", "Centro anziani della Pieve", "Pranzo della domenica", "A tavola insieme",
          ("compagnia", "spesa-e-pasti"), (U.OLDER,), how=A.FREELY),
    Offer("dalmine", "Cooperativa sociale Mosaico della Bassa", "Educativa domiciliare",
          "Educatori in famiglia", ("crescere-i-figli",), (U.FAMILIES,)),
    Offer("dalmine", "Associazione Doposcuola Insieme", "Doposcuola Insieme",
          "Compiti e merenda", ("scuola-e-compiti",), (U.FAMILIES,), how=A.FREELY),
)  # fmt: skip


def offer_services(today: dt.date) -> list[Service]:
    """Write the catalogue of every Ambito; needs that are not known are left out."""
    bodies = {(each.ambito.key, each.name): each for each in _bodies()}
    needs = {need.key: need for need in Need.objects.filter(ambito=None)}
    quarters = {each.name: each for each in Neighbourhood.objects.defer("boundary")}
    written = []
    for place, offer in enumerate(OFFERS):
        body = bodies[offer.district, offer.body]
        written.append(_service(offer, body, quarters.get(offer.quarter), place, today))
    Service.objects.bulk_create(written)
    links = [
        Service.needs.through(service_id=service.pk, need_id=needs[key].pk)
        for service, offer in zip(written, OFFERS, strict=True)
        for key in offer.needs
        if key in needs
    ]
    Service.needs.through.objects.bulk_create(links)
    return written


def _bodies() -> list[Organisation]:
    names = {offer.body for offer in OFFERS}
    return list(Organisation.objects.filter(name__in=names).select_related("ambito"))


def _service(
    offer: Offer, body: Organisation, quarter: Neighbourhood | None, place: int, today: dt.date
) -> Service:
    number = f"+39 399 100 {100 + place}"
    return Service(
        ambito=body.ambito,
        organisation=body,
        name=offer.name,
        summary=offer.summary,
        description=f"{offer.summary}. Il primo incontro serve a capire insieme che cosa è utile.",
        for_whom=offer.for_whom,
        user_areas=list(offer.areas),
        cost=offer.cost,
        asked_how=offer.how,
        to_bring=offer.bring,
        place=f"Via Inventata {place + 1}",
        neighbourhood=quarter,
        hours=offer.hours,
        phone=number,
        email=body.email,
        website=f"https://servizi.example/{place + 1}",
        referral_email=body.email,
        is_direct=offer.is_direct,
        places=offer.places,
        answer_days=offer.days,
        checked_on=None if place % 9 == 8 else today - dt.timedelta(days=11 * (place % 13) + 3),
        period=between(OPENED, offer.until) if offer.until else since(OPENED),
    )

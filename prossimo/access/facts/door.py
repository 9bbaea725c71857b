"""Facts of queue, agenda, requests, referrals, direct services, rotas and needs without an answer."""

from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    ArrivedBy,
    BookedBy,
    Mode,
    OrientationState,
    ReasonGroup,
    ReferralState,
    RefusedWhy,
    Urgency,
)
from prossimo.catalogue.choices import NeedTheme
from prossimo.core.facts import COUNT, DAY, PSEUDONYM, SMALL, TEXT, YEAR, Fact, entity, facts
from prossimo.core.indicators import Dimension, dimensions

STAGES = (
    ("heard", _("ascoltati")),
    ("forwarded", _("inviati al segretariato")),
    ("taken", _("presi in mano")),
    ("answered", _("con una risposta")),
    ("service", _("con un servizio avviato")),
    ("case", _("presi in carico")),
)
ENDINGS = (
    ("kept", _("svolto")),
    ("no_show", _("la persona non si è presentata")),
    ("cancelled", _("annullato")),
    ("expected", _("ancora da svolgere")),
)
OPENS, SHUTS = 7, 21  # of the day: whoever comes earlier or later has no hour of their own

facts.add(
    Fact(
        key="ticket",
        label=_("biglietti della coda"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "ticket": PSEUDONYM,
            "desk": entity("desk"),
            "hour": TEXT,
            "ticket_group": TEXT,
            "arrived_by": TEXT,
            "ending": TEXT,
            "waited": SMALL,
            "served": SMALL,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="appointment",
        label=_("appuntamenti"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "appointment": PSEUDONYM,
            "person": PSEUDONYM,
            "desk": entity("desk"),
            "booked_by": TEXT,
            "mode": TEXT,
            "ending": TEXT,
            "ahead": SMALL,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="service",
        label=_("servizi"),
        columns={"ambito": TEXT, "id": TEXT, "label": TEXT},
    )
)
facts.add(
    Fact(
        key="need",
        label=_("bisogni"),
        columns={"ambito": TEXT, "id": TEXT, "label": TEXT, "theme": TEXT},
    )
)
facts.add(
    Fact(
        key="orientation",
        label=_("richieste al segretariato"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "orientation": PSEUDONYM,
            "person": PSEUDONYM,
            "desk": entity("desk"),
            "neighbourhood": entity("neighbourhood"),
            "target_group": TEXT,
            "urgency": TEXT,
            "request_outcome": TEXT,
            "to_take": SMALL,
            "to_decide": SMALL,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="contact_stage",
        label=_("fin dove arriva un contatto"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "contact": PSEUDONYM,
            "stage": TEXT,
            "days": SMALL,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="referral",
        label=_("invii ai servizi"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "referral": PSEUDONYM,
            "person": PSEUDONYM,
            "desk": entity("desk"),
            "service": entity("service"),
            "neighbourhood": entity("neighbourhood"),
            "referral_outcome": TEXT,
            "refused_why": TEXT,
            "to_answer": SMALL,
            "to_start": SMALL,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="direct",
        label=_("prestazioni dirette alla fine dell'anno"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "direct": PSEUDONYM,
            "person": PSEUDONYM,
            "service": entity("service"),
            "neighbourhood": entity("neighbourhood"),
            "sex": TEXT,
            "age_band": TEXT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="unmet",
        label=_("bisogni senza risposta"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "unmet": PSEUDONYM,
            "desk": entity("desk"),
            "neighbourhood": entity("neighbourhood"),
            "need": entity("need"),
            "theme": TEXT,
            "target_group": TEXT,
            "people": COUNT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="shift",
        label=_("turni agli sportelli"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "shift": PSEUDONYM,
            "desk": entity("desk"),
            "due": SMALL,
            "covered": SMALL,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="point",
        label=_("quartieri serviti da un Punto per Te"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "desk": entity("desk"),
            "neighbourhood": entity("neighbourhood"),
            "weekly": COUNT,
            "residents": COUNT,
        },
        by_year=True,
    )
)

dimensions.add(
    Dimension(
        key="hour",
        label=_("ora"),
        choices=tuple((f"{hour:02}", f"{hour:02}:00") for hour in range(OPENS, SHUTS)),
        ordered=True,
        unknown=_("fuori orario"),
    )
)
dimensions.add(
    Dimension(
        key="ticket_group",
        label=_("per che cosa"),
        choices=tuple(ReasonGroup.choices),
        unknown=_("non detto"),
    )
)
dimensions.add(
    Dimension(key="arrived_by", label=_("come è arrivato"), choices=tuple(ArrivedBy.choices))
)
dimensions.add(
    Dimension(key="booked_by", label=_("chi ha prenotato"), choices=tuple(BookedBy.choices))
)
dimensions.add(Dimension(key="mode", label=_("come si svolge"), choices=tuple(Mode.choices)))
dimensions.add(Dimension(key="ending", label=_("come è finito"), choices=ENDINGS))
dimensions.add(
    Dimension(
        key="urgency",
        label=_("urgenza"),
        choices=tuple((str(value), label) for value, label in Urgency.choices),
        ordered=True,
    )
)
dimensions.add(
    Dimension(key="request_outcome", label=_("esito"), choices=tuple(OrientationState.choices))
)
dimensions.add(
    Dimension(key="stage", label=_("fin dove"), choices=STAGES, link="contact_stage", ordered=True)
)
dimensions.add(Dimension(key="reached", label=_("fin dove"), choices=STAGES[1:], ordered=True))
dimensions.add(Dimension(key="service", label=_("servizio"), entity="service"))
dimensions.add(
    Dimension(
        key="referral_outcome", label=_("a che punto è"), choices=tuple(ReferralState.choices)
    )
)
dimensions.add(
    Dimension(
        key="refused_why",
        label=_("perché rifiutato"),
        choices=tuple(RefusedWhy.choices),
        unknown=_("non rifiutato"),
    )
)
dimensions.add(Dimension(key="need", label=_("bisogno"), entity="need", parent="theme"))
dimensions.add(Dimension(key="theme", label=_("tema"), choices=tuple(NeedTheme.choices)))

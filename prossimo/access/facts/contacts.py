"""Facts of the door: one row a contact, its reasons, what was given; and the desks and reasons they name.

Of the person only a pseudonym, the sex, the age band at the end of the year and whether Italian or
foreign; never a name, a code, a birth date or anything that was told.
"""

from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import Channel, Coming, Given, ReasonGroup, TargetGroup
from prossimo.core.facts import DAY, FLAG, PSEUDONYM, SMALL, TEXT, YEAR, Fact, entity, facts
from prossimo.core.indicators import Dimension, dimensions

facts.add(
    Fact(
        key="desk",
        label=_("sportelli"),
        columns={"ambito": TEXT, "id": TEXT, "label": TEXT, "kind": TEXT, "part_of_pass": FLAG},
    )
)
facts.add(
    Fact(
        key="reason",
        label=_("motivi"),
        columns={"ambito": TEXT, "id": TEXT, "label": TEXT, "reason_group": TEXT},
    )
)
facts.add(
    Fact(
        key="contact",
        label=_("contatti"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "day": DAY,
            "contact": PSEUDONYM,
            "person": PSEUDONYM,
            "desk": entity("desk"),
            "neighbourhood": entity("neighbourhood"),
            "municipality": entity("municipality"),
            "channel": TEXT,
            "speaker": TEXT,
            "subject": TEXT,
            "target_group": TEXT,
            "no_service": FLAG,
            "minutes": SMALL,
            "sex": TEXT,
            "age_band": TEXT,
            "citizenship": TEXT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="contact_reason",
        label=_("motivi dei contatti"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "contact": PSEUDONYM,
            "reason": entity("reason"),
            "reason_group": TEXT,
        },
        by_year=True,
    )
)
facts.add(
    Fact(
        key="contact_given",
        label=_("risposte date nei contatti"),
        columns={"ambito": TEXT, "year": YEAR, "contact": PSEUDONYM, "given": TEXT},
        by_year=True,
    )
)
facts.add(
    Fact(
        key="came",
        label=_("persone ascoltate, per anno"),
        columns={
            "ambito": TEXT,
            "year": YEAR,
            "person": PSEUDONYM,
            "neighbourhood": entity("neighbourhood"),
            "sex": TEXT,
            "age_band": TEXT,
            "citizenship": TEXT,
            "coming": TEXT,
            "resident": FLAG,
        },
        by_year=True,
    )
)

dimensions.add(Dimension(key="desk", label=_("sportello"), entity="desk"))
dimensions.add(
    Dimension(
        key="reason",
        label=_("motivo"),
        entity="reason",
        link="contact_reason",
        parent="reason_group",
        unknown=_("motivo non indicato"),
    )
)
dimensions.add(
    Dimension(
        key="reason_group",
        label=_("famiglia di motivi"),
        choices=tuple(ReasonGroup.choices),
        link="contact_reason",
        repeats=True,
    )
)
dimensions.add(
    Dimension(
        key="given",
        label=_("risposta data"),
        choices=tuple(Given.choices),
        link="contact_given",
    )
)
dimensions.add(Dimension(key="coming", label=_("prima volta"), choices=tuple(Coming.choices)))
dimensions.add(Dimension(key="channel", label=_("canale"), choices=tuple(Channel.choices)))
dimensions.add(
    Dimension(
        key="target_group",
        label=_("gruppo di riferimento"),
        choices=tuple(TargetGroup.choices),
        minors=frozenset({TargetGroup.MINORS}),
        unknown=_("gruppo non indicato"),
    )
)

"""The lives of what passes through the door, one table each: tickets, requests, services, referrals."""

from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import (
    AppointmentState,
    DirectState,
    OrientationState,
    ProposalState,
    ReferralState,
    ReviewState,
    ShiftState,
    TicketState,
)
from prossimo.core.workflow import Move, Workflow

T, A, N, D, P, R = (
    TicketState,
    AppointmentState,
    OrientationState,
    DirectState,
    ProposalState,
    ReferralState,
)

TICKET = Workflow(
    Move("call", _("Chiama"), frozenset({T.WAITING, T.CALLED}), T.CALLED),
    Move("serve", _("È arrivato allo sportello"), frozenset({T.WAITING, T.CALLED}), T.SERVING),
    Move("return", _("Rimetti in coda"), frozenset({T.CALLED, T.SERVING}), T.WAITING),
    Move("finish", _("Ha finito"), frozenset({T.SERVING}), T.SERVED),
    Move("leave", _("È andato via"), frozenset({T.WAITING, T.CALLED, T.SERVING}), T.LEFT),
    Move("recall", _("È tornato"), frozenset({T.LEFT}), T.WAITING),
    states=T,
)

APPOINTMENT = Workflow(
    Move("confirm", _("Conferma"), frozenset({A.HELD, A.OFFERED}), A.BOOKED),
    Move("lapse", _("Non confermato in tempo"), frozenset({A.HELD, A.OFFERED}), A.LAPSED),
    Move("move", _("Sposta"), frozenset({A.BOOKED}), A.BOOKED),
    Move("cancel", _("Annulla"), frozenset({A.HELD, A.OFFERED, A.BOOKED}), A.CANCELLED),
    Move("arrive", _("È arrivato"), frozenset({A.BOOKED, A.NO_SHOW}), A.ARRIVED),
    Move("finish", _("Svolto"), frozenset({A.BOOKED, A.ARRIVED, A.NO_SHOW}), A.DONE),
    Move("miss", _("Non si è presentato"), frozenset({A.BOOKED}), A.NO_SHOW),
    states=A,
)

ASSESSED = frozenset({N.TO_ASSESS, N.ASSESSING})
# A request that was closed too early, or whose proposal was refused, is taken in hand again.
CLOSED = frozenset(set(N) - ASSESSED)

ORIENTATION = Workflow(
    Move("take", _("Prendi in mano"), ASSESSED, N.ASSESSING),
    Move("give_back", _("Rimetti fra quelle da valutare"), frozenset({N.ASSESSING}), N.TO_ASSESS),
    Move("inform", _("Informata"), ASSESSED, N.INFORMED),
    Move("orient", _("Orientata a un servizio"), ASSESSED, N.ORIENTED),
    Move("accompany", _("Accompagnata"), ASSESSED, N.ACCOMPANIED),
    Move("grant", _("Prestazione diretta"), ASSESSED, N.DIRECT, "L. 328/2000, art. 22"),
    Move("propose", _("Proponi la presa in carico"), ASSESSED, N.PROPOSED, "L. 328/2000, art. 14"),
    Move("refuse", _("Non accolta"), ASSESSED, N.REFUSED, "L. 241/1990, art. 10-bis"),
    Move("withdraw", _("La persona ha rinunciato"), ASSESSED, N.WITHDRAWN),
    Move("reopen", _("Riprendi"), CLOSED, N.ASSESSING),
    states=N,
)

DIRECT = Workflow(
    Move("wait", _("Metti in lista d'attesa"), frozenset({D.REQUESTED}), D.WAITING),
    Move("activate", _("Attiva"), frozenset({D.REQUESTED, D.WAITING}), D.ACTIVE),
    Move("suspend", _("Sospendi"), frozenset({D.ACTIVE}), D.SUSPENDED),
    Move("resume", _("Riattiva"), frozenset({D.SUSPENDED}), D.ACTIVE),
    Move("end", _("Concludi"), frozenset({D.ACTIVE, D.SUSPENDED}), D.ENDED),
    Move("refuse", _("Non concedere"), frozenset({D.REQUESTED, D.WAITING}), D.REFUSED),
    Move("withdraw", _("La persona ha rinunciato"), frozenset({D.REQUESTED, D.WAITING}),
         D.WITHDRAWN),
    states=D,
)  # fmt: skip

PROPOSAL = Workflow(
    Move("accept", _("Accogli"), frozenset({P.PROPOSED}), P.ACCEPTED),
    Move("refuse", _("Non accogliere"), frozenset({P.PROPOSED}), P.REFUSED),
    Move("reassign", _("Assegna a un'altra persona"), frozenset({P.PROPOSED}), P.PROPOSED),
    Move("withdraw", _("Ritira"), frozenset({P.PROPOSED}), P.WITHDRAWN),
    states=P,
)

TO_ANSWER = frozenset({R.SENT, R.RECEIVED, R.MORE_NEEDED})

REFERRAL = Workflow(
    Move("receive", _("Ricevuto"), frozenset({R.SENT}), R.RECEIVED),
    Move("ask_more", _("Serve un'altra valutazione"), frozenset({R.SENT, R.RECEIVED}),
         R.MORE_NEEDED),
    Move("supply", _("Rispondi con quel che serviva"), frozenset({R.MORE_NEEDED}), R.RECEIVED),
    Move("accept", _("Accetta"), TO_ANSWER, R.ACCEPTED),
    Move("refuse", _("Rifiuta"), TO_ANSWER, R.REFUSED),
    Move("start", _("Il servizio è iniziato"), frozenset({R.ACCEPTED}), R.STARTED),
    Move("end", _("Concludi con l'esito"), frozenset({R.ACCEPTED, R.STARTED}), R.ENDED),
    Move("withdraw", _("Ritira"), frozenset({*TO_ANSWER, R.ACCEPTED}), R.WITHDRAWN),
    states=R,
)  # fmt: skip

S = ShiftState
AHEAD = frozenset({S.PLANNED, S.CONFIRMED})

SHIFT = Workflow(
    Move("confirm", _("Conferma il turno"), frozenset({S.PLANNED}), S.CONFIRMED),
    Move("ask", _("Chiedi un sostituto"), AHEAD, S.UNCOVERED),
    Move("take", _("Lo copro io"), frozenset({S.UNCOVERED}), S.CONFIRMED),
    Move("assign", _("Assegna"), frozenset({*AHEAD, S.UNCOVERED}), S.PLANNED),
    Move("change", _("Cambia l'orario"), frozenset({*AHEAD, S.UNCOVERED}), S.PLANNED),
    Move("hold", _("Si è svolto"), frozenset({*AHEAD, S.MISSED}), S.HELD),
    Move("miss", _("È saltato"), frozenset({*AHEAD, S.UNCOVERED, S.HELD}), S.MISSED),
    Move("cancel", _("Annulla il turno"), frozenset({*AHEAD, S.UNCOVERED}), S.CANCELLED),
    states=S,
)

V = ReviewState

REVIEW = Workflow(
    Move("see", _("Segna come vista"), frozenset({V.TO_REVIEW, V.ANSWER_AWAITED}), V.SEEN),
    Move("comment", _("Scrivi un commento"),
         frozenset({V.TO_REVIEW, V.ANSWER_AWAITED, V.SEEN}), V.ANSWER_AWAITED),
    Move("answer", _("Rispondi"), frozenset({V.ANSWER_AWAITED}), V.TO_REVIEW),
    Move("take", _("Porta al segretariato"),
         frozenset({V.TO_REVIEW, V.ANSWER_AWAITED, V.SEEN}), V.TAKEN_OVER),
    states=V,
)  # fmt: skip

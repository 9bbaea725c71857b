"""What fits the age of whom an invented case is about: needs, aims, goals, pages; and who speaks for them."""

from dataclasses import dataclass

SMALL, SCHOOL, GROWN, OLD = "small", "school", "grown", "old"


def band(born: str, day: str) -> str:
    """In SQL, the age of somebody on a day."""
    return f"""(CASE WHEN {born} > {day} - interval '6 years' THEN '{SMALL}'
          WHEN {born} > {day} - interval '18 years' THEN '{SCHOOL}'
          WHEN {born} > {day} - interval '65 years' THEN '{GROWN}'
          WHEN {born} IS NULL THEN '{GROWN}' ELSE '{OLD}' END)"""


def speaker(day: str) -> str:
    """In SQL, who answers and signs in a case `k` on a day: a parent where it is about a minor.

    Who was a minor long ago and lives alone today has no parent in the town: then nobody.
    """
    return f"""
  LEFT JOIN LATERAL (
       SELECT who.id, who.role, who.person_id, voice.given_name || ' ' || voice.surname AS name
         FROM cases_casemember who JOIN citizens_person voice ON voice.id = who.person_id
        WHERE who.case_id = k.id AND who.role = (
              SELECT CASE WHEN s.born_on > {day} - interval '18 years' THEN 'parent' ELSE 'subject' END
                FROM citizens_person s WHERE s.id = k.person_id)
        ORDER BY who.id LIMIT 1) speaker ON true"""


def rows(*told: tuple[str | int, ...]) -> str:
    """Rows of words for a VALUES."""
    return ",\n".join(f"({', '.join(map(_quoted, row))})" for row in told)


def _quoted(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Does:
    """Somebody's part in a goal."""

    doer: str
    what: str
    often: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in the words of who has it, with how it is seen and who does what for it."""

    theme: str
    said: str
    seen: str
    now: str
    then: str
    does: tuple[Does, Does]


PINA, BAKER = "La signora Pina del terzo piano", "Il fornaio di via Broseta"
PLAY, HOMEWORK = "Spazio gioco Il Girotondo", "Doposcuola dell'oratorio"
RIDES = "Aiuto per l'Autonomia"

GOALS = {
    SMALL: (
        Goal("children", "Giocare con altri bambini", "Presenze allo spazio gioco",
             "Sta sempre in casa con un adulto", "Due mattine la settimana",
             (Does("association", "Tiene un posto due mattine", "due mattine la settimana", PLAY),
              Does("member", "Accompagna allo spazio gioco", "due mattine la settimana"))),
        Goal("health", "Fare tutte le visite del pediatra", "Libretto sanitario",
             "Saltati due controlli", "Controlli e vaccini in pari",
             (Does("worker", "Prende gli appuntamenti con la famiglia", "quando serve"),
              Does("association", "Accompagna alle visite", "quando serve", RIDES))),
        Goal("person", "Dormire e mangiare a orari regolari", "Quaderno della giornata",
             "Si addormenta a notte fonda", "Cinque sere su sette a letto alle nove",
             (Does("member", "Segna sul quaderno gli orari", "ogni giorno"),
              Does("worker", "Passa a casa all'ora della cena", "ogni settimana"))),
        Goal("home", "Avere un posto per dormire e giocare", "Visita a casa",
             "Dorme nel letto dei genitori", "Un lettino e un angolo per giocare",
             (Does("shop", "Regala un lettino usato", "una volta", "Il mercatino di via Broseta"),
              Does("member", "Libera l'angolo della sala", "entro il mese"))),
        Goal("network", "Avere un posto sicuro quando i genitori lavorano", "Ore coperte",
             "Nessuno, e la madre perde le ore", "Tre pomeriggi coperti",
             (Does("neighbour", "Apre la sua casa fino alle sei", "martedì e venerdì", PINA),
              Does("worker", "Scrive con la famiglia la domanda del nido", "una volta"))),
        Goal("school", "Frequentare l'asilo", "Iscrizione, presenze",
             "Nessuna iscrizione", "Frequenta ogni giorno",
             (Does("worker", "Prepara l'iscrizione con la famiglia", "una volta"),
              Does("member", "Accompagna la mattina", "ogni giorno"))),
    ),
    SCHOOL: (
        Goal("school", "Andare a scuola ogni giorno", "Registro delle presenze",
             "Dodici assenze in un mese", "Non più di due assenze al mese",
             (Does("neighbour", "Accompagna a scuola, con i suoi figli", "ogni mattina", PINA),
              Does("worker", "Sente la maestra", "ogni due settimane"))),
        Goal("children", "Fare i compiti con qualcuno", "Diario, quaderni",
             "Arriva senza compiti", "Compiti fatti quattro giorni su cinque",
             (Does("association", "Tiene un posto al doposcuola", "tre pomeriggi", HOMEWORK),
              Does("member", "Guarda il diario la sera", "ogni giorno"))),
        Goal("network", "Avere amici fuori da scuola", "Pomeriggi con gli altri",
             "Esce solo con i genitori", "Due pomeriggi la settimana",
             (Does("association", "Tiene un posto nella squadra", "due volte la settimana",
                   "Polisportiva del quartiere"),
              Does("shop", "Tiene la merenda per i ragazzi", "quando passano", BAKER))),
        Goal("person", "Dire che cosa non va, invece di arrabbiarsi", "Note, racconti di casa",
             "Tre note in un mese", "Nessuna nota in due mesi",
             (Does("worker", "Passa a casa, con l'educatrice", "ogni settimana"),
              Does("member", "La sera se ne parla insieme", "ogni giorno"))),
        Goal("health", "Fare la visita che la scuola chiede", "Referto",
             "Visita mai fatta", "Visita fatta e restituita alla scuola",
             (Does("worker", "Prenota con i genitori", "una volta"),
              Does("association", "Accompagna alla visita", "quando serve", RIDES))),
        Goal("home", "Avere un tavolo dove studiare", "Visita a casa",
             "Studia sul letto", "Un tavolo e una luce",
             (Does("neighbour", "Presta una scrivania", "una volta", PINA),
              Does("member", "Sistema la stanza con i fratelli", "entro il mese"))),
    ),
    GROWN: (
        Goal("home", "Restare in una casa che si riesce a pagare", "Ricevute dell'affitto",
             "Due mesi di arretrati", "Tre mesi pagati di seguito",
             (Does("member", "Porta le ricevute all'incontro", "ogni mese"),
              Does("worker", "Telefona all'agenzia e al proprietario", "ogni due settimane"))),
        Goal("income", "Arrivare a fine mese senza nuovi debiti", "Quaderno delle spese",
             "Debiti con due negozi", "Nessun nuovo debito",
             (Does("shop", "Tiene da parte il pane e segna le spese", "ogni giorno", BAKER),
              Does("member", "Porta il quaderno delle spese", "ogni mese"))),
        Goal("network", "Avere qualcuno su cui contare nel palazzo", "Chi chiama, chi passa",
             "Non conosce i vicini", "Due persone da chiamare",
             (Does("neighbour", "Passa a vedere come va", "martedì e venerdì", PINA),
              Does("association", "Chiama per un caffè insieme", "ogni settimana",
                   "Volontari Mani Aperte"))),
        Goal("health", "Avere un medico che segue da vicino", "Visite fatte",
             "Nessun medico da un anno", "Medico scelto e prima visita",
             (Does("association", "Accompagna alle visite", "quando serve", RIDES),
              Does("worker", "Aiuta a scegliere il medico", "una volta"))),
        Goal("work", "Trovare un lavoro, anche per poche ore", "Colloqui, contratto",
             "Senza lavoro da otto mesi", "Un contratto di tre mesi",
             (Does("worker", "Scrive il curriculum insieme", "due incontri"),
              Does("shop", "Fa provare due mattine", "due mattine la settimana", BAKER))),
        Goal("person", "Uscire di casa almeno due volte la settimana", "Uscite segnate",
             "Esce solo per la spesa", "Due uscite la settimana",
             (Does("neighbour", "Fa la strada insieme fino al mercato", "il lunedì", PINA),
              Does("member", "Segna le uscite", "ogni settimana"))),
    ),
    OLD: (
        Goal("home", "Restare a casa propria in sicurezza", "Visita a casa",
             "Tappeti e gradini dove si inciampa", "Maniglie in bagno, niente tappeti",
             (Does("worker", "Viene a vedere la casa con il fisioterapista", "una volta"),
              Does("shop", "Monta le maniglie in bagno", "una volta", "La ferramenta all'angolo"))),
        Goal("health", "Prendere le medicine agli orari giusti", "Scatola delle medicine",
             "Ne dimentica una su tre", "Nessuna dimenticata in un mese",
             (Does("neighbour", "Passa la mattina e guarda la scatola", "ogni giorno", PINA),
              Does("worker", "Sente il medico di famiglia", "ogni mese"))),
        Goal("network", "Non passare un giorno intero senza nessuno", "Chi chiama, chi passa",
             "Vede qualcuno una volta la settimana", "Qualcuno ogni giorno",
             (Does("association", "Telefona", "tre volte la settimana", "Volontari Mani Aperte"),
              Does("shop", "Avvisa se le persiane restano chiuse", "ogni giorno", BAKER))),
        Goal("person", "Mangiare un pasto caldo ogni giorno", "Pasti segnati",
             "Salta la cena", "Un pasto caldo al giorno",
             (Does("association", "Porta il pasto a casa", "ogni giorno", RIDES),
              Does("neighbour", "Cena insieme", "la domenica", PINA))),
        Goal("income", "Avere la pensione e gli aiuti che spettano", "Domande fatte",
             "Nessuna domanda in corso", "Domanda presentata e ricevuta",
             (Does("worker", "Prepara la domanda con il patronato", "due incontri"),
              Does("member", "Porta i documenti della pensione", "una volta"))),
        Goal("rights", "Avere accanto chi aiuta a decidere", "Ricorso, nomina",
             "Firma carte che non capisce", "Un amministratore di sostegno, o un figlio delegato",
             (Does("worker", "Spiega come si chiede al giudice", "due incontri"),
              Does("member", "Ne parla con i figli", "entro il mese"))),
    ),
}  # fmt: skip

GOAL_ROWS = rows(
    *(
        (age, place, each.theme, each.said, each.seen, each.now, each.then)
        for age, goals in GOALS.items()
        for place, each in enumerate(goals, 1)
    )
)
ACTION_ROWS = rows(
    *(
        (age, goal.theme, place, each.doer, each.name, each.what, each.often)
        for age, goals in GOALS.items()
        for goal in goals
        for place, each in enumerate(goal.does, 1)
    )
)
AIM_ROWS = rows(
    (SMALL, 1, "Che cresca con noi, e che la fatica non ci travolga."),
    (SMALL, 2, "Vorremmo qualcuno che ci dica se stiamo facendo bene."),
    (SMALL, 3, "Che giochi con altri bambini, come tutti."),
    (SCHOOL, 1, "Che i ragazzi vadano a scuola contenti e che noi si riesca a respirare."),
    (SCHOOL, 2, "Vorrei degli amici e finire l'anno con i miei compagni."),
    (SCHOOL, 3, "Che a casa si litighi meno."),
    (GROWN, 1, "Vorrei un lavoro e smettere di avere paura delle bollette."),
    (GROWN, 2, "Voglio restare nella mia casa, con qualcuno da chiamare."),
    (GROWN, 3, "Vorrei rimettermi in piedi senza chiedere ogni mese."),
    (OLD, 1, "Voglio restare a casa mia, con qualcuno che passa ogni tanto."),
    (OLD, 2, "Non voglio pesare sui figli."),
    (OLD, 3, "Vorrei non avere paura della notte."),
)
NEED_ROWS = rows(
    *(
        (age, place, key)
        for age, keys in {
            SMALL: "crescere-i-figli bambini-piccoli cure-e-visite spesa-e-pasti casa-non-adatta",
            SCHOOL: "crescere-i-figli scuola-e-compiti estate-e-doposcuola separazione"
            " attivita-e-luoghi",
            GROWN: "affitto-e-utenze debiti misure-di-sostegno casa-che-manca lavoro-che-manca"
            " formazione salute-mentale documenti compagnia casa-non-adatta",
            OLD: "cura-della-persona pasti-a-domicilio casa-in-ordine non-restare-soli-a-casa sollievo"
            " assistente-familiare cure-e-visite compagnia trasporto protezione-giuridica",
        }.items()
        for place, key in enumerate(keys.split(), 1)
    )
)
YOUNG_PAGES = (
    "Colloquio di verifica con i genitori: due impegni su tre sono stati mantenuti.",
    "Telefonata della madre: conferma l'appuntamento e chiede dei documenti per la domanda.",
    "Incontro con la scuola e la parrocchia: si dividono gli accompagnamenti della settimana.",
    "Visita a casa: la stanza è in ordine, i giochi sono pochi; si parla dell'ora della cena.",
    "Primo colloquio con i genitori: raccontano la fatica degli ultimi mesi e chiedono aiuto.",
)
PAGE_ROWS = rows(
    *(
        (age, place, text)
        for age, texts in {
            SMALL: YOUNG_PAGES,
            SCHOOL: YOUNG_PAGES,
            GROWN: (
                "Colloquio di verifica: due impegni su tre sono stati mantenuti.",
                "Telefonata: conferma l'appuntamento e chiede dei documenti per la domanda.",
                "Incontro con il centro per l'impiego e la parrocchia: chi fa che cosa entro il mese.",
                "Visita a casa: l'alloggio è in ordine, le bollette sono sul tavolo.",
                "Primo colloquio: racconta la fatica degli ultimi mesi e chiede un aiuto.",
            ),
            OLD: (
                "Colloquio di verifica: le medicine sono in ordine, le uscite ancora poche.",
                "Telefonata della figlia: chiede quando comincia l'assistenza a casa.",
                "Incontro con il medico e la parrocchia: si dividono le visite della settimana.",
                "Visita a casa: l'alloggio è in ordine, manca un aiuto per la spesa.",
                "Primo colloquio: racconta le notti difficili e la paura di cadere.",
            ),
        }.items()
        for place, text in enumerate(texts, 1)
    )
)

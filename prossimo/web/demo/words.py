"""What people say at the desk and what the operator writes: invented sentences, never copied ones."""

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Talk:
    """Three parts that make a need when put in a row, and what nobody in town offers."""

    opens: tuple[str, ...]
    asks: tuple[str, ...]
    adds: tuple[str, ...]
    missing: tuple[str, ...] = ()

    def needs(self) -> list[str]:
        return [
            " ".join(filter(None, parts)) for parts in product(self.opens, self.asks, self.adds)
        ]


ANYONE = (
    "",
    "Si presenta per la prima volta.",
    "Torna dopo alcuni mesi.",
    "Arriva con un familiare.",
)

TALKS = {
    "money": Talk(
        (
            "Ha perso il lavoro da poco.",
            "Lo stipendio non basta per tutto il mese.",
            "La pensione è l'unica entrata.",
            "Il contratto non è stato rinnovato.",
            "Le spese di casa cadono tutte su una persona sola.",
        ),
        (
            "Chiede se ha diritto a un contributo.",
            "Deve pagare due bollette della luce già scadute.",
            "Vorrebbe presentare la domanda e non sa da dove cominciare.",
            "Chiede a che punto è la domanda.",
            "Chiede un aiuto per la spesa alimentare.",
        ),
        (
            "",
            "Porterà l'attestazione ISEE.",
            "L'ISEE è scaduto.",
            "Ha già chiesto alla parrocchia.",
            "Ha con sé i documenti.",
        ),
        (
            "fondo di emergenza per spese di un solo giorno",
            "prestito senza interessi per piccole spese",
        ),
    ),
    "information": Talk(
        ANYONE,
        (
            "Chiede quali servizi ci sono per chi vive solo.",
            "Vuole sapere a chi rivolgersi per un familiare anziano.",
            "Chiede orari e documenti necessari.",
            "Non ha capito una lettera ricevuta dal Comune.",
            "Chiede che cosa cambia con le nuove regole.",
            "Cerca un'attività per il tempo libero dei figli.",
        ),
        ("", "Preferisce parlarne di persona.", "Chiede che gli si scriva tutto su un foglio."),
        (
            "accompagnamento agli sportelli per chi non legge l'italiano",
            "assistenza con lo SPID a casa",
        ),
    ),
    "foreign": Talk(
        (
            "È in Italia da pochi mesi.",
            "Vive qui da molti anni.",
            "Il permesso scade fra un mese.",
            "",
        ),
        (
            "Chiede aiuto per rinnovare il permesso di soggiorno.",
            "Vuole far venire i figli.",
            "Chiede quali requisiti servono per la cittadinanza.",
            "Cerca un corso di italiano al mattino.",
            "Deve tradurre un documento del suo Paese.",
        ),
        ("", "Serve un interprete al prossimo incontro.", "Ha un appuntamento in Questura."),
        ("corso di italiano con qualcuno che tenga i bambini", "traduzione giurata gratuita"),
    ),
    "house": Talk(
        ("Ha ricevuto lo sfratto.", "L'alloggio è umido e piccolo.", "Ospite da parenti.", ""),
        (
            "Cerca un affitto che possa pagare.",
            "Chiede come si entra nella graduatoria delle case pubbliche.",
            "È indietro di tre mensilità.",
            "Il proprietario non rinnova il contratto.",
        ),
        ("", "In casa ci sono minori.", "Ha un lavoro con contratto regolare."),
        (
            "posto letto per padri separati",
            "alloggio temporaneo per una notte",
            "garanzia per l'affitto",
        ),
    ),
    "work": Talk(
        (
            "Senza lavoro da più di un anno.",
            "Lavora poche ore la settimana.",
            "Ha finito il tirocinio.",
        ),
        (
            "Cerca un lavoro compatibile con la scuola dei figli.",
            "Chiede aiuto per scrivere il curriculum.",
            "Chiede dei corsi di formazione.",
            "Vorrebbe un tirocinio di inclusione.",
        ),
        ("", "Non ha la patente.", "È disponibile anche ai turni di notte."),
        ("trasporto per chi lavora di notte", "posto al nido nelle ore dei turni"),
    ),
    "care": Talk(
        ("La madre vive sola.", "È stato dimesso dall'ospedale.", "Il marito non cammina più.", ""),
        (
            "Chiede il pasto a domicilio.",
            "Serve qualcuno che aiuti nell'igiene della mattina.",
            "Chiede il telesoccorso.",
            "La figlia non riesce più a fare tutto.",
            "Cerca sollievo per qualche settimana.",
        ),
        ("", "Non vuole lasciare la sua casa.", "Il medico ha già fatto la richiesta."),
        ("trasporto serale per le visite", "compagnia di notte", "piccole riparazioni in casa"),
    ),
    "family": Talk(
        (
            "Cresce due figli senza aiuto.",
            "La separazione è recente.",
            "La scuola ha chiamato più volte.",
            "",
        ),
        (
            "Chiede un aiuto per i compiti del pomeriggio.",
            "Racconta che il figlio non esce più di casa.",
            "Cerca un posto al nido.",
            "Chiede di parlare con un'educatrice.",
        ),
        ("", "Il padre è d'accordo.", "Vorrebbe un colloquio senza i figli."),
        ("doposcuola per le medie nel quartiere", "spazio neutro il sabato"),
    ),
    "alone": Talk(
        (
            "Non parla con nessuno da giorni.",
            "Lutto in famiglia quest'inverno.",
            "Arriva la segnalazione di un vicino.",
        ),
        (
            "Vorrebbe compagnia.",
            "Chiede se c'è un centro vicino a casa.",
            "Ha timore a uscire.",
            "Non sa più a chi rivolgersi.",
        ),
        ("", "Non vuole che si avvisi la famiglia.", "Accetta una visita a casa."),
        ("visite di compagnia la domenica", "gruppo di ascolto per vedovi"),
    ),
}

NOTES = (
    "Consegnato l'elenco dei documenti.",
    "Spiegato il percorso con calma, ha capito.",
    "Da richiamare se non si presenta.",
    "Concordato un nuovo incontro.",
    "Telefonato al patronato insieme alla persona.",
    "Lasciato il numero dello sportello.",
    "Preferisce le telefonate al mattino.",
    "Verificata la residenza.",
    "Domanda inviata, ricevuta consegnata.",
    "Inviata una mail con gli orari.",
    "Ha parlato soprattutto la figlia.",
    "Situazione già nota al servizio.",
)

PRIVATE_NOTES = (
    "Ho avuto l'impressione che non dica tutto: riparlarne con calma.",
    "Molta agitazione, meglio un secondo colloquio in due.",
    "Mi ha chiesto di non scrivere altro.",
    "Promemoria per me: chiedere della visita dal medico.",
    "Forse non sa leggere bene: proporre di compilare insieme.",
)

CARE_OF_A_PHONE = "Non dire chi siamo: chiedere solo di lei."
WARNINGS = (
    "Non chiamare a casa.",
    "Chiamare solo al mattino.",
    "Non lasciare messaggi in segreteria.",
    "Scrivere solo per posta elettronica.",
    "Chiamare il figlio, non la persona.",
    "Non chiamare dopo le 18.",
)

KIN_OF_OLDER = ("la figlia", "il figlio", "una nipote", "la moglie", "il marito", "la nuora")
KIN_OF_MINOR = ("la madre", "il padre", "la madre", "la nonna")
KIN = ("la moglie", "il marito", "la sorella", "il fratello", "la madre", "un cugino")
NEIGHBOURS = ("la vicina di casa", "un vicino", "un'amica", "la portinaia", "un conoscente")
SERVICES = (
    "il medico di famiglia",
    "l'ospedale",
    "la parrocchia",
    "la scuola",
    "il centro di ascolto",
    "il Centro per l'impiego",
    "il patronato",
)

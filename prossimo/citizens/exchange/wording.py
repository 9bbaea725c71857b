"""The exchange in the words of the office: what went wrong and how to mend it, kinds, benefits, bonds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.citizens.exchange.faults import ExchangeFault, Fault

SENTENCES = {
    Fault.NO_USER: gettext_lazy(
        "La domanda a un registro nazionale porta il nome utente di chi la fa: qui manca."
    ),
    Fault.NO_REASON: gettext_lazy(
        "Scrivere il motivo: il numero della pratica o del protocollo, da 3 a 60 caratteri."
    ),
    Fault.BAD_QUERY: gettext_lazy("La domanda non è completa: ricontrollare «%(field)s»."),
    Fault.KEY_UNREADABLE: gettext_lazy(
        "La chiave privata non si legge (%(file)s): controllare il percorso e che l'utente di "
        "Prossimo possa aprire il file."
    ),
    Fault.KEY_WRONG: gettext_lazy(
        "Il file %(file)s non contiene una chiave privata RSA di almeno 2048 bit, in formato PEM e "
        "senza parola chiave."
    ),
    Fault.TRACE_UNWRITABLE: gettext_lazy(
        "Il file di tracciamento degli accessi non si scrive (%(file)s): finché non torna "
        "scrivibile non si interroga nessun registro."
    ),
    Fault.FILE_UNREADABLE: gettext_lazy(
        "Il file %(file)s non si legge: controllare che ci sia, e che l'utente di Prossimo possa "
        "aprirlo."
    ),
    Fault.FILE_WRONG: gettext_lazy(
        "Nel file %(file)s la riga %(line)s non si capisce: ricontrollare «%(field)s»."
    ),
    Fault.NO_NETWORK: gettext_lazy(
        "%(host)s non si raggiunge: controllare la rete, il nome e, se serve, il proxy; poi riprovare."
    ),
    Fault.TIMEOUT: gettext_lazy("%(host)s non ha risposto in tempo: riprovare fra qualche minuto."),
    Fault.NOT_TRUSTED: gettext_lazy(
        "Il collegamento con %(host)s non è sicuro (certificato o indirizzo): non è stato inviato nulla."
    ),
    Fault.KEY_UNKNOWN: gettext_lazy(
        "La PDND non riconosce la nostra chiave: controllare che la chiave pubblica sia caricata nel "
        "client e che il suo kid sia quello configurato (riferimento %(reference)s)."
    ),
    Fault.PURPOSE_INACTIVE: gettext_lazy(
        "Per la PDND la finalità di «%(service)s» non è attiva o non è associata al client: riattivarla "
        "nell'area riservata (riferimento %(reference)s)."
    ),
    Fault.CHAIN_INACTIVE: gettext_lazy(
        "Per la PDND il client, la richiesta di fruizione o l'e-service di «%(service)s» non è attivo: "
        "controllare nell'area riservata (riferimento %(reference)s)."
    ),
    Fault.NO_VOUCHER: gettext_lazy(
        "La PDND non ha dato il voucher per «%(service)s» e non dice perché. Controllare, in ordine: "
        "chiave pubblica caricata nel client e suo kid, finalità attiva e associata al client, richiesta "
        "di fruizione attiva, audience. Lo strumento «Debug client assertion» dell'area riservata dice "
        "quale manca (riferimento %(reference)s)."
    ),
    Fault.NOT_ADMITTED: gettext_lazy(
        "«%(service)s» non accetta il nostro voucher, nemmeno nuovo: controllare indirizzo e audience del "
        "servizio."
    ),
    Fault.FORBIDDEN: gettext_lazy(
        "«%(service)s» non ammette questa domanda: la finalità dichiarata non la comprende."
    ),
    Fault.OUT_OF_ORDER: gettext_lazy(
        "«%(service)s» ha un guasto (%(status)s): riprovare più tardi. Intanto si può lavorare con i dati "
        "dichiarati."
    ),
    Fault.REJECTED: gettext_lazy("«%(service)s» ha respinto la domanda (%(code)s): %(text)s"),
    Fault.MALFORMED: gettext_lazy(
        "La risposta di «%(service)s» non si capisce (%(where)s): non è stato preso nulla."
    ),
    Fault.WRONG_TYPE: gettext_lazy(
        "«%(service)s» ha risposto con qualcosa che non è un dato (%(found)s): controllare l'indirizzo."
    ),
    Fault.TOO_LARGE: gettext_lazy(
        "La risposta di %(host)s è troppo grande: non è stato preso nulla."
    ),
}

FIELDS = {
    "tax_code": gettext_lazy("codice fiscale"),
    "benefit": gettext_lazy("prestazione"),
    "application": gettext_lazy("protocollo della domanda"),
    "since": gettext_lazy("da dove ricominciare"),
}

BENEFITS = {
    "A1.01": gettext_lazy("assegno al nucleo familiare dei Comuni"),
    "A1.02": gettext_lazy("assegno di maternità dei Comuni"),
    "A1.03": gettext_lazy("carta acquisti"),
    "A1.04": gettext_lazy("integrazione del reddito familiare"),
    "A1.05": gettext_lazy("contributi per l'alloggio"),
    "A1.06": gettext_lazy("buoni spesa o buoni pasto"),
    "A1.07": gettext_lazy("rette per asili nido"),
    "A1.08": gettext_lazy("rette per servizi integrativi per l'infanzia"),
    "A1.09": gettext_lazy("contributi per servizi scolastici"),
    "A1.10": gettext_lazy("contributi per cure o prestazioni a rilevanza sanitaria"),
    "A1.11": gettext_lazy("contributi per la domiciliarità e l'autonomia personale"),
    "A1.12": gettext_lazy("rette per centri diurni"),
    "A1.13": gettext_lazy("rette per prestazioni semiresidenziali"),
    "A1.14": gettext_lazy("rette per prestazioni residenziali"),
    "A1.15": gettext_lazy("contributi per servizi alla persona"),
    "A1.16": gettext_lazy("contributi per il trasporto e la mobilità"),
    "A1.17": gettext_lazy("prestiti d'onore"),
    "A1.18": gettext_lazy("contributi per l'inserimento lavorativo"),
    "A1.19": gettext_lazy("borse di studio"),
    "A1.20": gettext_lazy("buoni vacanze"),
    "A2.01": gettext_lazy("mensa sociale"),
    "A2.02": gettext_lazy("sostegno socio-educativo territoriale o domiciliare"),
    "A2.03": gettext_lazy("diritto allo studio universitario"),
    "A2.04": gettext_lazy("tasse universitarie"),
    "A2.05": gettext_lazy("agevolazioni per le utenze"),
    "A2.06": gettext_lazy("agevolazioni per i tributi comunali"),
    "A2.07": gettext_lazy("assistenza domiciliare (SAD)"),
    "A2.08": gettext_lazy("assistenza domiciliare integrata (ADI)"),
    "A2.09": gettext_lazy("inserimento lavorativo"),
    "A2.10": gettext_lazy("servizi integrativi per l'infanzia"),
    "A2.11": gettext_lazy("sostegno socio-educativo scolastico"),
    "A2.12": gettext_lazy("mensa scolastica"),
    "A3.01": gettext_lazy("strutture semiresidenziali"),
    "A3.02": gettext_lazy("strutture residenziali"),
    "A3.03": gettext_lazy("asilo nido"),
    "Z9.99": gettext_lazy("altra prestazione"),
}

# Codes of kinship of ANPR, those that a household is made of; the others keep their number.
BONDS = {
    "1": gettext_lazy("persona di riferimento"),
    "2": gettext_lazy("marito o moglie"),
    "3": gettext_lazy("figlia o figlio"),
    "4": gettext_lazy("nipote (discendente)"),
    "5": gettext_lazy("pronipote (discendente)"),
    "6": gettext_lazy("padre o madre"),
    "7": gettext_lazy("nonno o nonna"),
    "8": gettext_lazy("bisnonno o bisnonna"),
    "9": gettext_lazy("fratello o sorella"),
    "10": gettext_lazy("nipote (collaterale)"),
    "11": gettext_lazy("zio o zia (collaterale)"),
    "12": gettext_lazy("cugino o cugina"),
    "13": gettext_lazy("altro parente"),
    "14": gettext_lazy("figlia o figlio del coniuge"),
    "15": gettext_lazy("coniuge del genitore"),
    "16": gettext_lazy("genero o nuora"),
    "17": gettext_lazy("suocero o suocera"),
    "18": gettext_lazy("cognato o cognata"),
    "19": gettext_lazy("fratello o sorella di un solo genitore"),
    "20": gettext_lazy("nipote (affine)"),
    "21": gettext_lazy("zio o zia (affine)"),
    "22": gettext_lazy("altro affine"),
    "23": gettext_lazy("convivente"),
    "24": gettext_lazy("responsabile della convivenza"),
    "25": gettext_lazy("convivente in una convivenza"),
}


def sentence(fault: ExchangeFault) -> str:
    """What happened and how to mend it, for whoever asked."""
    facts = fault.facts
    if fault.fault is Fault.CLOCK:
        return _clock(int(facts["seconds"]))
    if fault.fault is Fault.TOO_MANY:
        return _too_many(str(facts["service"]), int(facts["seconds"]))
    told = {name: value if value != "" else "—" for name, value in facts.items()}
    if "field" in told:
        told["field"] = str(FIELDS.get(str(told["field"]), told["field"]))
    return str(SENTENCES[fault.fault]) % told


def _clock(seconds: int) -> str:
    minutes = max(1, round(abs(seconds) / 60))
    ahead = ngettext("%(minutes)s minuto", "%(minutes)s minuti", minutes) % {"minutes": minutes}
    if seconds > 0:
        message = _(
            "L'orologio di questo server è avanti di circa %(time)s e per questo la PDND rifiuta: "
            "rimetterlo all'ora (NTP) e riprovare."
        )
    else:
        message = _(
            "L'orologio di questo server è indietro di circa %(time)s e per questo la PDND rifiuta: "
            "rimetterlo all'ora (NTP) e riprovare."
        )
    return message % {"time": ahead}


def _too_many(service: str, seconds: int) -> str:
    message = ngettext(
        "«%(service)s» ha ricevuto troppe domande: riprovare fra %(seconds)s secondo.",
        "«%(service)s» ha ricevuto troppe domande: riprovare fra %(seconds)s secondi.",
        seconds,
    )
    return message % {"service": service, "seconds": seconds}

"""A small file of invented people, to see how one is made."""

import csv
import io

HEADINGS = (
    "cod_individuo", "cod_famiglia", "cognome", "nome", "sesso", "data_nascita", "luogo_nascita",
    "codice_fiscale", "cittadinanza", "parentela", "comune", "via", "civico", "cap",
    "residente_dal", "posizione", "data_decesso",
)  # fmt: skip
# Invented: no such people, streets or numbers.
PEOPLE = (
    ("900001", "90001", "Esempi", "Rosa", "F", "12/05/1960", "Bergamo", "SMPRSO60E52A794J",
     "italiana", "intestataria", "", "Via dell'Esempio", "1", "24121", "01/03/1990", "residente", ""),
    ("900002", "90001", "Prova", "Ugo", "M", "03/11/1958", "Bergamo", "PRVGUO58S03A794L",
     "italiana", "marito", "", "Via dell'Esempio", "1", "24121", "01/03/1990", "residente", ""),
    ("900003", "90002", "Modello", "Amina", "F", "29/02/2004", "Rabat", "", "marocchina",
     "intestataria", "", "Via dell'Esempio", "3/B", "24121", "15/09/2021", "residente", ""),
    ("900004", "90002", "Modello", "", "F", "", "", "", "apolide", "figlia", "",
     "Via dell'Esempio", "3/B", "24121", "", "residente", ""),
)  # fmt: skip


def content() -> bytes:
    """The file as a programme of the registry would export it: semicolons, UTF-8 with its mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows(PEOPLE)
    return out.getvalue().encode("utf-8-sig")

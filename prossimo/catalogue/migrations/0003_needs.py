"""The common needs, by theme: what an Ambito starts from, before it adds its own."""

from django.db import migrations

# key, theme, words; the order is the order in which they are offered
NEEDS = (
    ("spesa-e-pasti", "income", "Fare la spesa e mangiare ogni giorno"),
    ("affitto-e-utenze", "income", "Pagare affitto e bollette"),
    ("debiti", "income", "Uscire dai debiti"),
    ("misure-di-sostegno", "income", "Ottenere le misure di sostegno al reddito"),
    ("casa-che-manca", "home", "Trovare una casa"),
    ("sfratto", "home", "Affrontare uno sfratto"),
    ("casa-non-adatta", "home", "Vivere in una casa adatta e sana"),
    ("senza-dimora", "home", "Avere un riparo per la notte"),
    ("lavoro-che-manca", "work", "Trovare un lavoro"),
    ("formazione", "work", "Formarsi per lavorare"),
    ("lavoro-protetto", "work", "Lavorare con un accompagnamento"),
    ("cura-della-persona", "care", "Lavarsi, vestirsi, curare la propria persona"),
    ("pasti-a-domicilio", "care", "Avere pasti pronti a casa"),
    ("casa-in-ordine", "care", "Tenere in ordine la casa e la biancheria"),
    ("non-restare-soli-a-casa", "care", "Chiedere aiuto in fretta quando si è soli in casa"),
    ("sollievo", "care", "Dare respiro a chi assiste"),
    ("assistente-familiare", "care", "Trovare un'assistente familiare"),
    ("posto-residenziale", "care", "Vivere in una struttura adatta"),
    ("crescere-i-figli", "family", "Crescere i figli con un sostegno"),
    ("bambini-piccoli", "family", "Affidare i bambini piccoli durante il lavoro"),
    ("separazione", "family", "Attraversare una separazione"),
    ("cure-e-visite", "health", "Arrivare a cure e visite"),
    ("salute-mentale", "health", "Stare meglio: ansia, depressione, disagio psichico"),
    ("dipendenze", "health", "Uscire da una dipendenza"),
    ("compagnia", "ties", "Avere compagnia e relazioni"),
    ("attivita-e-luoghi", "ties", "Avere attività e luoghi dove stare con gli altri"),
    ("violenza", "safety", "Uscire da una situazione di violenza"),
    ("protezione-giuridica", "safety", "Essere protetti nelle decisioni e nei beni"),
    ("documenti", "rights", "Ottenere documenti, residenza, permessi"),
    ("lingua-e-mediazione", "rights", "Capirsi: lingua e mediazione"),
    ("pratiche-in-linea", "rights", "Fare pratiche in linea, avere SPID o CIE"),
    ("scuola-e-compiti", "school", "Andare bene a scuola, fare i compiti"),
    ("estate-e-doposcuola", "school", "Avere un posto d'estate e nel pomeriggio"),
    ("trasporto", "moving", "Spostarsi per visite, spesa e attività"),
)

ROWS = ",\n".join(
    "(gen_random_uuid(), 1, now(), now(), '{}', '{}', '{}', {}, daterange('2014-01-01', NULL))".format(
        key, theme, label.replace("'", "''"), (place + 1) * 10
    )
    for place, (key, theme, label) in enumerate(NEEDS)
)
# The wall binds the owner too: it steps aside for the rows that come with the program.
SHIPPED = f"""
ALTER TABLE catalogue_need NO FORCE ROW LEVEL SECURITY;
INSERT INTO catalogue_need (id, version, created_at, changed_at, key, theme, label, rank, period)
VALUES {ROWS}
ON CONFLICT (key) DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE catalogue_need FORCE ROW LEVEL SECURITY
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_walls")]

    operations = [migrations.RunSQL(SHIPPED, migrations.RunSQL.noop)]

"""Papers of the invented cases: small real documents, encrypted like any other, for who tries the town."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection

from prossimo.core import vault

MOST = 40  # cases of each Ambito with papers: each is a file that must really reach the disk
CASES = """
SELECT c.id, c.owner_id, p.user_id, c.reported_on, h.given_name || ' ' || h.surname,
       (SELECT e.id FROM cases_diaryentry e WHERE e.case_id = c.id AND e.author_id = p.user_id
         ORDER BY e.happened_at DESC LIMIT 1), c.n
  FROM (SELECT k.*, row_number() OVER (PARTITION BY k.ambito_id
               ORDER BY (u.username = 'assistente') DESC, k.state = 'in_charge' DESC, k.number) AS n
          FROM cases_case k JOIN accounts_post o ON o.id = k.owner_id
          JOIN accounts_user u ON u.id = o.user_id WHERE k.state <> 'closed') c
  JOIN accounts_post p ON p.id = c.owner_id JOIN citizens_person h ON h.id = c.person_id
 WHERE c.n <= %s ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the papers that come and go in a case."""

    kind: str
    title: str
    lines: tuple[str, ...]
    part: str = "papers"
    beside_diary: bool = False


PAPERS = (
    Paper("request", "Richiesta di contributo per l'affitto",
          ("Chiede un aiuto per due mensilità di affitto.", "Allega il contratto e le ricevute.")),
    Paper("income", "Attestazione ISEE",
          ("Attestazione dell'indicatore della situazione economica.", "Valida fino al 31 dicembre.")),
    Paper("report", "Relazione della scuola",
          ("Frequenza regolare; nelle ultime settimane qualche ritardo.",), "diary", True),
    Paper("health", "Certificato del medico di base",
          ("Si certifica la necessità di assistenza durante la convalescenza.",), "health"),
    Paper("consent", "Informativa firmata", ("Informativa sul trattamento dei dati, firmata.",)),
)  # fmt: skip


TEMPLATES = """
INSERT INTO cases_entrytemplate (id, version, created_at, changed_at, ambito_id, kind, title, text,
    since)
SELECT md5(a.id::text || t.title)::uuid, 1, now(), now(), a.id, t.kind, t.title, t.text,
       %s::date - 200
  FROM territory_ambito a CROSS JOIN (VALUES
    ('interview', 'Primo colloquio', E'Che cosa chiede:\\nChi c''è in casa:\\nDi che cosa vive:\\n'
        'Chi può dare una mano:\\nChe cosa abbiamo promesso, entro quando:'),
    ('visit', 'Visita a casa', E'Chi ha aperto:\\nCom''è la casa:\\nChi c''era:\\nChe cosa serve subito:'),
    ('network', 'Incontro di rete', E'Chi c''era e per quale ente:\\nChe cosa si è deciso:\\n'
        'Chi fa che cosa, entro quando:')) AS t(kind, title, text)
"""


def file_away(today: dt.date) -> int:
    """Put a few papers in the cases that a newcomer opens first; how many. And the diary's texts."""
    with connection.cursor() as cursor:
        cursor.execute(TEMPLATES, [today])
        cursor.execute(CASES, [MOST])
        rows = cursor.fetchall()
        documents, files = [], []
        for case, post, user, since, person, entry, number in rows:
            for turn in range(1 + number % 3):
                paper = PAPERS[(number + turn) % len(PAPERS)]
                day = min(since + dt.timedelta(days=4 + 9 * turn), today)
                pk = uuid.uuid5(case, f"paper {turn}")
                beside = entry if paper.beside_diary else None
                documents.append(
                    (
                        pk,
                        day,
                        day,
                        case,
                        beside,
                        paper.part,
                        paper.kind,
                        paper.title,
                        day,
                        user,
                        post,
                    )
                )
                files.append((uuid.uuid5(pk, "file"), pk, *_kept(paper, pk, person, day)))
        cursor.executemany(DOCUMENTS, documents)
        cursor.executemany(FILES, files)
    return len(documents)


DOCUMENTS = """
INSERT INTO cases_casedocument (id, version, created_at, changed_at, case_id, entry_id, part, kind,
    title, dated_on, author_id, post_id, withdrawn_why)
VALUES (%s, 1, (%s::date + time '11:20') AT TIME ZONE 'Europe/Rome',
    (%s::date + time '11:20') AT TIME ZONE 'Europe/Rome', %s, %s, %s, %s, %s, %s, %s, %s, '')
"""
FILES = """
INSERT INTO cases_documentfile (id, document_id, name, media, size, sha256, address, key, scan,
    scanned_by)
VALUES (%s, %s, %s, 'pdf', %s, %s, %s, %s, 'unscanned', '')
"""


def _kept(
    paper: Paper, pk: uuid.UUID, person: str, day: dt.date
) -> tuple[str, int, str, str, bytes]:
    lines = [paper.title, "", person, f"{day:%d/%m/%Y}", "", *paper.lines, "",
             "Documento inventato: nessuna persona vera."]  # fmt: skip
    kept = vault.keep(a_page(lines), about=str(pk))
    name = paper.title.lower().replace(" ", "-").replace("'", "") + ".pdf"
    return name, kept.size, kept.sha256, kept.address, kept.key


def a_page(lines: list[str]) -> bytes:
    """A page of words as a whole PDF, in a few hundred bytes."""
    words = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    drawn = f"BT /F1 12 Tf 18 TL 60 780 Td\n{words}ET".encode("cp1252", errors="replace")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    pieces = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (it) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        font,
    ]
    page, places = b"%PDF-1.7\n", []
    for number, piece in enumerate(pieces, 1):
        places.append(len(page))
        page += b"%d 0 obj\n%b\nendobj\n" % (number, piece)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(pieces) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return page + head + table + tail % (len(pieces) + 1, len(page))


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

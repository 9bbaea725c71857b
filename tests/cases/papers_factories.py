"""Documents of a case, and files as people hand them over: real bytes, good and bad."""

import io
import struct
import zipfile
import zlib

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from prossimo.cases.choices import DocumentKind, Part
from prossimo.cases.models import (
    CaseDocument,
    CopyChoice,
    DocumentFile,
    EntryMention,
    EntryTemplate,
)
from prossimo.core import vault
from tests.arranging import ArrangedFactory
from tests.cases.factories import CaseFactory, DiaryEntryFactory
from tests.territory.factories import AmbitoFactory


def pdf(*, width=200, script=""):
    writer = PdfWriter()
    writer.add_blank_page(width=width, height=200)
    made = io.BytesIO()
    writer.write(made)
    data = made.getvalue()
    if script:
        action = f"9 0 obj\n<< /S /JavaScript /JS ({script}) >>\nendobj\nxref\n".encode()
        data = data.replace(b"xref\n", action, 1)
    return data


def photograph(kind="JPEG", *, exif=None, size=(8, 6)):
    made = io.BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", size, "navy").save(made, kind, **more)
    return made.getvalue()


def package(pieces, *, stored=()):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in pieces.items():
            box.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return made.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(**more):
    return package(
        {
            "[Content_Types].xml": f'<Types><Override ContentType="{WORD}"/></Types>',
            "word/document.xml": "<w:document/>",
            **more,
        }
    )


def odt(**more):
    kind = "application/vnd.oasis.opendocument.text"
    return package({"mimetype": kind, "content.xml": "<office/>", **more}, stored=("mimetype",))


def png_of(width, height):
    """A picture that says it is that large, and is not."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(
        b"IEND", b""
    )  # fmt: skip


def upload(data=None, name="richiesta.pdf"):
    return SimpleUploadedFile(name, pdf() if data is None else data)


class CaseDocumentFactory(ArrangedFactory):
    """A document of a case; its file is really in the vault."""

    class Meta:
        model = CaseDocument

    case = factory.SubFactory(CaseFactory)
    part = Part.PAPERS
    kind = DocumentKind.REQUEST
    title = "Richiesta di contributo"
    author = factory.LazyAttribute(
        lambda document: (
            document.case.owner.user if document.case.owner else document.case.opened_by
        )
    )

    @classmethod
    def _create(cls, model_class, *args, data=b"", file_name="richiesta.pdf", **kwargs):
        document = super()._create(model_class, *args, **kwargs)
        kept = vault.keep(data or pdf(), about=str(document.pk))
        DocumentFile(
            document=document, name=file_name, media="pdf", size=kept.size,
            sha256=kept.sha256, address=kept.address, key=kept.key, scan="unscanned",
        ).save(force_insert=True)  # fmt: skip
        return document


class CopyChoiceFactory(ArrangedFactory):
    """A page of diary that was read again, and is left out of the copy."""

    class Meta:
        model = CopyChoice

    entry = factory.Maybe("document", None, factory.SubFactory(DiaryEntryFactory))
    document = None
    case = factory.LazyAttribute(lambda choice: (choice.entry or choice.document).case)
    of_version = 1
    given = False
    reason = factory.LazyAttribute(lambda choice: "" if choice.given else "others")
    author = factory.SelfAttribute("case.opened_by")


class EntryMentionFactory(ArrangedFactory):
    """The owner of the case is told of a page."""

    class Meta:
        model = EntryMention

    entry = factory.SubFactory(DiaryEntryFactory)
    post = factory.SelfAttribute("entry.case.owner")


class EntryTemplateFactory(ArrangedFactory):
    class Meta:
        model = EntryTemplate

    ambito = factory.SubFactory(AmbitoFactory)
    kind = "visit"
    title = factory.Sequence(lambda n: f"Visita {n}")
    text = "Chi ha aperto:\nCom'è la casa:"

"""Which files are taken: each with its endings, what it is called on the wire, and its largest size."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: recognised by what it holds, never by what it says of itself."""

    key: str
    label: object  # lazy translation
    media_type: str
    endings: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.key: kind
    for kind in (
        FileKind("pdf", _("documento PDF"), "application/pdf", ("pdf",)),
        FileKind("jpeg", _("fotografia JPEG"), "image/jpeg", ("jpg", "jpeg")),
        FileKind("png", _("immagine PNG"), "image/png", ("png",)),
        FileKind("text", _("testo"), "text/plain; charset=utf-8", ("txt",)),
        FileKind("odt", _("documento di testo"), f"{OPEN}.text", ("odt",)),
        FileKind("ods", _("foglio di calcolo"), f"{OPEN}.spreadsheet", ("ods",)),
        FileKind("docx", _("documento di testo"), f"{OFFICE}.wordprocessingml.document", ("docx",)),
        FileKind("xlsx", _("foglio di calcolo"), f"{OFFICE}.spreadsheetml.sheet", ("xlsx",)),
    )
}
ENDINGS = {ending: kind for kind in KINDS.values() for ending in kind.endings}
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)  # what a chooser of files offers

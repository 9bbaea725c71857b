"""The words of a PDF, as a reader gets them."""

import io

from pypdf import PdfReader


def text_of(content):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()
    )

"""Reads exported files back, each with a program that is not ours."""

import csv
import io
import json

import openpyxl
import python_calamine
from pypdf import PdfReader


def csv_rows(content):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def sheet_rows(content, sheet=0):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python()


def sheet_names(content):
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


def xlsx_cells(content):
    """The first sheet as openpyxl understands it: values, types, formats."""
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].rows)


def json_document(content):
    return json.loads(content)


def pdf_pages(content):
    return PdfReader(io.BytesIO(content)).pages


def pdf_text(content):
    return "\n".join(page.extract_text() for page in pdf_pages(content))

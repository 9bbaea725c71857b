"""The fixed parts of an ODS archive: its type, its list of files, its styles."""

from xml.sax.saxutils import escape, quoteattr

from prossimo.core.sheets import About

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    [
        f'xmlns:office="{_OASIS}:office:1.0"',
        f'xmlns:table="{_OASIS}:table:1.0"',
        f'xmlns:text="{_OASIS}:text:1.0"',
        f'xmlns:style="{_OASIS}:style:1.0"',
        f'xmlns:number="{_OASIS}:datastyle:1.0"',
        f'xmlns:meta="{_OASIS}:meta:1.0"',
        f'xmlns:config="{_OASIS}:config:1.0"',
        f'xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'office:version="1.3"',
    ]
)

_FILES = ["content.xml", "styles.xml", "meta.xml", "settings.xml"]
MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in _FILES
    )
    + "</manifest:manifest>"
)

STYLES = (
    f"{_XML}<office:document-styles {_NAMES}><office:styles>"
    '<style:default-style style:family="table-cell"><style:text-properties '
    'fo:language="it" fo:country="IT" fo:font-size="10pt"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/>'
    "</office:styles></office:document-styles>"
)

_TWO = 'number:style="long"'
_DAY = (
    f"<number:day {_TWO}/><number:text>/</number:text><number:month {_TWO}/>"
    f"<number:text>/</number:text><number:year {_TWO}/>"
)
_HOUR = (
    f"<number:text> </number:text><number:hours {_TWO}/><number:text>:</number:text>"
    f"<number:minutes {_TWO}/>"
)


def _number_style(places: int) -> str:
    return (
        f'<number:number-style style:name="N{places}"><number:number number:decimal-places="{places}" '
        f'number:min-decimal-places="{places}" number:min-integer-digits="1" number:grouping="true"/>'
        "</number:number-style>"
    )


def _cell_style(name: str, data_style: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="Default" style:data-style-name="{data_style}"/>'
    )


_NUMBERS = range(7)
_STYLES_OF_CONTENT = "".join(
    [
        '<style:style style:name="co" style:family="table-column">'
        '<style:table-column-properties style:column-width="32mm"/></style:style>',
        '<style:style style:name="co-wide" style:family="table-column">'
        '<style:table-column-properties style:column-width="58mm"/></style:style>',
        '<style:style style:name="ta" style:family="table">'
        '<style:table-properties table:display="true" style:writing-mode="lr-tb"/></style:style>',
        *(_number_style(places) for places in _NUMBERS),
        f'<number:date-style style:name="D1">{_DAY}</number:date-style>',
        f'<number:date-style style:name="D2">{_DAY}{_HOUR}</number:date-style>',
        '<number:currency-style style:name="C1"><number:number number:decimal-places="2" '
        'number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>'
        '<number:text> </number:text><number:currency-symbol number:language="it" '
        'number:country="IT">€</number:currency-symbol></number:currency-style>',
        '<style:style style:name="head" style:family="table-cell" style:parent-style-name="Default">'
        '<style:text-properties fo:font-weight="bold"/></style:style>',
        *(_cell_style(f"n{places}", f"N{places}") for places in _NUMBERS),
        _cell_style("day", "D1"),
        _cell_style("instant", "D2"),
        _cell_style("euro", "C1"),
    ]
)

CONTENT_CLOSING = "</office:spreadsheet></office:body></office:document-content>"


def content_opening() -> str:
    return (
        f"{_XML}<office:document-content {_NAMES}><office:automatic-styles>{_STYLES_OF_CONTENT}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
    )


def meta(about: About) -> str:
    made = about.made_at.replace(microsecond=0).isoformat()
    return (
        f"{_XML}<office:document-meta {_NAMES}><office:meta>"
        f"<meta:generator>{escape(about.maker)}</meta:generator>"
        f"<dc:title>{escape(about.title)}</dc:title>"
        f"<dc:creator>{escape(about.by or about.maker)}</dc:creator>"
        f"<dc:date>{made}</dc:date><dc:language>it-IT</dc:language>"
        "</office:meta></office:document-meta>"
    )


def settings(sheet: str) -> str:
    """The heading row stays in sight."""

    def item(name: str, kind: str, value: str) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    frozen = (
        item("VerticalSplitMode", "short", "2")
        + item("VerticalSplitPosition", "int", "1")
        + item("PositionBottom", "int", "1")
        + item("ActiveSplitRange", "short", "2")
    )
    return (
        f"{_XML}<office:document-settings {_NAMES}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed '
        'config:name="Views"><config:config-item-map-entry><config:config-item-map-named '
        f'config:name="Tables"><config:config-item-map-entry config:name={quoteattr(sheet)}>'
        f"{frozen}</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )

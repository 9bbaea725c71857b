"""Reading an answer as a person reads the page."""

from bs4 import BeautifulSoup

from prossimo.access.models import OrientationStep
from tests.arranging import arranging


def soup(answer):
    return BeautifulSoup(answer.content, "lxml")


def words(answer):
    """The text of the page's content, without the frame."""
    page = soup(answer)
    return " ".join((page.find("main") or page).get_text(" ").split())


def errors(answer):
    """What the summary on top says is wrong."""
    return " ".join(found.get_text(" ") for found in soup(answer).select(".ui-summary"))


def field(answer, name):
    """The value that a field shows, a list where it has several."""
    page = soup(answer)
    inputs = page.select(f"[name='{name}']")
    chosen = [
        i for i in inputs if i.get("type") not in {"checkbox", "radio"} or i.has_attr("checked")
    ]
    values = []
    for one in chosen:
        if one.name == "textarea":
            values.append(one.get_text().lstrip("\n"))
        elif one.name == "select":
            values += [option["value"] for option in one.select("option[selected]")]
        else:
            values.append(one.get("value", ""))
    return values[0] if len(values) == 1 else values


def columns(answer):
    return [" ".join(head.get_text(" ").split()) for head in soup(answer).select("table th")]


def rows(answer):
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in soup(answer).select("table tbody tr")
    ]


def now(model, row):
    """The row as the database has it by now, past every wall."""
    with arranging():
        return model.objects.unscoped("test").get(pk=row.pk)


def steps(row):
    """The names of the steps of a request, the oldest first."""
    with arranging():
        rows = OrientationStep.objects.unscoped("test").filter(orientation=row)
        return [step.name for step in rows.order_by("at", "pk")]

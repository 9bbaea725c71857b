"""What an answer says, and the form that stands on it, as a browser would send it back."""

from bs4 import BeautifulSoup


def soup(answer):
    return BeautifulSoup(answer.content, "lxml")


def said(answer):
    """The words of the page, on one line."""
    return " ".join(soup(answer).get_text(" ").split())


def form_of(answer, selector="main form[data-once]"):
    """The fields of the form with their values: what a browser would send untouched."""
    form = soup(answer).select_one(selector)
    assert form, "no form on this page"
    return _untouched(form)


def form_with(answer, field):
    """The same of the form that holds this field."""
    forms = soup(answer).find_all("form")
    return _untouched(next(form for form in forms if form.find(attrs={"name": field})))


def _untouched(form):
    fields = {}
    for box in form.select("input[name]"):
        kind = box.get("type")
        if kind in {"submit", "button"}:
            continue
        if kind not in {"checkbox", "radio"}:
            fields[box["name"]] = box.get("value", "")
        elif box.has_attr("checked"):
            fields[box["name"]] = box.get("value", "on")
    for select in form.select("select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        fields[select["name"]] = chosen["value"] if chosen else ""
    for box in form.select("textarea[name]"):
        fields[box["name"]] = box.get_text().strip()
    return fields

"""What an answer says, and the form that stands on it, as a browser would send it back."""

from bs4 import BeautifulSoup


def said(answer):
    """The words of the page, on one line."""
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


def form_of(answer, selector="main form[data-once]"):
    """The fields of the form with their values: what a browser would send untouched."""
    form = BeautifulSoup(answer.content, "lxml").select_one(selector)
    assert form, "no form on this page"
    fields = {}
    for box in form.select("input[name], textarea[name]"):
        kind = box.get("type")
        if kind in {"checkbox", "radio"} and not box.has_attr("checked"):
            continue
        if kind not in {"submit", "button"}:
            fields[box["name"]] = box.get("value", "") if box.name == "input" else box.text.strip()
    for select in form.select("select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        fields[select["name"]] = chosen["value"] if chosen else ""
    return fields

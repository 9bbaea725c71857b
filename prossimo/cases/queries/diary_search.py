"""Words looked for in the diary: in one case, or in all those whose diary one was given."""

import re

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, DiaryEntry
from prossimo.cases.models.diary import DiaryEntryQuerySet

LANGUAGE = "italian"  # «figli» finds «figlio»
# Letters that nobody types stand around what was found, until everything else is escaped.
BEGINS, ENDS = "\ue000", "\ue001"


def found_in_diary(
    actor: Actor, words: str, *, case: Case | None = None, kind: str = ""
) -> DiaryEntryQuerySet:
    """Pages that hold these words, the fittest first, each with `told`: where they stand in it.

    The wall goes first: what one may not read is not looked into, so no index of words is needed.
    """
    rows = DiaryEntry.objects.visible_to(actor)
    if case is not None:
        rows = rows.filter(case=case)
    if kind:
        rows = rows.filter(kind=kind)
    vector = SearchVector("text", "place", config=LANGUAGE)
    asked = SearchQuery(words, config=LANGUAGE, search_type="websearch")
    told = SearchHeadline(
        "text", asked, config=LANGUAGE, start_sel=BEGINS, stop_sel=ENDS,
        max_fragments=2, max_words=30, min_words=10,
    )  # fmt: skip
    return (
        rows.alias(words=vector)
        .filter(words=asked)
        .annotate(rank=SearchRank(vector, asked), told=told)
        .select_related("case__person", "author")
        .order_by("-rank", "-happened_at", "pk")
    )


def marked(told: str) -> SafeString:
    """The words found, in a mark; everything else as it was typed."""
    pieces = re.split(f"{BEGINS}(.*?){ENDS}", told, flags=re.DOTALL)
    drawn = (format_html("<mark>{}</mark>", each) if place % 2 else each
             for place, each in enumerate(pieces))  # fmt: skip
    return format_html_join("", "{}", ((each,) for each in drawn))

"""Two live cases in one area, left by a merge of two files of the same person."""

from django.db.models import F, Q

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case


def twins_of(actor: Actor, case: Case) -> list[Case]:
    """The live cases of the same person, in the same area, that a merge left beside this one."""
    if not case.is_live:
        return []
    same = Q(person__merged_into=case.person_id)
    if case.person.merged_into_id:
        kept = case.person.merged_into_id
        same |= Q(person=kept) | Q(person__merged_into=kept)
    rows = Case.objects.visible_to(actor).live().filter(same, user_area=case.user_area)
    return list(rows.exclude(pk=case.pk).for_list()[:5])


def twins(actor: Actor) -> list[Case]:
    """Those that rest with a file that went into another, where that one has a case as well."""
    rows = Case.objects.visible_to(actor).live().exclude(person__merged_into=None)
    both = rows.filter(
        person__merged_into__cases__user_area=F("user_area"),
        person__merged_into__cases__closed_on=None,
    )
    return list(both.for_list().distinct().order_by("reported_on", "pk")[:50])

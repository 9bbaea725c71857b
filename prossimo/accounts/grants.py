"""Copies the declared rights of the roles into the table that the second wall reads."""

from typing import Any

from prossimo.accounts.models import RoleGrant
from prossimo.accounts.roles import roles


def declared_grants() -> list[RoleGrant]:
    return [
        RoleGrant(id=f"{role.key}:{right}", role=role.key, right=right, reach=reach)
        for role in roles
        for right, reach in role.rights.items()
    ]


def write_grants(using: str = "default", **_: Any) -> None:
    """Run after every migration, as the owner: the table says what the code says."""
    grants = declared_grants()
    RoleGrant.objects.using(using).bulk_create(
        grants,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["role", "right", "reach"],
    )
    RoleGrant.objects.using(using).exclude(pk__in=[grant.pk for grant in grants]).delete()

"""The accounts of the invented towns, one a role: shown on the login page of a demo, nowhere else."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from prossimo.accounts.choices import RoleKey

PASSWORD = "prova-prossimo"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    role: RoleKey
    username: str
    full_name: str
    ambito: str = "bergamo"  # key of the Ambito
    note: str = ""  # what sets it apart from the others of its role

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ", 1)[0]

    @property
    def last_name(self) -> str:
        return self.full_name.split(" ", 1)[1]


DEMO_ACCOUNTS = (
    DemoAccount(RoleKey.FRONT_DESK, "sportello", "Silvia Locatelli"),
    DemoAccount(RoleKey.SOCIAL_DESK, "segretariato", "Paola Cortinovis"),
    DemoAccount(RoleKey.CASEWORKER, "assistente", "Chiara Belotti"),
    DemoAccount(RoleKey.AREA_MANAGER, "responsabile", "Giovanni Ravasio"),
    DemoAccount(RoleKey.PLANNING, "ufficiodipiano", "Elena Agazzi"),
    DemoAccount(RoleKey.PARTNER, "cooperativa", "Davide Pezzotta"),
    DemoAccount(RoleKey.NEIGHBOURHOOD, "quartiere", "Fatou Ndiaye"),
    DemoAccount(RoleKey.ACCOUNTING, "ragioneria", "Mario Gritti"),
    DemoAccount(RoleKey.DPO, "dpo", "Laura Signorelli"),
    DemoAccount(RoleKey.ADMINISTRATOR, "amministratore", "Andrea Previtali"),
    DemoAccount(
        RoleKey.PARTNER, "puntoperte", "Marta Canepa", "punto-per-te", "Punto per Te, La Spezia"
    ),
    DemoAccount(
        RoleKey.CASEWORKER, "dueincarichi", "Anna Mazzoleni", note=gettext_noop("con due incarichi")
    ),
)

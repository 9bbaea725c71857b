"""What a row of the table says: the right an address asks, what stands in its path, its methods."""

from dataclasses import dataclass, field

from prossimo.accounts.rules import Right

PUBLIC = "public"  # anyone, without logging in
SIGNED_IN = "signed in"  # any member of staff, whatever the role
JOURNAL_OR_STAFF = "journal or staff"  # who keeps the roles, and who checks them
READS_OR_KEEPS_REASONS = "reads contacts, or keeps the vocabulary"
AUTHOR = "author"  # whoever wrote the record
AUTHOR_OR_AMEND = "author or who amends"
ASKS_OR_APPROVES = "asks to open what is sealed, or approves it"
CAMPAIGNS_OF_ALL = "reads the log of campaigns; who keeps all of it corrects"

SERVES_OR_KEEPS_DESKS = "serves the queue, or keeps the desks"
IMPORTS_OR_APPROVES = "brings the registry; who only approves reads"

WRITES_OR_MANAGES_AGENDA = "keeps an agenda, or everybody's"
CATALOGUE = "reads the catalogue, or keeps it"
SETTLES_UNMET = "keeps the register of needs in the whole ambito"
HEARS_OR_PLANS = "hears needs that nothing answers, or plans for them"

OPENS_ARCHIVE = "keeps the archive of cases, or approves what is disposed of"
STAFFS_CASES = "follows the case, or assigns cases"
DIARY_TEXTS = "writes in diaries, or keeps the texts they begin from"
KEEPS_JOINTS = "assigns cases, or keeps the network"
WROTE_THE_PAGE = "wrote the page of diary"

GET, POST = "GET", "POST"
BOTH = (GET, POST)


@dataclass(frozen=True)
class Door:
    """One address: the right it asks, the objects in its path, the methods it answers."""

    asks: Right | str
    path: dict[str, str] = field(default_factory=dict)  # path argument → name in the world
    methods: tuple[str, ...] = (GET,)
    query: str = ""


def of(thing: str) -> dict[str, str]:
    return {f"{thing}_id": thing}

"""Which pages a person of the town may open, with its own people, contacts and desks in the address."""

import functools
import re

from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor, Right
from prossimo_launch import cluster
from tests.doorkeeper import is_open
from tests.doors import DOORS, GET
from tests.doors.shape import AUTHOR_OR_AMEND

# Who walks through the house; who comes first also opens the doors that are the same for all.
PEOPLE = {
    "sportello": RoleKey.FRONT_DESK,
    "segretariato": RoleKey.SOCIAL_DESK,
    "responsabile": RoleKey.AREA_MANAGER,
    "assistente": RoleKey.CASEWORKER,
    "cooperativa": RoleKey.PARTNER,
    "ufficiodipiano": RoleKey.PLANNING,
    "amministratore": RoleKey.ADMINISTRATOR,
    "dpo": RoleKey.DPO,
}
WRITES_DAILY = {"sportello"}  # has contacts of their own to correct

# What a role sees differently is looked at in each; the rest by the first who may open it.
DIFFERENT = {
    "web:today",
    "citizens:person",
    "access:contacts",
    "access:contact",
    "access:desk",
    "access:referrals",
    "access:referral",
    "access:review",
    "cases:case",
}
# The door is open to them, and nothing stands behind it: the desks of the towns' own people are
# not supervised.
EMPTY = {("sportello", "access:review")}

# Not pages: a fragment of one, a file, an answer to a form, or a door that only leads elsewhere.
NOT_PAGES = {
    "web:front_door",
    "accounts:purpose",  # looked at where it stands: in front of a person
    "cases:meeting_calendar",  # a file
    "citizens:person_suggest",
    "citizens:place_suggest",
    "citizens:doubles_progress",
    "citizens:opening_left",
    "citizens:isee_told",  # what INPS answered a moment ago, or the way back to the question
    "citizens:registry_columns",  # its file is on the disk of who brought it
    "citizens:registry_example",
    "citizens:registry_news",
    "citizens:registry_progress",
    "citizens:person_print",
    "cases:analysis_paper",
    "cases:scale_paper",
    "cases:case_package",
    "cases:handover_print",
    "cases:joint_print",
    "cases:document_file",
    "access:referral_link",  # a body without an account: looked at with a good link
    "catalogue:service_qr",
    # the door, without logging in: `tests/browser/test_queue.py` looks at them
    "access:kiosk",
    "access:kiosk_arrival",
    "access:board",
    "access:board_now",
    "access:door_short",  # it leads to the page of the QR
    "access:phone",
    "access:phone_arrival",
    "access:phone_now",
    # in the street: `tests/browser/test_outreach.py` and `tests/access/test_outreach.py` look there
    "access:outreach",
    "access:outreach_worker",
    "access:outreach_state",
    "access:parcel",
    "observatory:indicator_json",
    "observatory:chart",
    "observatory:freshness",
    "account_login",
    "account_logout",
    "account_set_password",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
# Behind a link that was sent to one citizen (`tests/portal` walks through them), or a file.
NOT_PAGES |= {name for name, door in DOORS.items() if door.path.get("signed")}
NOT_PAGES |= {"portal:details"}  # an hour that is still free stands in its address
# Only of a contact that nothing answers (`tests/access/test_segretariato_pages.py`).
NOT_PAGES |= {"access:contact_classify"}
# The face looks at its own components (`tests/ui`).
NOT_PAGES |= {name for name in DOORS if name.startswith("ui:")}

# These ask a second factor that is already there.
WITH_FACTORS = {
    "account_reauthenticate",
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}

# What stands in the path of an address, as the wall shows it to who asks; the richest first.
THINGS = {
    "case": """SELECT id FROM cases_case
        ORDER BY (owner_id = wall.post()) DESC, (state = 'in_charge') DESC, number LIMIT 1""",
    "changed_case": """SELECT c.id FROM cases_case c JOIN citizens_person s ON s.id = c.person_id
        JOIN citizens_person h ON h.household_id = s.household_id AND h.died_on IS NULL
        LEFT JOIN cases_casemember m ON m.case_id = c.id AND m.person_id = h.id
        WHERE c.household_id IS NOT NULL AND c.state <> 'closed' AND m.id IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, c.number LIMIT 1""",
    "entry": """SELECT e.id FROM cases_diaryentry e JOIN cases_case c ON c.id = e.case_id
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        (e.author_id = wall.me()) DESC, e.id LIMIT 1""",
    "member": """SELECT m.id FROM cases_casemember m JOIN cases_case c ON c.id = m.case_id
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        m.id LIMIT 1""",
    "worker": """SELECT w.id FROM cases_caseworker w JOIN cases_case c ON c.id = w.case_id
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        w.id LIMIT 1""",
    "transfer": """SELECT id FROM cases_casetransfer
        ORDER BY (to_post_id = wall.post()) DESC, (state = 'asked') DESC, created_at DESC, id
        LIMIT 1""",
    "glass": "SELECT id FROM cases_glassopening ORDER BY outcome, created_at DESC, id LIMIT 1",
    "case_post": """SELECT owner_id FROM cases_case
        WHERE state <> 'closed' AND owner_id IS NOT NULL
        GROUP BY owner_id ORDER BY count(*) DESC, owner_id LIMIT 1""",
    "any_case": "SELECT gen_random_uuid()",
    "case_need": """SELECT n.id FROM cases_caseneed n JOIN cases_case c ON c.id = n.case_id
        WHERE n.met_on IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        n.id LIMIT 1""",
    "plan": """SELECT p.id FROM cases_plan p JOIN cases_case c ON c.id = p.case_id
        WHERE p.state = 'draft' AND p.number = 2
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        p.id LIMIT 1""",
    "goal": """SELECT g.id FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id
        JOIN cases_case c ON c.id = p.case_id WHERE p.state = 'draft' AND p.number = 2
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        p.id, g.position LIMIT 1""",
    "running": """SELECT p.id FROM cases_plan p JOIN cases_case c ON c.id = p.case_id
        WHERE p.state = 'in_revision'
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        p.id LIMIT 1""",
    "running_goal": """SELECT g.id FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id
        JOIN cases_case c ON c.id = p.case_id WHERE p.state = 'in_revision'
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        p.id, g.position LIMIT 1""",
    "shared": """SELECT p.id FROM cases_plan p JOIN cases_case c ON c.id = p.case_id
        WHERE p.state = 'shared'
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        p.kind DESC, p.id LIMIT 1""",
    "joint": """SELECT id FROM cases_jointservice
        WHERE ambito_id = wall.ambito('network.read') ORDER BY name LIMIT 1""",
    "assigned": """SELECT w.id FROM cases_assigned w
        JOIN cases_jointservice s ON s.id = w.service_id
        WHERE s.ambito_id = wall.ambito('network.read') ORDER BY s.name, w.id LIMIT 1""",
    "case_activity": """SELECT x.id FROM cases_caseactivity x JOIN cases_case c ON c.id = x.case_id
        WHERE upper(x.period) IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        x.id LIMIT 1""",
    "meeting": """SELECT m.id FROM cases_casemeeting m JOIN cases_case c ON c.id = m.case_id
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        (m.state = 'planned') DESC, m.id LIMIT 1""",
    "held_meeting": """SELECT m.id FROM cases_casemeeting m JOIN cases_case c ON c.id = m.case_id
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        (m.state = 'held') DESC, m.id LIMIT 1""",
    "case_task": """SELECT t.id FROM cases_casetask t JOIN cases_case c ON c.id = t.case_id
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        (t.state = 'open') DESC, t.id LIMIT 1""",
    "closed_case": """SELECT c.id FROM cases_case c WHERE c.state = 'closed'
        ORDER BY (c.owner_id = wall.post()) DESC, c.number LIMIT 1""",
    "case_tie": """SELECT t.id FROM cases_casetie t JOIN cases_case c ON c.id = t.case_id
        WHERE upper(t.period) IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        t.id LIMIT 1""",
    "order": """SELECT o.id FROM cases_courtorder o JOIN cases_case c ON c.id = o.case_id
        WHERE o.revoked_on IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        o.id LIMIT 1""",
    "prescription": """SELECT q.id FROM cases_prescription q JOIN cases_courtorder o ON o.id = q.order_id
        JOIN cases_case c ON c.id = o.case_id
        WHERE q.done_on IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        q.id LIMIT 1""",
    "removal": """SELECT r.id FROM cases_removal r JOIN cases_case c ON c.id = r.case_id
        WHERE r.ended_on IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        r.id LIMIT 1""",
    "removal_step": """SELECT s.id FROM cases_removalstep s JOIN cases_removal r ON r.id = s.removal_id
        JOIN cases_case c ON c.id = r.case_id
        WHERE r.ended_on IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        s.id LIMIT 1""",
    "template": "SELECT id FROM cases_entrytemplate WHERE until IS NULL ORDER BY title LIMIT 1",
    "document": """SELECT d.id FROM cases_casedocument d JOIN cases_case c ON c.id = d.case_id
        WHERE d.withdrawn_at IS NULL
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        (d.author_id = wall.me()) DESC, d.id LIMIT 1""",
    "analysis": """SELECT a.id FROM cases_caseanalysis a JOIN cases_case c ON c.id = a.case_id
        WHERE a.state = 'draft'
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        a.id LIMIT 1""",
    "sheet": """SELECT s.id FROM cases_scalesheet s JOIN cases_case c ON c.id = s.case_id
        WHERE s.state = 'draft'
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        s.id LIMIT 1""",
    "scored": """SELECT s.id FROM cases_scalesheet s JOIN cases_case c ON c.id = s.case_id
        WHERE s.state = 'completed'
        ORDER BY (c.owner_id = wall.post()) DESC, (c.state = 'in_charge') DESC, c.number,
        s.id LIMIT 1""",
    "person": """SELECT p.id FROM citizens_person p JOIN access_contact c ON c.person_id = p.id
        WHERE p.household_id IS NOT NULL GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 1""",
    "pair": "SELECT id FROM citizens_duplicatepair WHERE state = 'waiting' ORDER BY id LIMIT 1",
    "merge": "SELECT id FROM citizens_merge ORDER BY id LIMIT 1",
    "household": """SELECT household_id FROM citizens_person WHERE household_id IS NOT NULL
        GROUP BY household_id ORDER BY count(*) DESC, household_id LIMIT 1""",
    "contact": """SELECT id FROM access_contact WHERE person_id IS NOT NULL
        ORDER BY (author_id = wall.me()) DESC, (note <> '') DESC, happened_at DESC, id LIMIT 1""",
    "review": """SELECT r.id FROM access_review r
        ORDER BY (SELECT count(*) FROM access_reviewnote n WHERE n.review_id = r.id) DESC, r.id
        LIMIT 1""",
    "desk": """SELECT k.id FROM access_desk k JOIN access_deskduty d ON d.desk_id = k.id
        WHERE k.ambito_id = wall.ambito('network.read') AND k.period @> wall.today() GROUP BY k.id
        ORDER BY count(*) FILTER (WHERE d.post_id = wall.post()) DESC, count(*) DESC, k.id LIMIT 1""",
    "service": """SELECT id FROM catalogue_service
        WHERE ambito_id = wall.ambito('catalogue.read') ORDER BY website <> '' DESC, id LIMIT 1""",
    "referral": """SELECT id FROM access_referral
        ORDER BY (sender_id = wall.me()) DESC, state, id LIMIT 1""",
    "reason": "SELECT id FROM access_reason ORDER BY id LIMIT 1",
    "motive": """SELECT id FROM access_motive WHERE is_online
        AND ambito_id = wall.ambito('network.read') ORDER BY label LIMIT 1""",
    "opening_hours": """SELECT o.id FROM access_opening o JOIN access_desk d ON d.id = o.desk_id
        WHERE d.ambito_id = wall.ambito('network.read') ORDER BY o.id LIMIT 1""",
    "appointment": """SELECT id FROM access_appointment WHERE state = 'booked'
        ORDER BY (person_id IS NOT NULL) DESC, starts_at DESC, id LIMIT 1""",
    "town": """SELECT municipality_id FROM territory_neighbourhood n
        JOIN territory_municipality m ON m.id = n.municipality_id
        WHERE m.ambito_id = wall.ambito('territory.read')
        GROUP BY municipality_id ORDER BY count(*) DESC LIMIT 1""",
    "quarter": """SELECT n.id FROM territory_neighbourhood n
        JOIN territory_municipality m ON m.id = n.municipality_id
        WHERE m.ambito_id = wall.ambito('territory.read') ORDER BY n.name LIMIT 1""",
    "organisation": """SELECT id FROM network_organisation
        WHERE ambito_id = wall.ambito('network.read') ORDER BY name LIMIT 1""",
    "user": """SELECT user_id FROM accounts_post WHERE ambito_id = wall.ambito('staff.manage')
        AND user_id <> wall.me() AND period @> wall.today() ORDER BY id LIMIT 1""",
    "post": """SELECT id FROM accounts_post WHERE ambito_id = wall.ambito('staff.manage')
        AND user_id <> wall.me() AND period @> wall.today() ORDER BY id LIMIT 1""",
    "line": "SELECT id FROM accounts_journalline ORDER BY id LIMIT 1",
    "import": """SELECT id FROM territory_boundaryimport
        WHERE ambito_id = wall.ambito('territory.manage') LIMIT 1""",
    "batch": "SELECT id FROM citizens_registrybatch ORDER BY id LIMIT 1",
    "tie": "SELECT id FROM citizens_kinship WHERE compartment = '' ORDER BY id LIMIT 1",
    "address": """SELECT id FROM citizens_address
        WHERE compartment = '' AND kind = 'domicile' ORDER BY id LIMIT 1""",
    "opening": "SELECT id FROM citizens_sealopening WHERE state = 'asked' ORDER BY id LIMIT 1",
    "orientation": """SELECT id FROM access_orientation
        ORDER BY (state = 'assessing') DESC, received_at DESC, id LIMIT 1""",
    "direct": """SELECT id FROM access_directservice
        ORDER BY (state = 'suspended') DESC, requested_on DESC, id LIMIT 1""",
    "proposal": """SELECT id FROM access_caseproposal
        ORDER BY (state = 'proposed') DESC, created_at DESC, id LIMIT 1""",
    "rule": "SELECT id FROM access_allocationrule ORDER BY rank, id LIMIT 1",
    "late": "SELECT id FROM access_parcel WHERE late ORDER BY state = 'held' DESC, id LIMIT 1",
    "unmet": "SELECT id FROM access_unmetneed ORDER BY day DESC, id LIMIT 1",
    "shift": "SELECT id FROM access_shift WHERE day >= wall.today() ORDER BY day, id LIMIT 1",
    "pattern": """SELECT id FROM access_rotapattern
        WHERE desk_id = ANY (ARRAY(SELECT wall.desks('rota.manage'))) ORDER BY id LIMIT 1""",
    "campaign": "SELECT id FROM access_campaign ORDER BY held_on DESC, id LIMIT 1",
    "nothing": """SELECT id FROM mfa_authenticator
        WHERE user_id = wall.me() AND type = 'webauthn' LIMIT 1""",
}
FIXED = {
    "indicator": "access.users",
    "ties": "parenti",
    "outcome": "informata",
    "direct_move": "resume",
    "case_act": "assegna",
    "form": "preliminary",
    "page": "home",
    "scale": "katz",
    "meeting_act": "invita",
    "archive_act": "ferma",
    "a_goal": "obiettivo",
    "plan_move": "condividi",
}
# These stand in the file of their own person, whoever is the richest.
OWNERS = {
    "tie": """SELECT person_id FROM citizens_kinship
        WHERE compartment = '' ORDER BY id LIMIT 1""",
    "address": """SELECT person_id FROM citizens_address
        WHERE compartment = '' AND kind = 'domicile' ORDER BY id LIMIT 1""",
}
THINGS |= {f"person of the {thing}": owner for thing, owner in OWNERS.items()}
# And these in their own case.
IN_A_CASE = {thing for thing, asked in THINGS.items() if "JOIN cases_case c" in asked}
THINGS |= {
    f"case of the {thing}": re.sub(r"^SELECT \w+\.id", "SELECT c.id", THINGS[thing])
    for thing in IN_A_CASE
}


def visits():
    """(person, page) for every page that somebody may open."""
    opened = set(WITH_FACTORS)
    for username, role in PEOPLE.items():
        for name in rooms_of(role, writes=username in WRITES_DAILY):
            if (username, name) in EMPTY:
                continue
            if name in DIFFERENT or name not in opened:
                opened.add(name)
                yield username, name


def rooms_of(role, *, writes=False):
    """The pages behind the doors that the table opens to the role."""
    actor = Actor(user_id=1, role=roles[role], ambito_id=1)
    own = {AUTHOR_OR_AMEND} if writes and actor.has(Right.CONTACT_WRITE) else set()
    for name, door in DOORS.items():
        is_page = GET in door.methods and name not in NOT_PAGES
        if is_page and (door.asks in own or is_open(door, actor)):
            yield name


class Wall:
    """The database as a person of the town sees it: what it does not show, they cannot open."""

    def __init__(self, site, username):
        self.dbname = site.dbname
        [(self.user_id, self.post_id)] = site.sql(
            """SELECT u.id, p.id FROM accounts_user u JOIN accounts_post p ON p.user_id = u.id
                WHERE u.username = %s AND p.period @> wall.today() ORDER BY p.id LIMIT 1""",
            username,
        )

    @functools.cache  # noqa: B019  (a wall lives as long as its site)
    def one(self, thing):
        """The identifier of the thing; the town has one for whoever may see it."""
        with (
            cluster.ensure_running().connect("app", self.dbname) as connection,
            connection.transaction(),
        ):
            connection.execute("SELECT wall.enter(%s, %s, '')", [self.user_id, self.post_id])
            row = connection.execute(THINGS[thing]).fetchone()
        assert row, f"the town has no {thing} for them"
        return row[0]

    def path_of(self, name):
        """The address of the page for this person."""
        door = DOORS[name]
        path = dict(door.path)
        for thing in OWNERS.keys() & set(path.values()):
            path["person_id"] = f"person of the {thing}"
        if inside := [thing for thing in path.values() if thing in IN_A_CASE]:
            path["case_id"] = f"case of the {inside[0]}"
        arguments = {key: FIXED.get(thing) or self.one(thing) for key, thing in path.items()}
        query = door.query.replace("CANARINO", "ferrari")
        return reverse(name, kwargs=arguments) + (f"?{query}" if query else "")

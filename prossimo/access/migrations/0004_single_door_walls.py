"""The second wall of queue, agenda, rotas, outreach, orientation, direct services and referrals.

The citizens' door (`public.door`) is a post that nobody holds: it sees codes of today's tickets,
hours without names, and of appointments and referrals the one whose link is being followed.
"""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

DOOR = "(SELECT wall.ambito('public.door'))"
ME = "(SELECT wall.me())"
POST = "(SELECT wall.post())"
LINK = "(SELECT wall.link())"
TOWN = (
    "((SELECT wall.municipality()) IS NULL OR municipality_id IS NULL"
    " OR municipality_id = (SELECT wall.municipality()))"
)
PERSON_SEEN = (
    "(person_id IS NULL OR EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = person_id))"
)
AT_WORK = f"{POST} IS NOT NULL"
BY_ME = f"by_id = {ME}"
BY_ME_OR_DOOR = f"(by_id = {ME} OR (by_id IS NULL AND {DOOR} IS NOT NULL))"


def desks(right: str) -> str:
    return f"desk_id = ANY (ARRAY(SELECT wall.desks('{right}')))"


def held(right: str) -> str:
    return f"ambito_id = (SELECT wall.ambito('{right}'))"


def scope(right: str) -> str:
    """The ambito of the right, and the municipality where the post names one."""
    return f"{held(right)} AND {TOWN}"


def of(table: str, column: str, *, and_held: str = "") -> str:
    """Of a row that is seen; or of one in whose ambito a right is held."""
    more = f" AND x.ambito_id = (SELECT wall.ambito('{and_held}'))" if and_held else ""
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.id = {column}{more})"


FUNCTIONS = """
-- The one appointment or referral whose link is being followed, in this transaction only.
CREATE FUNCTION wall.link() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('prossimo.link', true), '')::uuid $$;

CREATE FUNCTION wall.organisation() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT organisation_id FROM accounts_post
       WHERE id = wall.post() AND user_id = wall.me() $$;

-- The citizens' door of an ambito: a user that nobody can enter as, made when first needed.
CREATE FUNCTION wall.portal(p_ambito uuid) RETURNS TABLE (user_id uuid, post_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE who text; made uuid;
BEGIN
    RETURN QUERY SELECT p.user_id, p.id FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
                  WHERE p.ambito_id = p_ambito AND p.role = 'portal' AND u.is_active
                    AND p.period @> wall.today() ORDER BY p.id LIMIT 1;
    IF FOUND THEN RETURN; END IF;
    SELECT 'portale.' || key INTO who FROM territory_ambito WHERE id = p_ambito;
    IF who IS NULL THEN RETURN; END IF;
    INSERT INTO accounts_user (id, version, created_at, changed_at, password, username, first_name,
                               last_name, email, is_active, language, shortcuts, sessions_from)
    VALUES (gen_random_uuid(), 1, now(), now(), '!', who, 'Porta', 'dei cittadini', '', true, 'it',
            false, now())
    ON CONFLICT (username) DO NOTHING;
    SELECT id INTO made FROM accounts_user WHERE username = who AND is_active FOR UPDATE;
    IF made IS NULL THEN RETURN; END IF;  -- suspended by an administrator: the door is shut
    IF NOT EXISTS (SELECT 1 FROM accounts_post p
                    WHERE p.user_id = made AND p.role = 'portal' AND p.period @> wall.today()) THEN
        INSERT INTO accounts_post (id, version, created_at, changed_at, user_id, role, ambito_id,
                                   user_area, period)
        VALUES (gen_random_uuid(), 1, now(), now(), made, 'portal', p_ambito, '',
                daterange(wall.today(), NULL));
    END IF;
    RETURN QUERY SELECT p.user_id, p.id FROM accounts_post p
                  WHERE p.user_id = made AND p.role = 'portal' AND p.period @> wall.today() LIMIT 1;
END $$;

-- A contact sent to the segretariato becomes a request there: who forwards it may not read on.
CREATE FUNCTION wall.open_orientation(p_id uuid, p_contact uuid, p_urgency integer, p_due date)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE heard access_contact%ROWTYPE; town uuid; there uuid;
BEGIN
    SELECT * INTO heard FROM access_contact WHERE id = p_contact
       AND (author_id = wall.me() OR desk_id IN (SELECT wall.desks('contact.amend'))
            OR desk_id IN (SELECT wall.desks('contact.review')));
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such contact of yours';
    END IF;
    SELECT id INTO there FROM access_orientation WHERE contact_id = p_contact;
    IF FOUND THEN RETURN there; END IF;
    SELECT coalesce(p.municipality_id, d.municipality_id) INTO town
      FROM access_desk d LEFT JOIN citizens_person p ON p.id = heard.person_id
     WHERE d.id = heard.desk_id;
    INSERT INTO access_orientation
           (id, version, created_at, changed_at, ambito_id, municipality_id, contact_id, source,
            person_id, household_id, desk_id, neighbourhood_id, received_at, urgency, target_group,
            user_area, request, state, due_on, summary, refusal)
    VALUES (p_id, 1, now(), now(), heard.ambito_id, town, heard.id, 'contact', heard.person_id,
            heard.household_id, heard.desk_id, heard.neighbourhood_id, heard.happened_at, p_urgency,
            heard.target_group, '', heard.needs, 'to_assess', p_due, '', '');
    INSERT INTO access_orientationstep
           (id, orientation_id, name, source, target, at, by_id, post_id, signed, note)
    VALUES (gen_random_uuid(), p_id, 'receive', '', 'to_assess', now(), wall.me(), wall.post(), '',
            '');
    RETURN p_id;
END $$;

-- What a desk may know of what it sent on: that it arrived, that somebody has it, that it ended.
CREATE FUNCTION wall.forwarded(p_contact uuid) RETURNS TABLE (stage text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT CASE WHEN o.decided_at IS NOT NULL THEN 'ended' WHEN o.taken_at IS NOT NULL THEN 'taken'
                  ELSE 'received' END,
             coalesce(o.decided_at, o.taken_at, o.received_at)
        FROM access_orientation o JOIN access_contact c ON c.id = o.contact_id
       WHERE c.id = p_contact AND c.desk_id IN (SELECT wall.desks('contact.read')) $$;

-- Who waits for an earlier hour of the same motive, in the order they asked: ids, no names.
CREATE FUNCTION wall.waiting_wishes(p_ambito uuid, p_motive uuid, p_desk uuid, p_starts timestamptz)
RETURNS TABLE (wish_id uuid, appointment_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT w.id, a.id
        FROM access_earlierwish w JOIN access_appointment a ON a.id = w.appointment_id
       WHERE a.ambito_id = p_ambito AND a.motive_id = p_motive AND w.state = 'waiting'
         AND a.state = 'booked' AND a.starts_at > p_starts AND w.before > p_starts
         AND (w.any_desk OR a.desk_id = p_desk)
         AND p_ambito IN (wall.ambito('public.door'), wall.ambito('agenda.write'))
       ORDER BY w.created_at, w.id $$;

-- What was held or offered and not confirmed in time: ids, for the door's own housekeeping.
CREATE FUNCTION wall.lapsed_appointments(p_ambito uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT id FROM access_appointment
       WHERE ambito_id = p_ambito AND state IN ('held', 'offered') AND held_until < now()
         AND p_ambito = wall.ambito('public.door') $$;
"""
CALLED = (
    "link()",
    "organisation()",
    "portal(uuid)",
    "open_orientation(uuid, uuid, integer, date)",
    "forwarded(uuid)",
    "waiting_wishes(uuid, uuid, uuid, timestamptz)",
    "lapsed_appointments(uuid)",
)
OWNED = CALLED[1:]
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO prossimo_mover",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA wall TO prossimo_mover",
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker"
            for called in CALLED
        ),
        *(f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover" for called in OWNED),
    ]
)

DOOR_DESK = f"EXISTS (SELECT 1 FROM access_desk d WHERE d.id = desk_id AND d.ambito_id = {DOOR})"
DOOR_TICKET = f"ambito_id = {DOOR} AND day = (SELECT wall.today())"
MY_SEAT = (
    "EXISTS (SELECT 1 FROM access_appointmentseat s"
    f" WHERE s.appointment_id = access_appointment.id AND s.post_id = {POST})"
)
APPOINTMENT_READ = (
    f"{desks('agenda.read')} OR (author_id = {ME} AND {held('agenda.write')})"
    f" OR ((SELECT wall.ambito('agenda.read')) IS NOT NULL AND {MY_SEAT})"
    f" OR (ambito_id = {DOOR} AND id = {LINK})"
)
APPOINTMENT_INSERT = (
    f"author_id = {ME} AND post_id = {POST} AND (({desks('agenda.write')} AND {PERSON_SEEN})"
    f" OR (ambito_id = {DOOR} AND id = {LINK}"
    " AND ((state = 'held' AND person_id IS NULL) OR state = 'offered')))"
)
APPOINTMENT_UPDATE = (
    f"{desks('agenda.write')} OR (author_id = {ME} AND {held('agenda.write')})"
    f" OR ((SELECT wall.ambito('agenda.write')) IS NOT NULL AND {MY_SEAT})"
    f" OR (ambito_id = {DOOR} AND id = {LINK})"
)
SEAT_READ = (
    f"{held('agenda.read')} OR {held('agenda.write')} OR {held('agenda.manage')}"
    f" OR ambito_id = {DOOR}"
)
SEAT_WRITE = f"{held('agenda.write')} OR ambito_id = {DOOR}"
OF_APPOINTMENT = of("access_appointment", "appointment_id")
PROOF = f"{DOOR} IS NOT NULL AND {OF_APPOINTMENT}"
FEED = f"user_id = {ME}"
FEED_SEEN = f"{FEED} OR {DOOR} IS NOT NULL"
HELD_AGENDA = held("agenda.manage")
OF_HELD_DESK = desks("agenda.manage")
OF_HELD_OPENING = (
    "EXISTS (SELECT 1 FROM access_opening o WHERE o.id = opening_id"
    " AND o.desk_id = ANY (ARRAY(SELECT wall.desks('agenda.manage'))))"
)
ABSENCE = (
    f"by_id = {ME} AND (post_id = {POST} OR EXISTS (SELECT 1 FROM accounts_post p"
    " WHERE p.id = post_id AND p.ambito_id = (SELECT wall.ambito('agenda.manage'))))"
)
ABSENCE_GONE = (
    f"post_id = {POST} OR EXISTS (SELECT 1 FROM accounts_post p"
    " WHERE p.id = post_id AND p.ambito_id = (SELECT wall.ambito('agenda.manage')))"
)
SHIFT_SEEN = f"{desks('rota.read')} OR post_id = {POST} OR covers_for_id = {POST}"
SHIFT_MOVED = (
    f"{desks('rota.manage')} OR ({desks('rota.read')}"
    f" AND (post_id IS NULL OR post_id = {POST} OR covers_for_id = {POST}))"
)
OF_CONTACT = of("access_contact", "contact_id")
REVIEW_WRITE = (
    "EXISTS (SELECT 1 FROM access_contact c WHERE c.id = contact_id AND (c.author_id ="
    f" {ME} OR c.desk_id = ANY (ARRAY(SELECT wall.desks('contact.review')))))"
)
PARCEL_SEEN = f"user_id = {ME} OR (state = 'held' AND {held('contact.review')})"
PARCEL_WRITTEN = f"user_id = {ME} OR (state = 'held' AND ambito_id = {DOOR})"
CAMPAIGN_SEEN = (
    f"{held('campaign.read')} AND ((SELECT wall.reach('campaign.read')) = 'ambito'"
    f" OR author_id = {ME} OR organisation_id = (SELECT wall.organisation())"
    " OR neighbourhood_id = (SELECT p.neighbourhood_id FROM accounts_post p"
    f" WHERE p.id = {POST}))"
)
CAMPAIGN_WRITTEN = (
    f"{held('campaign.write')} AND (author_id = {ME}"
    " OR (SELECT wall.reach('campaign.write')) = 'ambito')"
)
OF_REQUEST = of("access_orientation", "orientation_id")
OF_HELD_REQUEST = of("access_orientation", "orientation_id", and_held="orientation.write")
REQUEST_STEP = (
    f"{BY_ME} AND ({OF_HELD_REQUEST} OR"
    f" {of('access_orientation', 'orientation_id', and_held='proposal.decide')})"
)
PROPOSAL_SEEN = f"{held('proposal.read')} AND {OF_REQUEST}"
PROPOSAL_MADE = f"{BY_ME} AND {held('orientation.write')} AND {OF_REQUEST} AND {PERSON_SEEN}"
PROPOSAL_MOVED = (
    f"{PROPOSAL_SEEN} AND ({held('orientation.write')} OR ({held('proposal.decide')}"
    f" AND (proposed_to_id = {POST} OR {held('allocation.manage')})))"
)
DIRECT_MADE = f"{BY_ME} AND {scope('direct.write')} AND {PERSON_SEEN}"
OF_DIRECT = of("access_directservice", "direct_id")
DIRECT_STEP = f"{BY_ME} AND {of('access_directservice', 'direct_id', and_held='direct.write')}"
REFERRAL_MINE = (
    f"(sender_id = {ME} OR {desks('referral.read')}"
    " OR organisation_id = (SELECT wall.organisation()))"
)
REFERRAL_SEEN = (
    f"({scope('referral.read')} AND ((SELECT wall.reach('referral.read')) = 'ambito'"
    f" OR {REFERRAL_MINE})) OR (ambito_id = {DOOR} AND id = {LINK})"
)
REFERRAL_SENT = (
    f"sender_id = {ME} AND post_id = {POST} AND {held('referral.send')} AND {PERSON_SEEN}"
)
REFERRAL_MOVED = (
    f"({held('referral.send')} AND {TOWN} AND ((SELECT wall.reach('referral.send')) = 'ambito'"
    f" OR sender_id = {ME} OR {desks('referral.send')}))"
    f" OR ({held('referral.answer')} AND ((SELECT wall.reach('referral.answer')) = 'ambito'"
    " OR organisation_id = (SELECT wall.organisation())))"
    f" OR (ambito_id = {DOOR} AND id = {LINK})"
)
OF_REFERRAL = of("access_referral", "referral_id")
UNMET_SEEN = (
    f"({held('unmet.read')} AND (SELECT wall.reach('unmet.read')) = 'ambito')"
    f" OR ({held('unmet.write')} AND (author_id = {ME} OR {desks('unmet.write')}))"
)
UNMET_MADE = f"author_id = {ME} AND {held('unmet.write')}"
UNMET_MOVED = (
    f"{held('unmet.write')} AND (author_id = {ME} OR (SELECT wall.reach('unmet.write')) = 'ambito')"
)
MESSAGE = f"user_id = {ME} OR ambito_id = {DOOR}"

ALL_READ = (
    "access_motive",
    "access_opening",
    "access_opening_motives",
    "access_openingexception",
    "access_localholiday",
)
SEEN_BY_ALL = ";\n".join(
    f"CREATE POLICY {table}_everybody ON {table} FOR SELECT USING (true)" for table in ALL_READ
)


def past(table: str) -> RaiseWall:
    return history_wall(f"access_{table}historyevent", f"access_{table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_single_door"),
        ("citizens", "0010_seals"),
        ("accounts", "0005_portal_role"),
        ("catalogue", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
        # the queue
        RaiseWall(
            "access_queueday",
            select=f"{desks('queue.read')} OR {DOOR_DESK}",
            insert=f"{desks('queue.serve')} OR {DOOR_DESK}",
            update=f"{desks('queue.serve')} OR {DOOR_DESK}",
        ),
        RaiseWall(
            "access_ticket",
            select=f"{desks('queue.read')} OR ({DOOR_TICKET})",
            insert=f"({desks('queue.serve')} AND {PERSON_SEEN})"
            f" OR ({DOOR_TICKET} AND person_id IS NULL)",
            update=f"{desks('queue.serve')} OR ({DOOR_TICKET})",
        ),
        RaiseWall(
            "access_ticketstep",
            select=of("access_ticket", "ticket_id"),
            insert=of("access_ticket", "ticket_id"),
        ),
        past("ticket"),
        # the agenda
        RaiseWall("access_motive", select="true", insert=HELD_AGENDA, update=HELD_AGENDA),
        RaiseWall("access_opening", select="true", insert=OF_HELD_DESK, update=OF_HELD_DESK),
        RaiseWall(
            "access_opening_motives", select="true", insert=OF_HELD_OPENING, delete=OF_HELD_OPENING
        ),
        RaiseWall(
            "access_openingexception",
            select="true",
            insert=OF_HELD_OPENING,
            update=OF_HELD_OPENING,
            delete=OF_HELD_OPENING,
        ),
        RaiseWall(
            "access_localholiday",
            select="true",
            insert=HELD_AGENDA,
            update=HELD_AGENDA,
            delete=HELD_AGENDA,
        ),
        migrations.RunSQL(SEEN_BY_ALL, migrations.RunSQL.noop),
        RaiseWall(
            "access_absence", select=AT_WORK, insert=ABSENCE, update=ABSENCE, delete=ABSENCE_GONE
        ),
        RaiseWall(
            "access_appointment",
            select=APPOINTMENT_READ,
            insert=APPOINTMENT_INSERT,
            update=APPOINTMENT_UPDATE,
        ),
        past("appointment"),
        RaiseWall("access_appointmentseat", select=SEAT_READ, insert=SEAT_WRITE, update=SEAT_WRITE),
        RaiseWall("access_bookingproof", select=PROOF, insert=PROOF, update=PROOF),
        past("bookingproof"),
        RaiseWall(
            "access_earlierwish",
            select=OF_APPOINTMENT,
            insert=OF_APPOINTMENT,
            update=OF_APPOINTMENT,
        ),
        past("earlierwish"),
        RaiseWall("access_agendafeed", select=FEED_SEEN, insert=FEED, update=FEED),
        RaiseWall("access_message", select=MESSAGE, insert=MESSAGE, update=MESSAGE),
        past("message"),
        # the rotas
        RaiseWall(
            "access_rotapattern",
            select=AT_WORK,
            insert=desks("rota.manage"),
            update=desks("rota.manage"),
        ),
        RaiseWall(
            "access_shift", select=SHIFT_SEEN, insert=desks("rota.manage"), update=SHIFT_MOVED
        ),
        RaiseWall(
            "access_rotanote",
            select=of("access_shift", "shift_id"),
            insert=f"{BY_ME} AND {of('access_shift', 'shift_id')}",
        ),
        # the neighbourhood
        RaiseWall("access_review", select=OF_CONTACT, insert=REVIEW_WRITE, update=REVIEW_WRITE),
        past("review"),
        RaiseWall(
            "access_reviewnote",
            select=of("access_review", "review_id"),
            insert=f"author_id = {ME} AND {of('access_review', 'review_id')}",
        ),
        past("reviewnote"),
        RaiseWall("access_parcel", select=PARCEL_SEEN, insert=PARCEL_WRITTEN, update=PARCEL_SEEN),
        past("parcel"),
        RaiseWall(
            "access_campaign",
            select=CAMPAIGN_SEEN,
            insert=CAMPAIGN_WRITTEN,
            update=CAMPAIGN_WRITTEN,
        ),
        # the segretariato
        RaiseWall(
            "access_orientation",
            select=scope("orientation.read"),
            insert=f"{scope('orientation.write')} AND {PERSON_SEEN}",
            update=scope("orientation.write"),
        ),
        past("orientation"),
        RaiseWall("access_orientationstep", select=OF_REQUEST, insert=REQUEST_STEP),
        past("orientationstep"),
        RaiseWall(
            "access_assessedneed",
            select=OF_REQUEST,
            insert=OF_HELD_REQUEST,
            update=OF_HELD_REQUEST,
            delete=OF_HELD_REQUEST,
        ),
        # A need taken away has no row left: its past is seen with the request.
        RaiseWall("access_assessedneedhistoryevent", select=OF_REQUEST, insert="true"),
        RaiseWall(
            "access_accompaniment",
            select=OF_REQUEST,
            insert=OF_HELD_REQUEST,
            update=OF_HELD_REQUEST,
        ),
        past("accompaniment"),
        RaiseWall("access_requestalert", select=OF_REQUEST, insert=OF_HELD_REQUEST),
        RaiseWall(
            "access_allocationrule",
            select=AT_WORK,
            insert=held("allocation.manage"),
            update=held("allocation.manage"),
        ),
        RaiseWall(
            "access_caseproposal",
            select=PROPOSAL_SEEN,
            insert=PROPOSAL_MADE,
            update=PROPOSAL_MOVED,
        ),
        past("caseproposal"),
        # direct services, referrals, what nobody answers
        RaiseWall(
            "access_directservice",
            select=scope("direct.read"),
            insert=DIRECT_MADE,
            update=scope("direct.write"),
        ),
        past("directservice"),
        RaiseWall("access_directstep", select=OF_DIRECT, insert=DIRECT_STEP),
        past("directstep"),
        RaiseWall(
            "access_referral",
            select=REFERRAL_SEEN,
            insert=REFERRAL_SENT,
            update=REFERRAL_MOVED,
        ),
        past("referral"),
        RaiseWall(
            "access_referralstep",
            select=OF_REFERRAL,
            insert=f"{BY_ME_OR_DOOR} AND {OF_REFERRAL}",
        ),
        past("referralstep"),
        RaiseWall("access_unmetneed", select=UNMET_SEEN, insert=UNMET_MADE, update=UNMET_MOVED),
        past("unmetneed"),
    ]

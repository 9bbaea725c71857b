"""The second wall of accounts: who is asking, what the post may do, and the journal's one door."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, read_only

MINE = "user_id = (SELECT wall.me())"

# Functions run as the owner of the tables and read the identity from the transaction only.
FUNCTIONS = """
CREATE SCHEMA IF NOT EXISTS wall;
GRANT USAGE ON SCHEMA wall TO prossimo_app, prossimo_worker;

CREATE FUNCTION wall.me() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('prossimo.user_id', true), '')::uuid $$;

CREATE FUNCTION wall.post() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('prossimo.post_id', true), '')::uuid $$;

CREATE FUNCTION wall.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (now() AT TIME ZONE 'Europe/Rome')::date $$;

-- Tells the database who asks, for this transaction; answers the post in use, or no row.
CREATE FUNCTION wall.enter(p_user uuid, p_post uuid, p_request text)
RETURNS TABLE (post_id uuid, role text, ambito_id uuid, municipality_id uuid,
               organisation_id uuid, neighbourhood_id uuid, name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE found record;
BEGIN
    PERFORM set_config('prossimo.user_id', p_user::text, true);
    PERFORM set_config('prossimo.request_id', coalesce(p_request, ''), true);
    SELECT p.*, btrim(u.first_name || ' ' || u.last_name) AS name INTO found
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.user_id = p_user AND u.is_active AND p.period @> wall.today()
     ORDER BY (p.id = p_post) DESC NULLS LAST, p.id
     LIMIT 1;
    PERFORM set_config('prossimo.post_id', coalesce(found.id::text, ''), true);
    IF found.id IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT found.id, found.role::text, found.ambito_id, found.municipality_id,
                        found.organisation_id, found.neighbourhood_id, found.name;
END $$;

CREATE FUNCTION wall.leave() RETURNS void LANGUAGE sql VOLATILE
AS $$ SELECT set_config(name, '', true)
        FROM unnest(ARRAY['prossimo.user_id', 'prossimo.post_id', 'prossimo.request_id']) name $$;

-- The reach of a right for the post in use ('ambito' or 'desks'), NULL when it is not held.
CREATE FUNCTION wall.reach(p_right text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT g.reach FROM accounts_post p JOIN accounts_rolegrant g ON g.role = p.role
       WHERE p.id = wall.post() AND p.user_id = wall.me() AND p.period @> wall.today()
         AND g."right" = p_right $$;

-- The ambito in which the right is held, NULL when it is not.
CREATE FUNCTION wall.ambito(p_right text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT p.ambito_id FROM accounts_post p
       WHERE p.id = wall.post() AND p.user_id = wall.me() AND wall.reach(p_right) IS NOT NULL $$;

-- The municipality to which the post is limited, NULL when it is not.
CREATE FUNCTION wall.municipality() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT municipality_id FROM accounts_post
       WHERE id = wall.post() AND user_id = wall.me() $$;

-- The one door of the journal: the identity comes from the transaction, never from the caller.
CREATE FUNCTION wall.journal(p_lines jsonb, p_address text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE post accounts_post%ROWTYPE; who text;
BEGIN
    SELECT * INTO post FROM accounts_post WHERE id = wall.post() AND user_id = wall.me();
    SELECT btrim(first_name || ' ' || last_name) INTO who FROM accounts_user WHERE id = wall.me();
    INSERT INTO accounts_journalline
        (at, user_id, user_name, post_id, role, ambito_id, organisation_id, action, object_kind,
         object_id, purpose, result, note, request_id, address)
    SELECT clock_timestamp(), wall.me(), coalesce(who, ''), post.id, coalesce(post.role, ''),
           post.ambito_id, post.organisation_id, l.action, coalesce(l.kind, ''), l.object,
           coalesce(l.purpose, ''), l.result, coalesce(l.note, ''),
           coalesce(current_setting('prossimo.request_id', true), ''), coalesce(p_address, '')
      FROM jsonb_to_recordset(p_lines)
           AS l(action text, kind text, object uuid, purpose text, result text, note text);
END $$;

-- What nobody needs any more: keys older than a day, drafts older than a month.
CREATE FUNCTION wall.sweep() RETURNS TABLE (keys bigint, drafts bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM accounts_idempotencykey WHERE created_at < now() - interval '24 hours';
    GET DIAGNOSTICS keys = ROW_COUNT;
    DELETE FROM accounts_draft WHERE saved_at < now() - interval '30 days';
    GET DIAGNOSTICS drafts = ROW_COUNT;
    RETURN NEXT;
END $$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA wall TO prossimo_app, prossimo_worker;
"""

# Posts of one's own are nobody's to give oneself, nor beyond the municipality one is limited to.
MANAGED = (
    "ambito_id = (SELECT wall.ambito('staff.manage')) AND user_id <> (SELECT wall.me())"
    " AND ((SELECT wall.municipality()) IS NULL OR municipality_id = (SELECT wall.municipality()))"
)
# What happened outside any post (a failed login) belongs to no ambito: each reader sees it.
JOURNAL = (
    "ambito_id = (SELECT wall.ambito('journal.read'))"
    " OR (ambito_id IS NULL AND (SELECT wall.reach('journal.read')) IS NOT NULL)"
)
DELIVERY = f"{MINE} OR ambito_id = (SELECT wall.ambito('staff.manage'))"

# The definer functions above run as the owner, whom FORCE binds too: it gets just what they need.
OWNER = """
CREATE POLICY accounts_post_owner ON accounts_post FOR SELECT TO prossimo_owner USING (true);
CREATE POLICY accounts_journalline_owner ON accounts_journalline
    FOR INSERT TO prossimo_owner WITH CHECK (true);
CREATE POLICY accounts_idempotencykey_owner ON accounts_idempotencykey
    FOR ALL TO prossimo_owner USING (created_at < now() - interval '24 hours');
CREATE POLICY accounts_draft_owner ON accounts_draft
    FOR ALL TO prossimo_owner USING (saved_at < now() - interval '30 days');
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP SCHEMA wall CASCADE"),
        RaiseWall(
            "accounts_post",
            select="true",
            insert=MANAGED,
            update=MANAGED,
        ),
        RaiseWall("accounts_journalline", select=JOURNAL),
        RaiseWall("accounts_draft", select=MINE, insert=MINE, update=MINE, delete=MINE),
        RaiseWall("accounts_idempotencykey", select=MINE, insert=MINE, update=MINE, delete=MINE),
        RaiseWall("accounts_outboxmessage", select=DELIVERY, insert=MINE, update=DELIVERY),
        migrations.RunSQL(OWNER, migrations.RunSQL.noop),
        migrations.RunSQL(read_only("accounts_rolegrant"), migrations.RunSQL.noop),
    ]

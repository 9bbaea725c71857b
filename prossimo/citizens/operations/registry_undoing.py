"""Puts back what a batch changed, but for what a person has changed since."""

import uuid

from django.db.backends.utils import CursorWrapper

from prossimo.citizens import rules, search_words
from prossimo.citizens.models import Person
from prossimo.citizens.registry.writing import WRITTEN, value_of

# What stands as the batch left it goes back; a field that somebody corrected since is kept.
KEPT = f"""
CREATE TEMP TABLE registry_back ON COMMIT DROP AS
SELECT c.id, c.person_id, c.before, c.after, k.kept
  FROM citizens_registrychange c JOIN citizens_person p ON p.id = c.person_id
  CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(v.name ORDER BY v.name), '{{}}') AS kept
         FROM (VALUES {", ".join(f"('{name}', to_jsonb(p.{name}))" for name in WRITTEN)})
              AS v (name, now)
        WHERE c.after ? v.name AND coalesce(v.now, 'null') IS DISTINCT FROM c.after->v.name) k
 WHERE c.batch_id = %(batch)s AND c.kind <> 'created' AND NOT c.undone
   AND p.merged_into_id IS NULL
"""
SETS = ", ".join(
    f"{name} = CASE WHEN b.before ? '{name}' AND NOT '{name}' = ANY (b.kept)"
    f" THEN {value_of('b.before', name)} ELSE p.{name} END"
    for name in WRITTEN
)
BACK = f"""
UPDATE citizens_person p SET {SETS}, version = p.version + 1, changed_at = now()
  FROM registry_back b WHERE p.id = b.person_id
"""
MARK = """
UPDATE citizens_registrychange c SET undone = b.kept = '{}',
       kept_because = left(array_to_string(b.kept, ', '), 200)
  FROM registry_back b WHERE b.id = c.id
"""
LEFT = """
UPDATE citizens_registrychange SET kept_because = '*'
 WHERE batch_id = %(batch)s AND NOT undone AND kept_because = ''
"""
CODES = """
DELETE FROM citizens_formertaxcode f USING registry_back b
 WHERE f.person_id = b.person_id AND f.code = b.before->>'tax_code'
   AND b.after ? 'tax_code' AND NOT 'tax_code' = ANY (b.kept)
"""
ADDRESSES = """
DELETE FROM citizens_address a USING registry_back b
 WHERE a.id = (b.before->>'_address')::uuid AND NOT 'street' = ANY (b.kept)
"""
TASKS = """
UPDATE citizens_reviewtask SET state = 'dismissed', version = version + 1, changed_at = now()
 WHERE batch_id = %(batch)s AND state = 'open'
"""
KEPT_NUMBER = """
SELECT count(*) FROM citizens_registrychange WHERE batch_id = %(batch)s AND NOT undone
"""


def put_back(cursor: CursorWrapper, batch_id: uuid.UUID) -> tuple[int, int]:
    """How many changes went back, and how many were kept because of what came after."""
    given = {"batch": batch_id}
    cursor.execute("DROP TABLE IF EXISTS registry_back")
    cursor.execute(KEPT, given)
    cursor.execute("ANALYZE registry_back")
    cursor.execute(BACK)
    cursor.execute(MARK)
    cursor.execute(CODES)
    cursor.execute(ADDRESSES)
    cursor.execute(TASKS, given)
    file_again(cursor, "registry_back WHERE after ? 'sort_key'", "person_id")
    cursor.execute("SELECT count(*) FROM citizens_registrychange WHERE batch_id = %(batch)s", given)
    total = int(cursor.fetchone()[0])
    cursor.execute("SELECT wall.undo_registry_births(%(batch)s)", given)
    cursor.execute(LEFT, given)
    cursor.execute(KEPT_NUMBER, given)
    kept = int(cursor.fetchone()[0])
    # Lines of files that are no more are not seen any more: what is not kept went back.
    return total - kept, kept


def file_again(cursor: CursorWrapper, source: str, column: str) -> None:
    """The order in lists and the words of search of those whose name has changed."""
    cursor.execute(f"SELECT {column} FROM {source}")
    changed = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(changed), 1000):
        people = Person.objects.unscoped("the second wall shows who is to be filed")
        for person in people.filter(pk__in=changed[start : start + 1000]):
            key = rules.sort_key_of(person.surname, person.given_name)
            if key != person.sort_key:
                mine = Person.objects.unscoped("filed again").filter(pk=person.pk)
                mine.update(sort_key=key)
            search_words.file_person(person)

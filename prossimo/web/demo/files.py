"""What a few files hold besides the person: other addresses, protected ones, harmful telephones.

Written after everything else, by what the rows themselves say: the same seed, the same files.
"""

from collections.abc import Iterator

from prossimo.territory import streets as directory
from prossimo.web.demo import streets

HOUSES = 40  # numbers of a street in one neighbourhood, where it crosses several
STRUCTURE = "Casa di accoglienza (inventata)"
DRAW = "('x' || substr(md5(%s || p.id::text), 1, 7))::bit(28)::int"  # a number of the row's own


def drawn(name: str, every: int) -> str:
    """True of one person in so many, always the same ones."""
    return f"{DRAW % _text(name)} % {every} = 0"


def new_id(name: str) -> str:
    return f"md5({_text(name)} || p.id::text)::uuid"


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def afterwards() -> Iterator[str]:
    """The statements, in the order in which they lean on each other."""
    yield street_directory()
    yield structures()
    yield domiciles()
    yield housed()
    yield harmful_telephones()
    yield from sealed_residences()


def street_directory() -> str:
    """Every street of the people in the neighbourhoods where they live, a stretch for each."""
    keys = ", ".join(
        f"({_text(name)}, {_text(directory.key_of(name))})" for name in sorted(set(streets.NAMES))
    )
    return f"""
        INSERT INTO territory_streetrange
               (id, municipality_id, neighbourhood_id, name, key, first, last, side)
        SELECT md5(municipality_id::text || neighbourhood_id || street)::uuid, municipality_id,
               neighbourhood_id, street, key, (turn - 1) * {HOUSES} + 1,
               CASE WHEN turn = turns THEN NULL ELSE turn * {HOUSES} END, 'both'
          FROM (SELECT lived.*, keys.key,
                       row_number() OVER street_of AS turn,
                       count(*) OVER (PARTITION BY municipality_id, keys.key) AS turns
                  FROM (SELECT DISTINCT municipality_id, neighbourhood_id, street
                          FROM citizens_person WHERE neighbourhood_id IS NOT NULL) AS lived
                  JOIN (VALUES {keys}) AS keys (street, key) USING (street)
                WINDOW street_of AS (PARTITION BY municipality_id, keys.key
                                     ORDER BY neighbourhood_id)) AS placed"""


def structures() -> str:
    return f"""
        INSERT INTO network_organisation
               (id, version, created_at, changed_at, ambito_id, name, kind, tax_code, email, phone,
                active)
        SELECT md5('structure' || a.id::text)::uuid, 1, date '2014-01-02',
               date '2014-01-02', a.id, {_text(STRUCTURE)},
               'foundation', '', '', '', true
          FROM territory_ambito a"""


ADDRESS = """
    INSERT INTO citizens_address
           (id, version, created_at, changed_at, person_id, kind, street, street_number, postcode,
            municipality_id, place, neighbourhood_id, latitude, longitude, structure_id, at_whom,
            compartment, period)"""
SINCE = f"date '2021-01-01' + {DRAW % _text('since')} % 1500"


def domiciles() -> str:
    """Who sleeps elsewhere than where the registry says, and who has letters sent elsewhere."""
    names = ", ".join(_text(name) for name in streets.NAMES[:20])
    street = f"(ARRAY[{names}])[1 + {DRAW % _text('street')} % 20]"
    return f"""{ADDRESS}
        SELECT {new_id("domicile")}, 1, p.created_at, p.created_at, p.id,
               CASE WHEN {drawn("letters", 5)} THEN 'letters' ELSE 'domicile' END,
               {street}, (1 + {DRAW % _text("number")} % 90)::text, p.postcode, p.municipality_id,
               '', NULL, NULL, NULL, NULL, '', '', daterange({SINCE}, NULL)
          FROM citizens_person p WHERE {drawn("domicile", 150)}"""


def housed() -> str:
    return f"""{ADDRESS}
        SELECT {new_id("housed")}, 1, p.created_at, p.created_at, p.id, 'structure', '', '', '',
               p.municipality_id, '', NULL, NULL, NULL,
               md5('structure' || p.ambito_id::text)::uuid, '', '', daterange({SINCE}, NULL)
          FROM citizens_person p WHERE p.needs_interpreter AND {drawn("housed", 60)}"""


def harmful_telephones() -> str:
    """A few numbers that somebody else answers, and that must not be called."""
    return f"""
        UPDATE citizens_phone f SET safety = 'never', whose = 'casa', care = 'risponde il marito'
          FROM (SELECT p.id, (SELECT min(f.id::text) FROM citizens_phone f
                               WHERE f.person_id = p.id) AS phone
                  FROM citizens_person p
                 WHERE p.sex = 'F' AND p.born_on < '1990-01-01' AND {drawn("harmful", 300)}) AS p
         WHERE f.id::text = p.phone"""


def sealed_residences() -> Iterator[str]:
    """Some homes stand where two people must agree, and nowhere else: not even in the history."""
    which = f"p.sex = 'F' AND p.street <> '' AND {drawn('sealed', 2500)}"
    yield f"""{ADDRESS}
        SELECT {new_id("sealed")}, 1, p.created_at, p.created_at, p.id, 'residence', p.street,
               p.street_number, p.postcode, p.municipality_id, '', p.neighbourhood_id, p.latitude,
               p.longitude, NULL, '', 'address', daterange({SINCE}, NULL)
          FROM citizens_person p WHERE {which}"""
    sealed = (
        "SELECT person_id FROM citizens_address"
        " WHERE kind = 'residence' AND compartment = 'address'"
    )
    blank = (
        "street = '', street_number = '', postcode = '', neighbourhood_id = NULL,"
        " latitude = NULL, longitude = NULL, resides_since = NULL"
    )
    yield f"UPDATE citizens_person SET {blank}, version = version + 1 WHERE id IN ({sealed})"
    yield f"UPDATE citizens_personhistoryevent SET {blank} WHERE pgh_obj_id IN ({sealed})"

"""Numbers of files that were merged: where one leads, and which lead to one."""

import uuid

from django.db import connection


def went_to(person_id: uuid.UUID) -> uuid.UUID | None:
    """The number into which a file was merged, through every merge; None where it never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.went_to(%s)", [person_id])
        row = cursor.fetchone()
    return row[0] if row else None


def numbers_of_file(file_id: uuid.UUID) -> list[uuid.UUID]:
    """The number of a file and those that lead to it today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.numbers_of_file(%s)", [file_id])
        return [row[0] for row in cursor.fetchall()]

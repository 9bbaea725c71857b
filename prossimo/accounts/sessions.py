"""Sessions in the database, read at every click by a query that is already written."""

import datetime as dt

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from prossimo.core.prepared import prepared


@prepared
def session_alive(key: str, now: dt.datetime) -> "QuerySet[Session]":
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        session = session_alive.first(self.session_key or "", timezone.now())
        if session is None:
            self._session_key = None
        return session

"""Alarms that ring in every test: a GET that writes is a fault."""

import re

from django.db import connection

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE)\b", re.IGNORECASE)


class WriteOnGet(AssertionError):
    """A view changed data while answering a GET."""


class ReadOnlyGet:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with connection.execute_wrapper(self._refuse):
            return self.get_response(request)

    @staticmethod
    def _refuse(execute, sql, params, many, context):
        # The session and the shared cache are infrastructure: rate limits, messages, language.
        if WRITES.match(sql) and "django_session" not in sql and "accounts_cache" not in sql:
            raise WriteOnGet(sql[:200])
        return execute(sql, params, many, context)

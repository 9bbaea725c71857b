"""A connection kept between requests, looked at before each one without a question to the server."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ends a connection says so on it: where nothing has come in, it stands.

    Whatever came in (a farewell, the end of the line, a notice) is judged by asking, and so is a
    connection on which something went wrong. A network that fell silent is seen at the first query,
    within `tcp_user_timeout`.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        if not self.errors_occurred and self._is_quiet():
            return True
        usable: bool = super().is_usable()
        return usable

    def _is_quiet(self) -> bool:
        arrived, _writable, _wrong = select.select([self.connection.pgconn.socket], [], [], 0)
        return not arrived

"""How gunicorn serves Prossimo: few plain processes, each answering one request at a time."""

import os
from collections.abc import Callable, Iterable
from typing import Any

wsgi_app = "prossimo_launch.wsgi:application"
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = True  # loaded once, shared by the children
timeout = 60  # a worker that answers nothing for so long is replaced
graceful_timeout = 20
keepalive = 0  # nginx, or the browser of a trial, opens a new one
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# Addresses hold what people typed into a search: who read what is in the journal, not in a file.
accesslog = None
loglevel = "warning"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
limit_request_line = 4094
limit_request_fields = 100
control_socket_disable = True

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def post_worker_init(worker: Any) -> None:
    """Behind nginx the socket names nobody: the visitor's address is the one that nginx gives."""
    worker.wsgi = with_visitor_address(worker.wsgi)


def with_visitor_address(application: Application) -> Application:
    """Only the private socket leaves the address empty, and only nginx can write to it."""

    def told(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ.get("REMOTE_ADDR"):
            environ["REMOTE_ADDR"] = environ.get("HTTP_X_REAL_IP", "")
        return application(environ, start_response)

    return told

"""Structured logs: one JSON line an event, and never a name, a code or a query string."""

import logging
import logging.config
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _bare_path(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep the route and the status of a request, not its query, body or user text."""
    record = event.get("_record")
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        event["route"] = match.route if match else None
        event["method"] = getattr(request, "method", None)
        event["status"] = getattr(record, "status_code", None)
        event["event"] = "richiesta"
    if record is not None and record.exc_info:
        # The message of a database error repeats the values of the row: only its kind is kept.
        kind = record.exc_info[0]
        event["error"] = kind.__name__ if kind else None
        trace = record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is not None:
            event["where"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        event.pop("exc_info", None)
        record.exc_info = record.exc_text = None
    return event


def configure(settings: dict[str, Any]) -> None:
    """Called by Django with the LOGGING setting (`{"level": …}`)."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED, _bare_path],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": settings.get("level", "INFO")},
            "loggers": {
                "django": {"level": settings.get("level", "INFO")},
                # What a library says of itself while starting is no event of ours.
                "procrastinate.blueprints": {"level": "WARNING"},
                "procrastinate.periodic": {"level": "WARNING"},
            },
        }
    )

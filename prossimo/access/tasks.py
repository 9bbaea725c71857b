"""What the worker does for the door: sends messages when they are due."""

import uuid

from procrastinate.contrib.django import app


@app.task(name="access.send_message", queue="messages")
def send_message(*, ambito: str, message: str) -> None:
    from prossimo.access.notices import messages

    messages.send(uuid.UUID(ambito), uuid.UUID(message))


@app.periodic(cron="* * * * *")
@app.task(name="access.send_due", queueing_lock="send_due_messages")
def send_due(timestamp: int) -> None:
    from prossimo.access.notices import messages

    messages.send_due()

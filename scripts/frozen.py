"""Prossimo with its clock stopped, so that the pictures of the manual change only with the screens."""

from django.utils import timezone

from scripts.frozen_moment import MOMENT

timezone.now = lambda: MOMENT

from prossimo_launch.wsgi import application  # noqa: E402  (after the clock has stopped)

__all__ = ["application"]

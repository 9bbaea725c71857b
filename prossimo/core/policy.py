"""A verdict says yes, or no with the reason that the screen will show."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    granted: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.granted

    def enforce(self) -> None:
        """Raise `PermissionDenied` with the reason when the verdict is no."""
        if not self.granted:
            raise PermissionDenied(self.reason)


GRANTED = Verdict(granted=True)


def refused(reason: str) -> Verdict:
    return Verdict(granted=False, reason=str(reason))

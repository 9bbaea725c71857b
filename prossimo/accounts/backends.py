"""Who a session belongs to, asked at every click by a query that is already written."""

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from prossimo.accounts.models import User
from prossimo.core.prepared import prepared


@prepared
def user_by_id(user_id: uuid.UUID) -> "QuerySet[User]":
    return User.objects.filter(pk=user_id)


class StaffBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = user_by_id.first(uuid.UUID(str(user_id)))
        return user if user is not None and self.user_can_authenticate(user) else None

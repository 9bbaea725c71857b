"""Why a registry did not answer: one kind of fault for each thing that somebody can mend."""

from enum import StrEnum


class Fault(StrEnum):
    """The sentences for people stand in `wording`, one for each of these."""

    # here
    NO_USER = "no_user"
    NO_REASON = "no_reason"
    BAD_QUERY = "bad_query"  # field
    KEY_UNREADABLE = "key_unreadable"  # file
    KEY_WRONG = "key_wrong"  # file
    TRACE_UNWRITABLE = "trace_unwritable"  # file
    FILE_UNREADABLE = "file_unreadable"  # file
    FILE_WRONG = "file_wrong"  # file, line, field
    # on the way
    NO_NETWORK = "no_network"  # host
    TIMEOUT = "timeout"  # host
    NOT_TRUSTED = "not_trusted"  # host
    # at the platform
    CLOCK = "clock"  # seconds
    KEY_UNKNOWN = "key_unknown"  # reference
    PURPOSE_INACTIVE = "purpose_inactive"  # service, reference
    CHAIN_INACTIVE = "chain_inactive"  # service, reference
    NO_VOUCHER = "no_voucher"  # service, reference
    # at the registry
    NOT_ADMITTED = "not_admitted"  # service
    FORBIDDEN = "forbidden"  # service
    TOO_MANY = "too_many"  # service, seconds
    OUT_OF_ORDER = "out_of_order"  # service, status
    REJECTED = "rejected"  # service, code, text
    MALFORMED = "malformed"  # service, where
    WRONG_TYPE = "wrong_type"  # service, found
    TOO_LARGE = "too_large"  # host


class ExchangeFault(Exception):
    """A question that got no answer; `facts` say where and how much, never about whom."""

    def __init__(self, fault: Fault, **facts: str | int) -> None:
        self.fault = fault
        self.facts = facts
        super().__init__(" ".join([fault.value, *(f"{k}={v}" for k, v in facts.items())]))

    @property
    def passing(self) -> bool:
        """Whether the same question may be answered a little later."""
        return self.fault in PASSING


PASSING = frozenset({Fault.NO_NETWORK, Fault.TIMEOUT, Fault.TOO_MANY, Fault.OUT_OF_ORDER})

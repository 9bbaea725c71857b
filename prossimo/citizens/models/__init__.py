"""People and households: who they are, how they are reached, their kin, what they hold, doubles."""

from prossimo.citizens.models.doubles import DoublesLook, DuplicatePair, Merge, MergeMove
from prossimo.citizens.models.economy import BenefitHeld, IseeCertificate, IseeMember
from prossimo.citizens.models.family import Kinship, Representation
from prossimo.citizens.models.names import NameKey, NameToken
from prossimo.citizens.models.news import NewsReading, NewsReadingQuerySet
from prossimo.citizens.models.past import Citizenship, FormerTaxCode
from prossimo.citizens.models.people import (
    Household,
    HouseholdQuerySet,
    Person,
    PersonQuerySet,
    PersonShare,
    PersonShareQuerySet,
)
from prossimo.citizens.models.reached import Address, EmailAddress, OfPersonQuerySet, Phone
from prossimo.citizens.models.registry import RegistryBatch, RegistryChange, RegistryRow
from prossimo.citizens.models.sealing import SealOpening
from prossimo.citizens.models.tasks import ReviewTask

__all__ = [
    "Address",
    "BenefitHeld",
    "Citizenship",
    "DoublesLook",
    "DuplicatePair",
    "EmailAddress",
    "FormerTaxCode",
    "Household",
    "HouseholdQuerySet",
    "IseeCertificate",
    "IseeMember",
    "Kinship",
    "Merge",
    "MergeMove",
    "NameKey",
    "NameToken",
    "NewsReading",
    "NewsReadingQuerySet",
    "OfPersonQuerySet",
    "Person",
    "PersonQuerySet",
    "PersonShare",
    "PersonShareQuerySet",
    "Phone",
    "RegistryBatch",
    "RegistryChange",
    "RegistryRow",
    "Representation",
    "ReviewTask",
    "SealOpening",
]

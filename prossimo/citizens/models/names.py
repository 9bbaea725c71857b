"""The words of people's names, as the search looks them up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from prossimo.citizens.models.people import Person
from prossimo.territory.models import Ambito, Municipality


class NameToken(models.Model):
    """Two words of a person's name, in either order: both together lead straight to the person.

    `words` is how many the name has, `year` that of birth (0 where it is not known): who bears just
    these two comes first, and a year narrows them down without opening a file. `municipality` is
    that of the person, kept so by a trigger: without it the second wall opens the file to ask.
    """

    # No keys in the database: millions of look-ups for a copy that is always written with the name
    # and goes with the file, and that leads nowhere where the file is not there any more.
    id = models.BigAutoField(primary_key=True)
    ambito = models.ForeignKey(
        Ambito, models.CASCADE, verbose_name=_("Ambito"), db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        verbose_name=_("persona"),
        related_name="name_tokens",
        db_constraint=False,
    )
    token = models.CharField(max_length=300)
    beside = models.CharField(max_length=300, blank=True, db_default="")  # the name is one word
    words = models.SmallIntegerField(db_default=1)
    year = models.SmallIntegerField(db_default=0)
    municipality = models.ForeignKey(
        Municipality, models.DO_NOTHING, verbose_name=_("Comune"), related_name="+", null=True,
        blank=True, db_index=False, db_constraint=False,
    )  # fmt: skip

    class Meta:
        verbose_name = _("parola del nome")
        verbose_name_plural = _("parole del nome")
        ordering = ["token", "beside", "pk"]
        indexes = [
            models.Index(
                fields=["ambito", "token", "beside", "words", "year", "person"],
                include=["municipality"],
                name="token_beside_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.token} {self.beside}".strip()


class NameKey(models.Model):
    """How a word that somebody bears may be misspelt or misheard: never who bears it."""

    id = models.BigAutoField(primary_key=True)
    ambito = models.ForeignKey(
        Ambito, models.CASCADE, verbose_name=_("Ambito"), db_index=False, db_constraint=False
    )
    key = models.CharField(max_length=310)
    word = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("chiave di una parola")
        verbose_name_plural = _("chiavi delle parole")
        ordering = ["key", "word"]
        constraints = [
            models.UniqueConstraint(fields=["ambito", "key", "word"], name="key_one_a_word")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.word}"

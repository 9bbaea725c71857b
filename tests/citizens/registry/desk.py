"""A segretariato that brings files of the registry, and the lines of such files."""

from prossimo.accounts.identity import enter
from prossimo.citizens.models import Person, RegistryBatch, ReviewTask
from prossimo.citizens.operations import registry, registry_work

HEAD = (
    "cod_individuo;cod_famiglia;cognome;nome;sesso;data_nascita;codice_fiscale;parentela;via;civico;"
    "quartiere;data_decesso;posizione"
)


def row(number, surname="Rossi", given="Maria", **more):
    """One line of a file, with what it does not say left blank."""
    said = {
        "family": f"F{number}", "sex": "F", "born": "12/05/1960", "code": "", "role": "IS",
        "street": "Via Roma", "house": "1", "quarter": "", "died": "", "state": "residente", **more,
    }  # fmt: skip
    return ";".join([number, said["family"], surname, given, *list(said.values())[1:]])


class Desk:
    """Somebody who brings files, and what the worker makes of them."""

    def __init__(self, post, town):
        self.post, self.town = post, town
        self.again()

    def again(self):
        self.actor = enter(self.post.user_id, self.post.pk)

    def bring(self, *lines, head=HEAD, **more):
        return self.bring_bytes(("\n".join([head, *lines]) + "\n").encode(), **more)

    def bring_bytes(self, content, *, whole=False, town="own", words=None):
        place = self.town if town == "own" else town
        batch = registry.receive_file(
            by=self.actor, name="anagrafe.csv", pieces=[content], municipality=place, whole=whole
        )
        registry.choose_columns(batch.pk, by=self.actor, chosen=batch.columns, words=words or {})
        return self.worked(batch)

    def worked(self, batch):
        registry_work.work(batch.pk, self.post.user_id, self.post.pk)
        self.again()
        return RegistryBatch.objects.get(pk=batch.pk)

    def apply(self, *lines, **more):
        batch = self.bring(*lines, **more)
        assert batch.state == "compared", batch.problem
        registry.approve(batch.pk, by=self.actor)
        batch = self.worked(batch)
        assert batch.state == "applied", batch.problem
        return batch

    def undo(self, batch):
        registry.undo(batch.pk, by=self.actor)
        return self.worked(batch)

    def people(self):
        return Person.objects.visible_to(self.actor)

    def person(self, number):
        return self.people().get(registry_id=number)

    def tasks(self):
        return sorted(ReviewTask.objects.visible_to(self.actor).values_list("kind", flat=True))

    def picture(self):
        """Everything an import writes about people, without identifiers."""
        names = (
            "registry_id", "surname", "given_name", "sort_key", "sex", "born_on", "tax_code",
            "street", "street_number", "registry_state", "died_on", "household__registry_id",
            "household__label",
        )  # fmt: skip
        return sorted(map(str, self.people().values_list(*names)))

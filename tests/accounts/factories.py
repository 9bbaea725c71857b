"""Staff for the tests: a post carries its person, its role and its scope."""

import factory

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post, User
from tests.arranging import ArrangedFactory
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory


class UserFactory(ArrangedFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"operatrice{n}")
    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Operatrice{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


class PostFactory(ArrangedFactory):
    class Meta:
        model = Post

    class Params:
        partner = factory.Trait(
            role=RoleKey.PARTNER,
            organisation=factory.SubFactory(
                OrganisationFactory, ambito=factory.SelfAttribute("..ambito")
            ),
        )
        of_neighbourhood = factory.Trait(
            role=RoleKey.NEIGHBOURHOOD,
            neighbourhood=factory.SubFactory(
                NeighbourhoodFactory,
                municipality=factory.SubFactory(
                    MunicipalityFactory, ambito=factory.SelfAttribute("...ambito")
                ),
            ),
        )

    user = factory.SubFactory(UserFactory)
    role = RoleKey.FRONT_DESK
    ambito = factory.SubFactory(AmbitoFactory)


def post_of(role, ambito, **more):
    """A post of any role, with the scope that the role cannot do without."""
    traits = {RoleKey.PARTNER: "partner", RoleKey.NEIGHBOURHOOD: "of_neighbourhood"}
    if role in traits and not (more.get("organisation") or more.get("neighbourhood")):
        return PostFactory(ambito=ambito, **{traits[role]: True}, **more)
    return PostFactory(role=role, ambito=ambito, **more)

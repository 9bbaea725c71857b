"""Where people were born: the town, its province, the rest of Italy, or a state of the world."""

import numpy as np

from prossimo.web.demo import codes
from prossimo.web.demo.draws import Bools, Dice, Floats, Ints, Names, pick
from prossimo.web.demo.foreign_names import COMMUNITIES
from prossimo.web.demo.names import ITALIAN

# Of one hundred Italians of an Ambito: born in the main town, in its province, in a big town.
NATIVES = {
    "bergamo": ("Bergamo", "BG", 56, 20),
    "dalmine": ("Bergamo", "BG", 50, 30),
    "punto-per-te": ("La Spezia", "SP", 62, 9),
}
BIG_TOWNS = 18.0


class BirthPlaces:
    """Every place of birth once, with the code that tax codes bear."""

    def __init__(self) -> None:
        towns = [town for town in codes.towns() if len(town.cadastral) == 4]
        states = [(c.state, codes.state_code(c.state)) for c in COMMUNITIES]
        self.labels = [town.listed for town in towns] + [name for name, _ in states]
        self.codes: Names = np.array(
            [town.cadastral for town in towns] + [code for _, code in states], dtype="S4"
        )
        # The last place is no place: nobody wrote it down.
        self.labels.append("")
        self.codes = np.append(self.codes, np.array([b""], dtype="S4"))
        self.nowhere = len(self.labels) - 1
        self._first_state = len(towns)
        self._weights = {key: self._of(key, towns) for key in NATIVES}

    def _of(self, key: str, towns: list[codes.Town]) -> Floats:
        name, province, here, nearby = NATIVES[key]
        weights = np.full(len(towns), 6.0 / len(towns))
        capitals = np.array([town.provincial_capital for town in towns])
        weights[capitals] += BIG_TOWNS / capitals.sum()
        neighbours = np.array([town.province == province for town in towns])
        weights[neighbours] += nearby / neighbours.sum()
        weights[[town.name == name and town.province == province for town in towns]] += here
        return weights

    def of(self, rng: Dice, district: str, community: Ints, born_here: Bools) -> Ints:
        """The place of birth of each person, by its number."""
        native = pick(rng, self._weights[district], len(community))
        abroad = self._first_state + community - 1
        found: Ints = np.where((community == ITALIAN) | born_here, native, abroad)
        return found

    def is_abroad(self, places: Ints) -> Bools:
        found: Bools = (places >= self._first_state) & (places != self.nowhere)
        return found

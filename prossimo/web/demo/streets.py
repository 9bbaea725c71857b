"""Addresses: street names of the kind that every town has, dealt out among the places."""

STREETS = """via dei Castagni|via della Fontana|via dei Tigli|via del Mulino|via delle Rose|via dei Ciliegi
via della Roggia|via del Fornaio|via dei Gelsi|via delle Acacie|via dei Pioppi|via della Filanda
via del Lavatoio|via dei Platani|via delle Viole|via dell'Olmo|via dei Noccioli|via del Pozzo
via della Quercia|via dei Salici|via del Fabbro|via delle Betulle|via dei Mughetti|via della Resistenza
via dei Partigiani|via della Pace|via della Libertà|via delle Robinie|via dell'Industria|via dei Mille
via del Carpentiere|via della Cascina|via dei Faggi|via delle Ortensie|via del Sagrato|via dei Glicini
via della Torre|via dei Larici|via dei Carpini|via del Ponte Vecchio|via delle Magnolie|via dell'Aia
via dei Cedri|via della Seta|via del Tessitore|via dei Lillà|via delle Primule|via del Maglio
via dei Sarti|via dell'Orto|via delle Filande|via dei Ginepri|via della Malga|via dei Pini
via del Calzolaio|via dei Girasoli|via della Vigna|via delle Ginestre|via dei Narcisi|via dell'Abete
via del Campanile|via dei Bersaglieri|via dei Rovi|via della Chiusa|via delle Campanule|via del Bosco
via dell'Erica|via dei Maniscalchi|via della Stazione Vecchia|via del Convento|via delle Lavandaie
via dei Giardini|via della Meridiana|via dei Frutteti|via dei Lavoratori|via del Mercato Piccolo
piazza dell'Orologio|piazza delle Erbe|piazza dei Tigli|piazza della Fontana|largo dei Platani
largo delle Querce|vicolo del Forno|vicolo della Corte|vicolo dei Gatti|vicolo Stretto|viale dei Pioppi
viale delle Scuole|viale degli Olmi|viale della Pace|viale dei Cedri|via dei Martinitt|via del Ghiaccio
via dei Barcaioli|via della Ghiaia|via delle Sorgenti|via dei Bottai|via del Granaio|via dei Ramai"""

NAMES = [name for line in STREETS.splitlines() for name in line.split("|")]
A_PLACE = 14  # streets of one neighbourhood
SUFFIXES = ("", "", "", "", "", "", "/A", "/B")


def street_of(place: int, turn: int) -> int:
    """The number of the `turn`-th street of a place: neighbouring places share none."""
    return (place * A_PLACE + turn) % len(NAMES)

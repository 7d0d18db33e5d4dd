"""A made-up vocabulary: German-like nouns put together from parts, drawn as often as a language's words."""

import random
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate


def words(row: str) -> list[str]:
    return row.split()


_PARTS = words(
    "Hafen Brücken Wasser Straßen Schul Strom Wärme Müll Bahn Bus Fähr Werft Küsten Deich Moor Wald "
    "Forst Acker Ernte Milch Obst Apfel Getreide Fisch Krabben Muschel Markt Handels Messe Kongress "
    "Kultur Theater Museums Archiv Bücherei Orchester Chor Sport Turn Ruder Segel Rad Fußgänger "
    "Verkehrs Ampel Park Garten Spielplatz Kinder Jugend Senioren Familien Frauen Gesundheits Klinik "
    "Ärzte Pflege Apotheken Impf Seuchen Labor Forschungs Hochschul Studien Lehr Prüfungs Bildungs "
    "Ausbildungs Arbeits Lohn Tarif Streik Gewerkschafts Betriebs Unternehmens Bank Kredit Zins "
    "Haushalts Steuer Gebühren Förder Investitions Bau Sanierungs Denkmal Wohnungs Miet Grundstücks "
    "Flächen Umwelt Klima Energie Wind Solar Netz Speicher Gas Öl Kohle Abwasser Hochwasser Sturm "
    "Brand Rettungs Polizei Justiz Gerichts Verfassungs Wahl Partei Fraktions Rats Landes Bundes "
    "Kreis Gemeinde Stadt Dorf Grenz Zoll Sicherheits Verteidigungs Außen Innen Bündnis Friedens "
    "Verhandlungs Gipfel Krisen Zukunfts Digital Daten Funk Presse Rundfunk Medien Nachrichten "
)

# The head decides gender and plural: (singular, gender, ending of the plural).
_HEADS = [
    row.split(":")
    for row in words(
        "behörde:f:n planung:f:en beschluss:m:- gutachten:n:- amt:n:- projekt:n:e reform:f:en "
        "vertrag:m:- gesetz:n:e verordnung:f:en kommission:f:en ausschuss:m:- "
        "sitzung:f:en debatte:f:n entscheidung:f:en verband:m:- verein:m:e gesellschaft:f:en betrieb:m:e "
        "leitung:f:en stelle:f:n prüfung:f:en kosten:f:- mittel:n:- etat:m:s fonds:m:- abgabe:f:n "
        "streit:m:e krise:f:n frage:f:n lage:f:n zahl:f:en quote:f:n grenze:f:n strategie:f:n konzept:n:e "
        "programm:n:e vorhaben:n:- anlage:f:n gebäude:n:- gelände:n:- straße:f:n zentrum:n:- bereich:m:e "
        "dienst:m:e system:n:e technik:f:en wirtschaft:f:en politik:f:en verwaltung:f:en versorgung:f:en "
        "sicherung:f:en schutz:m:- bericht:m:e studie:f:n umfrage:f:n statistik:f:en prognose:f:n "
        "vorschlag:m:- antrag:m:- klage:f:n urteil:n:e verfahren:n:- abkommen:n:- treffen:n:- besuch:m:e "
        "gespräch:n:e runde:f:n initiative:f:n bewegung:f:en gruppe:f:n familie:f:n vertretung:f:en "
        "sprecherin:f:nen leiter:m:- minister:m:- präsidentin:f:nen direktor:m:en expertin:f:nen "
        "rätin:f:nen meister:m:- wehr:f:en "
    )
]
_SYLLABLES = words(
    "an be dal er ful gor hin ist ker lun mer nov or pel quar ras sol tur ul ven wes xan yr zim"
)


@dataclass(frozen=True, slots=True)
class Noun:
    word: str
    gender: str
    plural: str


class Vocabulary:
    """`size` nouns, the shorter ones more often: the n-th is drawn in proportion to 1 / (n + 3) ** exponent.

    About 1.05 (Zipf's law) is what running text has. Every noun is also dealt once in `dealt`'s rounds, so
    that a corpus long enough holds them all.
    """

    def __init__(self, size: int, seed: str, exponent: float = 1.05) -> None:
        chance = random.Random(seed)
        self.nouns = _nouns(size, chance)
        self._sums = list(accumulate(1 / (n + 3) ** exponent for n in range(size)))
        self._deck = list(self.nouns)
        chance.shuffle(self._deck)

    def draw(self, chance: random.Random) -> Noun:
        return self.nouns[bisect(self._sums, chance.random() * self._sums[-1])]

    def dealt(self, number: int, count: int) -> list[Noun]:
        """The `number`-th hand of `count` nouns of the shuffled vocabulary."""
        start = number * count
        return [self._deck[n % len(self._deck)] for n in range(start, start + count)]


def _nouns(size: int, chance: random.Random) -> list[Noun]:
    """Nouns of one part, then of two, three and four; each only once."""
    ends = [*_HEADS]
    chance.shuffle(ends)
    rows = [Noun(end.capitalize(), gender, _plural(end.capitalize(), ending)) for end, gender, ending in ends]
    seen = {noun.word for noun in rows}
    parts = [*_PARTS]
    chance.shuffle(parts)
    while len(rows) < size:
        depth = 1 if len(rows) < 6_000 else 2 if len(rows) < 30_000 else 3
        end, gender, ending = chance.choice(ends)
        fronts = chance.sample(parts, depth)
        if depth > 1 and chance.random() < 0.3:  # names and foreign words are the rarest
            fronts[0] = "".join(chance.sample(_SYLLABLES, 3)).capitalize()
        word = fronts[0] + "".join(front.lower() for front in fronts[1:]) + end
        if word not in seen:
            seen.add(word)
            rows.append(Noun(word, gender, _plural(word, ending)))
    return rows[:size]


def _plural(word: str, ending: str) -> str:
    return word if ending == "-" else word + ending

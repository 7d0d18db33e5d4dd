"""Made-up news texts with the shapes that real files have: nothing in them was ever printed.

An article is drawn from its number alone, so that any part of a corpus is the same on every machine.
"""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .words import Noun, Vocabulary, words

OUTLETS = ("Wesener Bote", "Kurier am Sund", "Funkhaus Nordmark", "Tagblatt Lüdenau", "Die Woche Ost")
PLACES = ("Lüdenau", "Brakenförde", "Wesenburg", "Osterkoog", "Sundhafen", "Mühlheide", "Großrade", "Änsdorf")
FIRST = (
    "Änne",
    "Jörg",
    "Karin",
    "Matthias",
    "Sabine",
    "Tobias",
    "Ümit",
    "Verena",
    "Zoë",
    "Peter",
    "Ruth",
    "Nils",
)
LAST = (
    "Groß", "Weiß", "Harmsen", "Köpke", "Lüders", "Overbeck", "Petersdorf", "Quast", "Rüter", "Schönfeldt",
    "Tönnies", "Uhlenkamp", "Vaßmer", "Wiebe", "Yildirim", "Zöllner",
)  # fmt: skip
ROLES = (
    "Bürgermeisterin", "Ministerin", "Sprecher", "Gutachterin", "Vorsitzender", "Landrätin", "Direktor",
    "Generalsekretär", "Fraktionschefin", "Historiker",
)  # fmt: skip
_ADJECTIVES = words(
    "neu groß schwer offen öffentlich früh städtisch politisch wirtschaftlich umstritten möglich künftig "
    "gemeinsam wichtig dringend vorläufig unabhängig östlich zuständig ehrgeizig überraschend jährlich"
)
_SAID = (
    "sagte",
    "betonte",
    "erklärte",
    "warnte",
    "forderte",
    "mahnte",
    "versicherte",
    "kritisierte",
    "meinte",
)
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
QUOTES = (("„", "“"), ('"', '"'), ("»", "«"), ("‚", "‘"), ("“", "”"))

# {N} a noun with its article, {Nd} and {Na} in dative and accusative, {P} plural, {A} an adjective, {S} who
# speaks, {R} their role, {v} a verb of saying, {O} a place, {D} a day, {z} a number, {o} and {c} quotation
# marks.
_PLAIN = (
    "{N} in {O} soll nach Angaben der Verwaltung bis {D} {z} Euro kosten.",
    "{N} hat am {D} über {Na} beraten, und {P} waren nicht eingeladen.",
    "Mit {Nd} will das Land {Na} erhalten, obwohl {N} noch nicht fertig ist.",
    "Seit {z} Jahren wird über {Na} gestritten, doch {N} kommt nicht voran.",
    "In {O} und in der Umgebung sind {z} {P} von {Nd} betroffen.",
    "Dabei hatte {N} schon im vergangenen Jahr vor {Nd} gewarnt.",
    "Ob {N} damit zu retten ist, weiß zur Zeit niemand; {P} gibt es viele.",
    "Nach {Nd} war {N} zunächst geschlossen worden, weil es an {A}en {P} fehlte.",
    "Die {A}en {P} gelten als {A}, aber {N} ist es nicht.",
    "Auch {N} ist Teil des {A}en Plans, den der Rat am {D} beschlossen hat.",
    "Zuletzt waren es {z} Prozent, vor {z} Jahren nur {z}.",
    "Das liegt an {Nd}, an {Nd} und nicht zuletzt am Wetter.",
)
_SPEECH = (
    "{o}{N} ist für uns eine {A}e Aufgabe, und wir werden {Na} nicht aufgeben{c}, {v} {R} {S} am {D} in {O}.",
    "{R} {S} {v}: {o}Wir brauchen {P}, und zwar {A}e. {N} allein hilft niemandem.{c}",
    "{N} sei {A}, {v} {S}. Man müsse nun über {Na} reden, {P} dürften nicht warten.",
    "{o}So geht es nicht weiter{c}, {v} {S}, {o}denn {N} kostet uns {z} Euro im Jahr.{c}",
    "Nach Ansicht von {R} {S} wird {N} von {Nd} abhängen; die Kosten seien noch offen.",
    "{S} zufolge hat {N} mit {Nd} nichts zu tun.",
    "Von einer {o}{A}en Lage{c} sprach {S}, {R} in {O}.",
)
_HEADLINES = ("{N}: {O} streitet über {P}", "{O} bekommt {Na}", "Warum {N} {A} bleibt", "{S} gegen {Na}")
_SHARE = (
    "Artikel anhören", "Teilen", "Facebook", "WhatsApp", "E-Mail", "Link kopieren", "Drucken", "Merken",
    "Newsletter abonnieren", "Kommentare", "Zur Startseite", "Nach oben", "Anzeige", "0 % gelesen", "100 %",
)  # fmt: skip
_ARTICLES = {
    "m": ("der", "dem", "den"),
    "f": ("die", "der", "die"),
    "n": ("das", "dem", "das"),
}

_BEGINNING = re.compile(r"(?:^|[.?!:] )\W?[a-zäöü]")


@dataclass(frozen=True)
class Text:
    """A file to be: its path below the corpus' folder and its text."""

    filename: str
    text: str


class Writer:
    """Writes the articles of one corpus. `hand` nouns of each are dealt, all others drawn."""

    def __init__(self, vocabulary: Vocabulary, seed: str, hand: int = 0) -> None:
        self.vocabulary, self.seed, self.hand = vocabulary, seed, hand

    def article(self, number: int, length: int = 3_000) -> Text:
        """Article `number` of about `length` code points."""
        chance = random.Random(f"{self.seed} {number}")
        voice = _Voice(chance, self.vocabulary, self.vocabulary.dealt(number, self.hand))
        outlet = chance.randrange(len(OUTLETS))
        shape = chance.choices((_report, _agency, _interview, _plain), (6, 2, 1, 3))[0]
        day = date(2016, 1, 1) + timedelta(days=chance.randrange(3_000))
        # Headline, fringes and the paragraph that goes over are about 450 code points in the mean.
        text = shape(voice, OUTLETS[outlet], day, max(length - 450, 200))
        if voice.hand:
            text += f"\n\nIm Verzeichnis stehen noch {', '.join(noun.word for noun in voice.hand)}.\n"
        return Text(f"{outlet + 1:02}/{day:%Y-%m-%d}-{number:05}.txt", text)


class _Voice:
    def __init__(self, chance: random.Random, vocabulary: Vocabulary, hand: list[Noun]) -> None:
        self.chance, self.vocabulary, self.hand = chance, vocabulary, hand
        self.marks = chance.choices(QUOTES, (5, 5, 2, 1, 1))[0]
        self.people = [self.person() for _n in range(4)]

    def person(self) -> str:
        return f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"

    def noun(self) -> Noun:
        return self.hand.pop() if self.hand else self.vocabulary.draw(self.chance)

    def sentence(self, frames: tuple[str, ...]) -> str:
        """One of the frames with its slots filled."""
        head, *rest = self.chance.choice(frames).split("{")
        said = [head]
        for piece in rest:
            slot, _brace, literal = piece.partition("}")
            said += [self.slot(slot), literal]
        return _BEGINNING.sub(lambda match: match[0].upper(), "".join(said))

    def slot(self, name: str) -> str:
        chance = self.chance
        if name in ("N", "Nd", "Na"):
            noun = self.noun()
            return f"{_ARTICLES[noun.gender][('N', 'Nd', 'Na').index(name)]} {noun.word}"
        if name == "P":
            return self.noun().plural
        if name in "oc":
            return self.marks[name == "c"]
        if name == "z":
            return str(chance.randrange(2, 900) if chance.random() < 0.6 else f"{chance.randrange(1, 99)},5")
        if name == "S":
            person = chance.choice(self.people)
            return person if chance.random() < 0.4 else person.split()[1]
        choices = {"A": _ADJECTIVES, "R": ROLES, "v": _SAID, "O": PLACES, "D": _DAYS}
        return chance.choice(choices[name])

    def paragraph(self) -> str:
        frames = (
            _SPEECH if self.chance.random() < 0.35 else _PLAIN for _n in range(self.chance.randrange(2, 6))
        )
        return " ".join(self.sentence(chosen) for chosen in frames)

    def paragraphs(self, length: int) -> list[str]:
        """Paragraphs of about `length` code points together."""
        found: list[str] = []
        while length > 0:
            found.append(self.paragraph())
            length -= len(found[-1])
        return found

    def headline(self) -> str:
        return self.sentence(_HEADLINES)


def _report(voice: _Voice, outlet: str, day: date, length: int) -> str:
    """What a scraper brings home: everything that stands on a page."""
    chance = voice.chance
    lines = [voice.headline(), "", voice.sentence(_PLAIN), ""]
    if chance.random() < 0.3:
        lines.insert(0, voice.noun().word)
    if chance.random() < 0.6:
        lines += [
            f"Von {voice.person()}",
            f"{day.day}. {_MONTHS[day.month - 1]} {day.year}, 14:{chance.randrange(60):02} Uhr",
        ]
    lines += [*chance.sample(_SHARE, chance.randrange(6)), ""]
    if chance.random() < 0.5:
        lines += [f"{voice.sentence(_PLAIN)} Foto: {voice.person()}/dpa", ""]
    body = voice.paragraphs(length)
    if chance.random() < 0.5:
        body[0] = f"{chance.choice(PLACES)} - {body[0]}"
    for number, paragraph in enumerate(body):
        if number and number % 4 == 0:
            lines += [voice.sentence(("{A}e {P} und {N}", "Was {N} kostet", "Streit um {Na}")), ""]
        lines += [paragraph, ""]
    if chance.random() < 0.5:
        lines += [
            f"Lesen Sie auch: {voice.headline()}",
            f"Mehr zum Thema: {voice.noun().word}, {voice.noun().word}",
        ]
    lines += chance.sample(_SHARE, chance.randrange(5))
    if chance.random() < 0.4:
        lines += [f"© {day.year} {outlet}. Alle Rechte vorbehalten."]
    return "\n".join(lines).strip() + "\n"


def _agency(voice: _Voice, outlet: str, day: date, length: int) -> str:
    """Wire copy: dateline, signature, and now and then lines broken at a column."""
    body = voice.paragraphs(length)
    body[0] = f"{voice.chance.choice(PLACES)} (dpa) - {body[0]}"
    body[-1] += " (dpa)"
    if voice.chance.random() < 0.3:
        body = [_wrapped(paragraph, 72) for paragraph in body]
    return "\n\n".join([voice.headline(), *body])


def _interview(voice: _Voice, outlet: str, day: date, length: int) -> str:
    name = voice.people[0]
    lines = [
        f"{voice.marks[0]}{voice.sentence(('{N} bleibt {A}',))}{voice.marks[1]}",
        f"Interview mit {name}",
        "",
    ]
    while length > 0:
        answer = " ".join(voice.sentence(_PLAIN) for _n in range(voice.chance.randrange(2, 5)))
        question = voice.sentence(
            ("Herr Direktor, wie steht es um {Na}?", "Was sagen Sie zu {Nd}?", "Ist {N} {A}?")
        )
        lines += [f"{outlet}: {question}", "", f"{name.split()[1]}: {answer}", ""]
        length -= len(answer) + len(question)
    return "\n".join([*lines, f"Das Gespräch führte {voice.person()}."])


def _plain(voice: _Voice, outlet: str, day: date, length: int) -> str:
    """A text from a database: no headline, paragraphs on lines, a field or two before the first word."""
    body = voice.paragraphs(length)
    if voice.chance.random() < 0.4:
        body[0] = f"date {day:%Y-%m} {body[0]}"
    if voice.chance.random() < 0.3:
        body.append(f"{voice.person()} - Archivbild: {voice.person()}/AFP")
    return voice.chance.choice(("\n", "\n\n")).join(body)


def _wrapped(text: str, width: int) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])

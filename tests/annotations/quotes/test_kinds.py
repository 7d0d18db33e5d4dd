"""What somebody is who speaks."""

import pytest

from annotations.quotes.kinds import kind_of

PEOPLE = [
    ("Änne Groß", "die Regierungschefin"),
    ("Jens Weiß", "der Chef der Polizei"),
    ("Anna Bank", "die Künstlerin Anna Bank"),
    ("Karl Land", "Karl Land von der Union"),
    ("Groß", "er"),
    ("Groß", "Außenministerin Groß"),
    ("Frau Polizei", ""),
    ("Dr. Weiß", "Dr. Weiß"),
    ("Sprecher der Regierung", ""),
    ("Polizeisprecherin", "eine Polizeisprecherin"),
    ("Vorsitzende des Verbands", "die Vorsitzende des Verbands"),
    ("Minister", "der Minister"),
    ("Jón Blum", "Angaben von Jón Blum"),
    ("Oberste General der Streitkräfte im Irak", ""),
    ("Siemens", "Siemens"),  # as well a name
    ("Xu Lemberg", "der Händler Xu Lemberg"),
    ("Hartung", "Hartung"),  # ends like an abstract noun
    ("Hartung", "Ministerin Hartung"),
    ("JD Vance", "JD Vance"),
    ("JD Vance", "US-Vizepräsident JD Vance"),
    ("Georg Rat", "Georg Rat"),  # a first name that is not in the list
    ("Georg Rat", ""),
    ("", ""),
]
STATES = [
    ("Verteidigungsministerium", "das Verteidigungsministerium"),
    ("Außenministerium in Madrid", "das Außenministerium in Madrid"),
    ("Regierung der Provinz", ""),
    ("russische Regierung", "die russische Regierung"),
    ("Bundesamt für Brücken", ""),
    ("EU-Kommission", "die EU-Kommission"),
    ("Staatsanwaltschaft Brehmünde", ""),
    ("Stadt Brehmünde", "die Stadt Brehmünde"),
    ("Russland", "Russland"),
    ("USA", "die USA"),
    ("Moskau", "Moskau"),
    ("Kreml", "der Kreml"),
    ("Bau- und Wegeministerium", ""),
    ("Weißes Haus", "das Weiße Haus"),
    ("Vereinigte Staaten", ""),
    ("Landesregierung", "die Landesregierung von Hessen"),
    ("White House", "the White House"),
    ("Polizeiangaben", "Polizeiangaben"),
]
ORGANISATIONS = [
    ("Nato", "die Nato"),
    ("Nato", "Nato-Angaben"),
    ("Allianz", "Die Allianz"),
    ("deutschen Nato-Vertretung", "der deutschen Nato-Vertretung"),
    ("Deutsche Bahn", "die Deutsche Bahn"),
    ("Deutsche Bank", "die Deutsche Bank"),
    ("Siemens", "der Konzern Siemens"),
    ("Verband der Automobilindustrie", ""),
    ("Kinderschutzbund", "der Kinderschutzbund"),
    ("Zentralrat der Fischer", ""),
    ("Universität Leipzig", "die Universität Leipzig"),
    ("SPD", "die SPD"),
    ("Grünen", "die Grünen"),
    ("SPD-Fraktion", "die SPD-Fraktion"),
    ("BBC", "BBC"),
    ("Sender France Eins", ""),
    ("Medienberichten", "Medienberichten"),
    ("Berichten", "Berichten"),
    ("AfD", "AfD"),
    ("SPIEGEL", "SPIEGEL-Informationen"),
    ("Greenpeace", "Greenpeace"),
    ("Amnesty International", "Amnesty International"),
    ("Belegschaft", "die ganze Belegschaft"),
    ("Arbeitsgemeinschaft der Händler", ""),
    ("ARD Aktuell", "die ARD Aktuell"),
    ("Deutsche Bank", "Deutsche Bank"),
    ("ING Bank", "ING Bank"),
    ("Siemens AG", "Siemens AG"),
    ("Greenpeace", "die Umweltschutzorganisation Greenpeace"),
    ("Bericht der Prüfer", ""),
    ("russische Seite", "die russische Seite"),
    ("Brückenfreunde Werk GmbH", ""),
]


@pytest.mark.parametrize(("name", "mention"), PEOPLE)
def test_people_and_what_cannot_be_told(name: str, mention: str) -> None:
    assert kind_of(name, mention) == "person"


@pytest.mark.parametrize(("name", "mention"), STATES)
def test_states_and_their_institutions(name: str, mention: str) -> None:
    assert kind_of(name, mention) == "state"


@pytest.mark.parametrize(("name", "mention"), ORGANISATIONS)
def test_organisations(name: str, mention: str) -> None:
    assert kind_of(name, mention) == "organisation"

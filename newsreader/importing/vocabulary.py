"""Words that rules know: agencies, outlets, places of datelines and first names, in lower case.

Lists are for what form alone cannot tell; a rule should work without its list in most files.
"""

import re


def words(*rows: str) -> frozenset[str]:
    """The entries of comma-separated rows."""
    return frozenset(entry.strip() for row in rows for entry in row.split(",") if entry.strip())


AGENCIES = words(
    "dpa, dpad, dapd, ddp, ap, afp, reuters, rtr, rts, epd, kna, apa, sda, keystone, ansa, efe, tass",
    "interfax, sid, ots, imago, imago images, getty, getty images, picture alliance, picture-alliance",
    "pa/dpa, shutterstock, adobe stock, upi, belga, anp, pap, ria novosti, dts, dts nachrichtenagentur",
    "agenturen, mit agenturen, bloomberg, dpa-infocom, dpa-afx, awp, ntb",
    "ritzau, lehtikuva, xinhua, kyodo, zuma press, nurphoto, unsplash",
    "dpa picture-alliance, ukrinform, ukraine presidency",
)
OUTLETS = words(
    "spiegel, der spiegel, spiegel online, spon, zeit, die zeit, zeit online, zeit.de, faz, faz.net",
    "f.a.z., taz, die tageszeitung, frankfurter allgemeine zeitung, frankfurter allgemeine",
    "frankfurter rundschau, süddeutsche zeitung, süddeutsche, sz, sz.de, welt, die welt, welt online",
    "welt.de, bild, bild.de, bild am sonntag, focus, focus online, stern, stern.de, handelsblatt",
    "wirtschaftswoche, wiwo, tagesspiegel, der tagesspiegel, berliner zeitung, berliner morgenpost",
    "tagesschau, tagesschau.de, zdf, zdfheute, ard, wdr, ndr, mdr, br, br24, swr, hr, rbb",
    "deutschlandfunk, deutschlandradio, deutsche welle, dw, dw.com, n-tv, ntv, n-tv.de, ntv.de, rtl, rnd",
    "redaktionsnetzwerk deutschland, t-online, t-online.de, web.de, gmx, euronews, heise, heise online",
    "telepolis, golem.de, neues deutschland, nd, junge welt, junge freiheit, cicero, der freitag",
    "rt deutsch, rt de, sputnik, sputniknews, sna, nzz, neue zürcher zeitung, der standard",
    "derstandard.at, die presse, kurier, orf, srf, tages-anzeiger, blick, watson, 20 minuten",
    "stuttgarter zeitung, stuttgarter nachrichten, rheinische post, rp online, hannoversche allgemeine",
    "haz, mopo, hamburger abendblatt, abendblatt, augsburger allgemeine, merkur, merkur.de",
    "münchner merkur, tz, volksstimme, nordkurier, sächsische zeitung, ostsee-zeitung, wikinews",
    "epoch times, tichys einblick, the guardian, bbc, bbc news, cnn, the new york times",
    "the washington post, politico, euractiv, npr, al jazeera, manager magazin",
)
PLACES = words(
    "berlin, hamburg, münchen, köln, frankfurt, stuttgart, düsseldorf, leipzig, dortmund, essen, bremen",
    "dresden, hannover, nürnberg, duisburg, bochum, wuppertal, bielefeld, bonn, münster, karlsruhe",
    "mannheim, augsburg, wiesbaden, kiel, aachen, halle, magdeburg, freiburg, krefeld, lübeck, mainz",
    "erfurt, rostock, kassel, saarbrücken, potsdam, schwerin, trier, ulm, jena, chemnitz, weimar",
    "regensburg, würzburg, heidelberg, darmstadt, oldenburg, osnabrück, göttingen, koblenz, wolfsburg",
    "ramstein, munster, elmau, wien, graz, linz, salzburg, innsbruck, bern, zürich, genf, basel, luzern",
    "lausanne, davos, vaduz, brüssel, straßburg, strassburg, luxemburg, paris, london, rom, madrid",
    "lissabon, athen, ankara, istanbul, warschau, prag, budapest, bukarest, sofia, belgrad, zagreb",
    "sarajevo, pristina, skopje, tirana, podgorica, chisinau, kiew, kyjiw, kiev, minsk, moskau",
    "st. petersburg, sankt petersburg, sotschi, tallinn, riga, vilnius, wilna, helsinki, stockholm, oslo",
    "kopenhagen, reykjavik, dublin, amsterdam, den haag, rotterdam, antwerpen, mailand, venedig",
    "barcelona, monaco, valletta, washington, new york, los angeles, san francisco, chicago, boston",
    "miami, ottawa, toronto, mexiko-stadt, havanna, caracas, bogotá, lima, brasilia, são paulo",
    "rio de janeiro, buenos aires, santiago, peking, shanghai, hongkong, taipeh, tokio, seoul, pjöngjang",
    "neu-delhi, neu delhi, delhi, islamabad, kabul, teheran, bagdad, damaskus, aleppo, beirut, amman",
    "jerusalem, tel aviv, gaza, ramallah, kairo, tripolis, tunis, algier, rabat, riad, dubai, abu dhabi",
    "doha, sanaa, addis abeba, nairobi, khartum, lagos, abuja, bamako, kapstadt, johannesburg, pretoria",
    "sydney, canberra, melbourne, wellington, singapur, manila, jakarta, bangkok, hanoi, tiflis, eriwan",
    "baku, astana, taschkent, donezk, lwiw, charkiw, odessa, odesa, mariupol, cherson, brussels, moscow",
    "kyiv, warsaw, rome, vienna, geneva, munich, cologne, prague, athens, lisbon, copenhagen, beijing",
    "tokyo, cairo, tehran, baghdad, damascus, the hague, united nations, vatikanstadt, vatikan, ceuta",
    "gibraltar, rammstein",
)
FIRST_NAMES = words(
    "alain, albert, albrecht, alex, alexander, alexandra, alfred, ali, alice, alina, amelie, amir, andrea",
    "andreas, andrej, andré, andrew, angela, angelika, anja, anke, ann, anna, anne, annette, annika",
    "antje, anton, antonia, armin, arne, arno, arthur, astrid, august, axel, barbara, bastian, beate",
    "beatrice, ben, benedikt, benjamin, bernd, bernhard, bert, bettina, birgit, björn, bodo, boris",
    "brigitte, britta, bruno, carl, carla, carmen, carola, carolin, carsten, catherine, charlotte, chris",
    "christa, christian, christiane, christina, christine, christof, christoph, claudia, claus, clemens",
    "constanze, cornelia, dagmar, daniel, daniela, david, dennis, detlef, diana, dieter, dietmar",
    "dietrich, dirk, dominik, dominic, dorothea, doris, eberhard, eckart, edgar, eduard, elena, elias",
    "elisabeth, elizabeth, elke, emil, emily, emma, eric, erich, erik, ernst, eva, fabian, fatma, felix",
    "ferdinand, florian, frank, franz, franziska, frauke, frederik, friederike, friedrich, fritz, gabi",
    "gabriele, georg, george, gerald, gerd, gerhard, gero, gisela, gregor, gudrun, günter, günther",
    "gunnar, guido, hanna, hannah, hannes, hans, harald, harry, hartmut, heike, heiko, heiner, heinrich",
    "heinz, helena, helga, helmut, hendrik, henning, henry, herbert, hermann, holger, horst, hubert, hugo",
    "ina, ines, inga, ingo, ingrid, irene, iris, isabel, isabell, isabelle, ivan, jacob, jakob, james",
    "jan, jana, jane, janina, jasmin, jennifer, jens, jessica, joachim, joanna, jochen, johann, johanna",
    "johannes, john, jon, jonas, jonathan, jörg, jörn, josef, joseph, judith, julia, julian, juliane",
    "julius, jürgen, jutta, kai, karen, karin, karl, karla, karoline, karsten, kathrin, katharina, katja",
    "katrin, kerstin, kevin, kirsten, klara, klaus, knut, konrad, konstantin, kristin, kristina, kurt",
    "lars, laura, lea, lena, leo, leon, leonie, linda, lisa, lorenz, lothar, louis, luca, lucas, ludwig",
    "luis, luise, lukas, lutz, magdalena, maik, malte, manfred, manuel, manuela, marc, marcel, marco",
    "marcus, margarete, maria, marie, marina, mario, marion, mark, marko, markus, marlene, martin",
    "martina, mary, mathias, matthias, matthew, maurice, max, maximilian, mechthild, mehmet, melanie",
    "michael, michaela, michel, miriam, mirjam, mirko, mohammed, monika, moritz, nadine, nadja, natalie",
    "nico, nicola, nicole, niels, nikolai, nikolaus, nikolas, nils, nina, nora, norbert, olaf, ole",
    "oliver, olga, oskar, oscar, otto, pascal, patricia, patrick, paul, paula, pauline, peter, petra",
    "philip, philipp, pia, rainer, ralf, ralph, ramona, raphael, rebecca, regina, reinhard, renate, rené",
    "richard, robert, robin, roland, rolf, roman, ronald, rüdiger, rudolf, ruth, sabine, sabrina, sandra",
    "sara, sarah, sascha, sebastian, severin, siegfried, sigrid, silke, silvia, simon, simone, sofia",
    "sonja, sophia, sophie, stefan, stefanie, steffen, stephan, stephanie, steve, steven, susanne, sven",
    "swantje, sylvia, tanja, tatjana, thea, theo, theresa, thilo, thomas, thorsten, till, tilman, tim",
    "timo, tina, tobias, tom, torben, torsten, udo, ulf, ulrich, ulrike, ursula, ute, uwe, valentin",
    "vanessa, vera, verena, veronika, viktor, viktoria, volker, waltraud, walter, werner, wilhelm",
    "william, winfried, wolf, wolfgang, wolfram, yvonne, ziad, ödön, özlem",
)
SECTIONS = words(
    "politik, ausland, inland, deutschland, international, internationales, wirtschaft, kultur, sport",
    "panorama, wissen, wissenschaft, digital, gesellschaft, meinung, feuilleton, nachrichten, welt",
    "europa, lokales, regional, netzwelt, reise, gesundheit, karriere, auto, technik, leben, unternehmen",
    "finanzen, sicherheitspolitik, außenpolitik, innenpolitik, usa, politics, world, business, opinion",
    "culture, science, technology, sports, news, economy, vermischtes, medien, geschichte",
)

# Upper-case first letters: a name, an initial, or a name set in capitals.
_CAPITAL = "A-ZÄÖÜÁÀÂÃÅÆÇČĆÉÈÊËĞÍÎÏİŁŃÑÓÔØŘŚŠŞÚÛÝŽŻ"
_LETTER = r"[^\W\d_]"
NAME_WORD = rf"(?:[{_CAPITAL}]['’]?{_LETTER}++(?:['’-]{_LETTER}++)*+|[{_CAPITAL}]\.(?:-?[{_CAPITAL}]\.)*)"
PARTICLE = (
    r"(?:von der|von den|von und zu|van der|van den|de la"
    r"|von|van|vom|de|di|da|del|den|der|dos|du|la|le|el|al|bin|ten|ter)"
)
PERSON = rf"(?:(?:Dr|Prof)\. )*{NAME_WORD}(?: (?:{PARTICLE} )?{NAME_WORD}){{1,3}}"
"""Two to four words of a name, titles and particles aside; case-sensitive."""

PEOPLE = rf"{PERSON}(?:\s*(?:,|/|&|\bund\b|\band\b)\s*{PERSON})*"

_FIRST = re.compile(r"^(?:(?:Dr|Prof)\. )*([^\W\d_]+)")


def has_first_name(name: str) -> bool:
    """Whether a name begins with a first name that the list knows, or with an initial."""
    match = _FIRST.match(name)
    if not match:
        return False
    first = match[1].casefold()
    return first in FIRST_NAMES or (len(first) == 1 and name[1:2] == ".")


_PART = re.compile(r"\s*(?:/|,|&|\+|\||\bund\b|\bvia\b)\s*")
_SIGNATURE = re.compile(r"[a-zäöü]{2,4}|[A-ZÄÖÜ]{2,4}")


def is_agency_credit(text: str) -> bool:
    """Whether `text` is an agency, alone or with persons and initials: "Virginia Mayo/AP", "jök/dpa"."""
    parts = [part for part in _PART.split(text.strip(" ()[].")) if part]
    known = [part.casefold() in AGENCIES for part in parts]
    return any(known) and all(
        agency or _SIGNATURE.fullmatch(part) or re.fullmatch(PERSON, part)
        for part, agency in zip(parts, known, strict=True)
    )

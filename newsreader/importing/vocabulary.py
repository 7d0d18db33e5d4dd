"""Words that rules know: agencies, outlets, places of datelines and first names, in lower case.

Lists are for what form alone cannot tell; a rule should work without its list in most files.
"""

import re


def words(*rows: str) -> frozenset[str]:
    """The entries of comma-separated rows, casefolded as the lookups are ("ß" is "ss")."""
    return frozenset(entry.strip().casefold() for row in rows for entry in row.split(",") if entry.strip())


AGENCIES = words(
    "dpa, dpad, dapd, ddp, ap, afp, reuters, rtr, rts, epd, kna, apa, sda, keystone, ansa, efe, tass",
    "interfax, sid, ots, imago, imago images, getty, getty images, picture alliance, picture-alliance",
    "pa/dpa, shutterstock, adobe stock, upi, belga, anp, pap, ria novosti, dts, dts nachrichtenagentur",
    "agenturen, mit agenturen, bloomberg, dpa-infocom, dpa-afx, awp, ntb",
    "epa, epa-efe, global look press, www.globallookpress.com, kremlin pool, ritzau, lehtikuva",
    "xinhua, kyodo, zuma press, nurphoto, unsplash",
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
    "the washington post, politico, euractiv, euractiv.de, euractiv.com, mdr aktuell, ndr info",
    "npr, al jazeera, manager magazin",
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
    "aaron, ada, adrian, agnes, ahmet, alain, albert, albrecht, aleksandra, alena, alex, alexander",
    "alexandra, alexandre, alfred, ali, alice, alina, amanda, amelie, amir, ana, anastasia, andrea",
    "andreas, andrej, andrew, andrzej, andré, aneta, angela, angelika, angelina, anika, anita, anja, anke",
    "ann, ann-kathrin, anna, anna-lena, anne, annegret, annette, annika, anselm, antje, anton, antonia",
    "ariane, armin, arndt, arne, arno, arnold, arthur, astrid, august, axel, aylin, ayşe, babette, barbara",
    "bartosz, bastian, beate, beatrice, ben, benedikt, bengt, benjamin, benno, berit, bernadette, bernd",
    "bernhard, bert, berthold, bettina, bianca, birgit, björn, bodo, boris, brigitte, britta, bruno",
    "burkhard, can, carl, carla, carmen, carola, carolin, carsten, catherine, catrin, cem, cerstin",
    "charlotte, chris, christa, christel, christian, christiane, christin, christina, christine, christof",
    "christoph, cigdem, clara, claudia, claus, clemens, colin, constanze, corinna, cornelia, dagmar",
    "daniel, daniela, danilo, david, debora, denise, deniz, dennis, derya, detlef, diana, dieter, dietmar",
    "dietrich, dilek, dina, dirk, dmitri, dmitrij, dominic, dominik, dominika, doris, dorothea, dunja",
    "eberhard, eckart, edda, edgar, edith, eduard, elena, elias, elif, elina, elisabeth, elizabeth, elke",
    "ella, elsa, emil, emilia, emily, emma, emre, eric, erich, erik, erika, ernst, erwin, esther, eugen",
    "eva, evelyn, ewald, fabian, fatima, fatma, felix, ferdinand, fiona, florian, francesca, frank, franz",
    "franziska, frauke, frederik, freia, frida, frieda, friederike, friedrich, fritz, gabi, gabriel",
    "gabriela, gabriele, gebhard, georg, george, gerald, gerd, gerda, gerhard, gero, gerrit, gesa, gesine",
    "gideon, giovanni, gisela, gregor, greta, gudrun, guido, gunnar, götz, günter, günther, hakan, hanna",
    "hannah, hanne, hannelore, hannes, hanno, hans, hans-jürgen, harald, harriet, harry, hartmut, hasnain",
    "hauke, hedwig, heike, heiko, heiner, heinrich, heinz, helena, helene, helga, helge, helmut, hendrik",
    "henning, henriette, henrik, henrike, henry, herbert, hermann, hilmar, holger, horst, hubert, hugo",
    "ida, igor, ilka, ilona, imke, immo, ina, ines, inga, ingeborg, ingmar, ingo, ingrid, insa, irene",
    "irina, iris, isabel, isabell, isabelle, ismail, ivan, jacob, jacqueline, jakob, jakub, james, jan",
    "jana, jane, janina, jasmin, jelena, jelto, jennifer, jenny, jens, jerome, jessica, jo, joachim, joana",
    "joanna, jochen, joern, johan, johann, johanna, johannes, john, jolanda, jon, jonas, jonathan, joris",
    "josef, josefine, joseph, josephine, joshua, jost, joël, judith, julia, julian, juliane, julius, jurek",
    "juri, justin, justus, jutta, jörg, jörn, jürgen, kai, kaja, karen, karin, karl, karl-heinz, karla",
    "karolina, karoline, karsten, kaspar, katarina, kate, katharina, katharine, kathleen, kathrin, katia",
    "katinka, katja, katrin, kerem, kerstin, kevin, kilian, kim, kirsten, klara, klaus, knut, kolja",
    "konrad, konstantin, korbinian, kristian, kristin, kristina, kurt, lars, laura, lea, leander, leif",
    "leila, lena, lennart, leo, leon, leonie, levin, liane, lilli, lina, linda, linus, lisa, lorena",
    "lorenz, lothar, lotta, lotte, louis, luca, lucas, ludwig, luis, luisa, luise, lukas, lukasz, lutz",
    "lydia, madeleine, mads, magdalena, maik, maja, malte, manfred, manuel, manuela, mara, marc, marcel",
    "marcin, marco, marcus, mareike, marek, maren, margarete, margit, margot, margret, maria, mariam",
    "marianne, marie, marie-luise, marina, mario, marion, marius, mark, marko, markus, marlene, marlies",
    "marta, martin, martina, mary, mathias, matteo, matthew, matthias, maurice, max, maximilian, mechthild",
    "mehmet, meike, melanie, merle, mia, michael, michaela, michail, michel, mika, milan, milena, mina",
    "mira, miriam, mirjam, mirko, mohammed, mona, monika, moritz, murat, nadia, nadine, nadja, nana",
    "natalia, natalie, natascha, nele, nicholas, nico, nicola, nicolas, nicole, niels, niklas, nikolai",
    "nikolas, nikolaus, nils, nina, noah, nora, norbert, olaf, ole, oleg, olena, olga, oliver, olivia",
    "oscar, oskar, osman, otto, pascal, patricia, patrick, paul, paula, pauline, peter, petra, philip",
    "philipp, philippa, pia, piotr, quentin, rainer, ralf, ralph, ramin, ramona, raphael, rebecca, regina",
    "reiner, reinhard, reinhold, renate, rené, renée, ricarda, richard, rita, robert, robin, roland, rolf",
    "roman, ronald, rosa, rosemarie, roxana, ruben, rudolf, ruth, rüdiger, sabine, sabrina, samuel, sandra",
    "sara, sarah, sarina, sascha, saskia, sebastian, selma, sergej, sergey, severin, sibylle, siegfried",
    "sigmar, sigrid, silja, silke, silvia, simon, simone, sina, sinan, siri, sofia, sofie, solveig, sonja",
    "sophia, sophie, stefan, stefanie, steffen, stella, stephan, stephanie, steve, steven, susan, susanne",
    "svea, sven, svenja, swantje, sylvia, sören, tamara, tanja, tarek, tatjana, teresa, thea, theda, theo",
    "theodor, theresa, thies, thilo, thomas, thore, thorsten, till, tilman, tim, timo, timon, tina, tobias",
    "tom, tomas, torben, torge, torsten, udo, ugur, ulf, ulla, ulrich, ulrike, undine, urs, ursula, ute",
    "uwe, valentin, valerie, vanessa, vera, verena, veronika, victoria, viktor, viktoria, viola, vivian",
    "vladimir, volker, walter, waltraud, wanda, wenke, werner, wibke, wiebke, wilhelm, willi, william, wim",
    "winfried, wolf, wolfgang, wolfram, xaver, yannick, yasmin, yulia, yvonne, zeynep, ziad, ödön, özlem",
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

_PERSON = re.compile(PERSON)
_FIRST = re.compile(r"^(?:(?:Dr|Prof)\. )*([^\W\d_]+)")


def has_first_name(name: str) -> bool:
    """Whether a name begins with a first name that the list knows, or with an initial."""
    match = _FIRST.match(name)
    if not match:
        return False
    first = match[1].casefold()
    return first in FIRST_NAMES or (len(first) == 1 and name[1:2] == ".")


_PART = re.compile(r"\s*(?:/|,|&|\+|\||\bund\b|\bvia\b)\s*")
_SIGNATURE = re.compile(r"[A-ZÄÖÜ]?[a-zäöü]{2,3}|[a-zäöü]{4}|[A-ZÄÖÜ]{2,4}")
_SERVICE = re.compile(r"(?i)(?:dpa|afp|ap|imago|getty)[ -][\w-]+(?: \w+)?")
"""Services of an agency: "dpa-Zentralbild", "AP Photo"."""


def is_agency_credit(text: str) -> bool:
    """Whether `text` is an agency, alone or with persons and initials: "Virginia Mayo/AP", "jök/dpa"."""
    parts = [part for part in _PART.split(text.strip(" ()[].")) if part]
    known = [part.casefold() in AGENCIES or _SERVICE.fullmatch(part) is not None for part in parts]
    return any(known) and all(
        agency or _SIGNATURE.fullmatch(part) or _PERSON.fullmatch(part) or part.casefold() in OUTLETS
        for part, agency in zip(parts, known, strict=True)
    )

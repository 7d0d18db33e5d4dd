"""Page furniture that scrapers bring along: share buttons, advertisements, navigation, legal lines."""

import re

from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.vocabulary import AGENCIES, OUTLETS, PERSON, words

_LONGEST = 200
"""Code points of the longest line looked at as furniture; cookie notices are told by their first words."""

_LONGEST_BUTTONS = 120
# Lines that consist of these and of numbers are buttons or navigation.
_BUTTONS = words(
    "teilen, teilen per, artikel teilen, beitrag teilen, diesen artikel teilen, twittern, tweet, tweeten",
    "facebook, auf facebook teilen, auf twitter teilen, bei facebook teilen, bei twitter teilen",
    "per mail teilen, auf x teilen, twitter, whatsapp, telegram, linkedin, xing, pinterest, instagram",
    "youtube, tiktok, threema, signal, reddit, mastodon, bluesky, threads, flipboard, pocket, messenger",
    "facebook messenger, x, google+, tumblr, rss, e-mail, email, mail, per e-mail, per mail",
    "per e-mail teilen, e-mail senden, versenden, verschicken, empfehlen, weiterempfehlen, weiterleiten",
    "drucken, druckversion, artikel drucken, seite drucken, print, merken, artikel merken, merkliste",
    "auf die merkliste, zur merkliste hinzufügen, speichern, vorlesen, artikel anhören, anhören",
    "jetzt anhören, feedback, link kopieren, kopieren, link kopiert, url kopieren, kurzlink, schließen",
    "menü, menu, suche, suchen, anmelden, abmelden, login, logout, registrieren, konto, mein konto, abo",
    "abonnieren, abonnement, newsletter, e-paper, epaper, folgen, teaser, anzeige, anzeigen, werbung",
    "sponsored, advertorial, advertisement, adv, artikel unten fortsetzen, kommentare",
    "kommentar schreiben, kommentieren, jetzt kommentieren, alle kommentare, kommentare anzeigen",
    "kommentare lesen, leserkommentare, diskutieren sie mit, diskutieren, zu den kommentaren",
    "kommentare ausblenden, ihr kommentar, zur startseite, startseite, home, zurück",
    "zurück zur startseite, zur übersicht, zum seitenanfang, nach oben, weiter, vor, seitenanfang, mehr",
    "mehr lesen, mehr anzeigen, mehr laden, weiterlesen, jetzt weiterlesen, alle artikel, alle anzeigen",
    "mehr dazu, mehr infos, mehr informationen, zum artikel, zum thema, zum video, video, video abspielen",
    "fotostrecke, bilder, video ansehen, galerie, bildergalerie, audio, podcast, bild vergrößern",
    "vollbild, vergrößern, bilder anzeigen, infos, impressum, datenschutz, datenschutzerklärung, agb",
    "kontakt, hilfe, mediadaten, nutzungsbedingungen, cookie-einstellungen, über uns, redaktion",
    "barrierefreiheit, privatsphäre, ok, akzeptieren, alle akzeptieren, ablehnen, einstellungen",
    "zustimmen, zustimmen und weiter, pur-abo, plus, s+, z+, f+, sz plus, spiegel+",
    "exklusiv für abonnenten, abopflichtig, share, share this, share this article, share on facebook",
    "share on twitter, tweet this, email this, copy link, save, subscribe, sign up, sign in, log in",
    "comments, leave a comment, back to top, home page, read more, related, topics",
    "skip to content, listen, listen to this article, cookie settings, privacy policy, terms of use",
    "newsletter abonnieren, podcast abonnieren, bildbeschreibung einblenden, bildbeschreibung anzeigen",
    "artikel hören, artikel zum hören, auf einer seite lesen, in pocket speichern, druckansicht, beiträge",
    "artikelrechte erwerben, hauptinhalt, weiterlesen nach der anzeige, nach der anzeige weiterlesen",
    "artikel versenden, zum kurzlink, direkt aus dem dpa-newskanal, original anzeigen, mehr erfahren",
    "nach unten scrollen, bild anzeigen, artikel speichern, lesezeichen, lesezeichen setzen, zur galerie",
    "anzeige schließen, inhalte anzeigen, externen inhalt laden, inhalt laden, inhalt anzeigen, push",
)
# Headings of lists of other articles: what follows is furniture too, until running text begins again.
_LISTS = words(
    "mehr zum thema, lesen sie auch, lesen sie dazu auch, lesen sie mehr, auch interessant",
    "das könnte sie auch interessieren, das könnte sie interessieren, das könnte dich auch interessieren",
    "weitere artikel, weitere meldungen, weitere nachrichten, weitere themen, mehr nachrichten",
    "mehr aus dem ressort, meistgelesen, meistgelesene artikel, meist gelesen, top-themen",
    "ähnliche artikel, ähnliche themen, verwandte themen, verwandte artikel, passend dazu",
    "empfehlungen der redaktion, unsere empfehlungen, empfohlene artikel, links zum artikel",
    "tags, schlagworte, schlagwörter, stichwörter, themen in diesem artikel, schlagwörter zu diesem artikel",
    "pressekontakt, pressekontakte, medienkontakt, kontakt für medien, rückfragen und kontakt",
    "weitere informationen, mehr zum artikel, das könnte sie auch interessieren, more on this story",
    "weiterführende links, mehr von diesem autor, mehr im internet, mehr zu diesem thema",
    "lesen sie hierzu auch, auch auf unserer seite, neueste artikel, aktuelle nachrichten",
    "zum weiterlesen, related articles, related stories, related topics, read also, most read",
    "recommended for you, you may also like, more stories, zur person, zum autor, zur autorin",
    "über den autor, über die autorin, about the author, die autorin, der autor",
)
# For text in lower case: `re` passes over what begins otherwise far sooner when it need not ignore case.
_OPENING = re.compile(
    r"""(?sx)
    lesen\ sie\ (?:auch|hier|dazu|mehr|außerdem|hierzu|weiter|jetzt|den|das)\b .* (?:[^.]|hier\.|nach\.)$
    | (?:lesen\ sie\ (?:auch|mehr)|mehr\ zum\ thema|read\ more|see\ also|siehe\ auch|auch\ interessant)
        \s*[:–—-]\s.*
    | mehr\ (?:zum\ thema|zu|über|aus|von)\ .{2,60}\ (?:(?:finden|lesen|erfahren)\ sie\ )?
        (?:hier|auf\ unserer\ \w+)\.?
    | (?:(?:im\ )?video|podcast|surftipp|lesetipp|fotostrecke|bildergalerie|bilderstrecke)\s*: .*[^.:;,]
    | (?:(?:hinweis|fehler)\ (?:auf\ .{3,40}\ )?(?:entdeckt|gefunden|melden)\?|inhaltliches\ feedback\?)
    | (?:wir\ freuen\ uns\ über\ eine\ mail\ an|gerne\ als\ leser\W?innenkommentar)\b .*
    | mit\ (?:der|ihrer)\ anmeldung\b .{0,40}\b(?:stimmen|akzeptieren|erklären)\ sie\b .*
    | rechte\ am\ artikel\ .{0,40}erwerben\.?
    | zur\ \S{2,20}-startseite
    | artikel\ (?:zum\ )?(?:an)?hören\W{0,3}(?:\(?\d+\ min\w*\.?\)?)?
    | (?:über\ dieses\ thema\ bericht|dieses\ thema\ im\ programm)\w*\b .*
    | original-content\ von:? .*
    | (?:dieser\ artikel|this\ article)\ (?:ist\ (?:älter\ als|mehr\ als|über)|is\ more\ than)
        \ \w{1,8}\ (?:jahre?n?|monate?n?|wochen?|tage?n?|years?|months?)\b .{0,12}
    | dieser\ (?:artikel|beitrag|text)\ (?:gehört\ zum\ angebot|wurde\ (?:automati\w+|unter\ .*abgelegt))\b .*
    | (?:durch\ die|aufgrund\ der)\ sperrung\ von\ (?:rt|sputnik)\b .*
    | (?:gast|meinungs)?(?:äußerungen|beiträge|kommentare)\b .{0,120}\b(?:geben|spiegeln)\b
        .{0,60}(?:meinung|auffassung)\w*\b .*
    | \d+\ gedanken?\ zu\ .*
    | das\ könnte\ (?:sie|dich)\ auch\ interessieren\b .*
    | (?:jetzt|hier|gratis)\ (?:(?:kostenlos|gratis)\ )?
        (?:testen|abonnieren|registrieren|anmelden|bestellen)\b .* (?<!\.)
    | (?:jetzt|hier)\ .{0,60}\b (?:newsletter|probeabo)\b .{0,60}
    | (?:abonnieren|bestellen|testen)\ sie\ (?:jetzt\ |hier\ )?(?:unser\w*|den|die|das|hier|kostenlos)\b .*
    | (?:melden\ sie\ sich|tragen\ sie\ sich)\ .{0,60}\b newsletter\b .*
    | (?:folgen\ sie\ uns|besuchen\ sie\ uns|follow\ us|sign\ up\ (?:for|to)|subscribe\ to|download\ the)\b .*
    | teilen\ sie\ (?:diesen|den|diese|den)\ (?:artikel|beitrag|seite)\b .{0,60}
    | (?:anzeige|werbung|advertisement)\b [\s:–—|-]* (?:ende|endet|in\ eigener\ sache|continue\ reading.*)?
    | (?:wir|diese\ (?:web)?seite|unsere\ (?:web)?seite|this\ (?:web)?site)
        \ (?:verwende[nt]|nutz(?:en|t)|benutz(?:en|t)|uses?)\ cookies\b .*
    | (?:we|we\ and\ our\ partners)\ use\ cookies\b .*
    | (?:wir\ und\ .{0,40}partner|wir|auf\ dieser\ (?:web)?seite)\ (?:verwenden|nutzen|speichern)
        \ (?:\w+\ ){0,3}cookies\b .*
    | (?:durch\ die|mit\ der)\ (?:weitere\ )?nutzung\ (?:dieser|der|unserer)\ (?:web)?seite\b .*
    | (?:an\ dieser\ stelle|hier)\ (?:finden\ sie|steht|befindet\ sich)
        \ (?:ein(?:en)?|externe[rn]?)\ .{0,40}inhalt .*
    | (?:empfohlener\ (?:redaktioneller|externer)\ inhalt|externer\ inhalt)\b .*
    | (?:ich\ bin|wir\ sind)\ damit\ einverstanden,\ dass .{0,60}(?:inhalte|daten)\b .*
    | (?:dieser|der)\ (?:artikel|beitrag|text)\ (?:ist\ (?:nur\ )?für\ abonnenten|erschien\ zuerst)\b .*
    | dieser\ (?:artikel|beitrag|text)\ ist\ teil\ .{0,40}\b (?:serie|reihe|kooperation|dossiers)\b .*
    | (?:sie\ (?:möchten|wollen)\ (?:den\ artikel\ )?weiterlesen|bereits\ abonnent)\b .*
    | (?:korrektur|berichtigung|richtigstellung|correction|transparenzhinweis|editor['’]s\ note
        |(?:anm(?:erkung|\.)|hinweis)\ (?:der\ redaktion|d\.\ red\.))\s*: .*
    | (?:zum|zur|zu\ den)\ (?:autor|autorin|person|startseite|übersicht|kommentaren|themenseite|homepage)\b
        .{0,60} (?<![.?!])
    | \d{1,3}\s?%\ (?:gelesen|read)
    | (?:noch\ )?\d+\ (?:leser)?(?:kommentare?|comments?|beiträge|bilder|fotos
        |shares|likes|aufrufe|views|mal\ geteilt)
    | (?:kommentare?|comments?)(?:\ lesen)?\s*[:(]?\s*\d+\)?
    | (?:bild|foto|seite|page|image|picture)\ \d+\ (?:von|of|/)\ \d+ .{0,40}
    | (?:lesezeit|lesedauer|reading\ time)\s*:?\s*(?:ca\.?\s*)?\d+\s*(?:min|minuten?|minutes?)\.?
    | (?:ca\.?\s*)?\d+\s*(?:min|minuten|minutes?)\.?\s*(?:lesezeit|lesedauer|read|to\ read)
    | (?:video|audio|länge|dauer)?\s*[:|(]?\s*\d?\d:\d\d(?::\d\d)?\s*(?:min\.?|minuten)?\)?
    | (?:quelle|source)?\s*:?\s*(?:video|livestream|eilmeldung|newsticker|push-mitteilung)
    """
)
# What asks to click further on in a line; looked for only where one of the hints stands.
_HINTS = ("Jetzt ", "bonnieren", "ier geht")
_MORE = tuple(f"{mark} mehr" for mark in '.!?“”"»')
_ANYWHERE = re.compile(
    r"""(?isx)
    .{10,300}[.!?“”"»]\ mehr
    | [^„“”"»«]{0,140}\b(?-i:Jetzt)\ (?:(?:abo|plus)\ )?
        (?:bestellen|abonnieren|testen|sichern|anmelden|registrieren|lesen)\b (?:[^„“”"»«.]|\.(?=\S)){0,60}
    | [^„“”"»«]{0,80}\bhier\ geht(?:\ es|['’]?s)\ zu[rm]?\ (?:\w+\ )?
        (?:newsletter|liveblog|ticker|anmeldung|abo|übersicht|artikel|video|startseite
        |podcast)\b [^„“”"»«]{0,60}
    | .{0,250}\babonnieren\ sie\ (?:den|unseren)\ (?:podcast|newsletter|kanal)\b .*
    """
)
_CONTENTS = words("inhalt, inhaltsverzeichnis, inhaltsübersicht, in diesem artikel, contents")
_SCROLL_BAR = re.compile(r"[-–]?\s*(?:\d{1,3}\s*%\s*){5,}")
_ORNAMENT = re.compile(r"[\W_]{1,80}")
_COPYRIGHT = re.compile(r"(?i)(?:©|\(c\)|copyright\b|copyright\s*©)[\s:©]*(?:by\s+)?(?P<rest>.*)", re.DOTALL)
_RIGHTS = re.compile(
    r"(?i)alle rechte vorbehalten|all rights reserved|nutzungsrechte|nachdruck|vervielfältigung"
)
_LEGAL_FORM = re.compile(
    r"(?:\s+(?:gGmbH|GmbH|mbH|AG|SE|KG|KGaA|OHG|UG|Ltd\.?|Inc\.?|LLC|Corp\.?|e\.\s?V\.|& Co\.?))+$"
)
_YEARS = re.compile(r"^(?:\d{4}(?:\s*[-–]\s*\d{4})?)\s*(?:by\s+)?|,?\s*\d{4}(?:\s*[-–]\s*\d{4})?$")
_DOMAIN = re.compile(r"(?i)[\w-]+\.(?:de|at|ch|com|net|org|eu|info|tv|fm|co\.uk)")
_NAME_END = re.compile(
    r"(?i)\s+[–—|-]\s+|[|,;]|\.\s|\.?\s*(?:Alle Rechte|All rights|Nutzungsrechte|Nachdruck)"
)
_STRIP = " \t\u00a0•●·|*>»›→▶▸+-–—:…[]()👉➡️⬇✉📩📧📱🔔🗞"
_SPLIT = re.compile(r"\s*[|•·●/]\s*|\s{2,}|\t|,\s|(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
"""The last: "KommentareDrucken" are two buttons whose gap the scraper lost."""
_FILLERS = frozenset(("artikel", "per", "auf", "via"))
_LONE_PERCENT = re.compile(r"(?:0|100)\s?%")
_PICTURE_OWNER = re.compile(rf"\s*/\s*{PERSON}")


def mark(draft: Draft) -> None:
    """Claim the furniture, and the source that a copyright line states."""
    listing = False
    before: Unit | None = None
    _contents(draft)
    for unit in draft.units:
        above, before = before, unit
        if unit.kind:
            continue
        key = unit.text.strip(_STRIP).casefold() if len(unit.text) <= _LONGEST else ""
        if key in _LISTS:
            unit.mark("boilerplate", "rule:link-list/1")
            listing = True
        elif listing and not unit.body_like:
            unit.mark("boilerplate", "rule:link-list/1")
        elif rule := _rule(unit, key):
            unit.mark("boilerplate", rule)
            listing = listing or (rule == "rule:opening/1" and unit.text.endswith(":"))
            if rule == "rule:copyright/1":
                _note_source(draft, unit)
        elif above and above.kind == "boilerplate" and _LONE_PERCENT.fullmatch(unit.text):
            unit.mark("boilerplate", "rule:scroll-bar/1")
        else:
            listing = False


def _contents(draft: Draft) -> None:
    """A heading like "Inhalt" and the lines below it, up to where the first of them stands again."""
    bare = (unit.text.strip(_STRIP) for unit in draft.units)
    at = next((i for i, text in enumerate(bare) if len(text) < 30 and text.casefold() in _CONTENTS), -1)
    if at < 0:
        return
    entries: list[Unit] = []
    for unit in draft.units[at + 1 : at + 30]:
        if unit.kind or unit.body_like or any(unit.text == entry.text for entry in entries):
            break
        entries.append(unit)
    for unit in [draft.units[at], *entries] if len(entries) > 1 else []:
        unit.mark("boilerplate", "rule:contents/1")


def _rule(unit: Unit, key: str) -> str:
    """The rule by which a line is furniture, or ""; `key` is its bare form, empty for long lines."""
    text = unit.text
    if not text[0].isalpha():
        if _SCROLL_BAR.fullmatch(text):
            return "rule:scroll-bar/1"
        if _ORNAMENT.fullmatch(text):
            return "rule:ornament/1"
    if is_copyright(text):
        return "rule:copyright/1"
    if key and _is_buttons(text, key):
        return "rule:buttons/1"
    if len(text) <= 2 * _LONGEST:
        bare = text.strip(_STRIP)
        if _OPENING.fullmatch(bare.lower()) or (_hinted(bare) and _ANYWHERE.fullmatch(bare)):
            return "rule:opening/1"
    return ""


def _hinted(text: str) -> bool:
    return text.endswith(_MORE) or any(hint in text for hint in _HINTS)


def _is_buttons(text: str, key: str) -> bool:
    if key in _BUTTONS:
        return True
    if len(text) > _LONGEST_BUTTONS or text.endswith("."):
        return False
    parts = [part.strip(_STRIP).casefold() for part in _SPLIT.split(text)]
    parts = [part for part in parts if part and not part.isdigit()]
    if len(parts) > 1 and all(part in _BUTTONS for part in parts):
        return True
    single = [word for word in key.split() if word not in _FILLERS]
    return len(single) > 1 and all(word in _BUTTONS or word.isdigit() for word in single)


def is_copyright(text: str) -> bool:
    """Whether a line claims rights for a publisher; "© Name/dpa" alone is the credit of a picture."""
    if len(text) > 3 * _LONGEST:
        return False
    match = _COPYRIGHT.match(text) if text[0] in "©(cC" else None
    if not match:
        return len(text) <= _LONGEST and text[0] in "aAnNvV" and _RIGHTS.match(text) is not None
    rest = match["rest"]
    if len(rest) > _LONGEST and not _RIGHTS.search(rest):
        return False
    name = _publisher(rest)
    if name and _PICTURE_OWNER.fullmatch(rest.strip()[len(name) :]):
        return False  # "© Outlet / Photographer"
    return bool(
        _RIGHTS.search(rest)
        or _YEARS.search(rest.strip(" ."))
        or _LEGAL_FORM.search(_NAME_END.split(rest, maxsplit=1)[0].strip(" ."))
        or name.casefold() in OUTLETS
        or _DOMAIN.fullmatch(name)
    )


def _publisher(rest: str) -> str:
    """ "Handelsblatt GmbH – Alle Rechte vorbehalten" -> "Handelsblatt"."""
    name = _YEARS.sub("", _NAME_END.split(_YEARS.sub("", rest.strip()), maxsplit=1)[0].strip(" .©:"))
    name = _LEGAL_FORM.sub("", name.split("/")[0].strip()).strip(" .,&")
    return name if name[:1].isalpha() and len(name) <= 60 else ""


def _note_source(draft: Draft, unit: Unit) -> None:
    match = _COPYRIGHT.match(unit.text)
    name = _publisher(match["rest"]) if match else ""
    if name and name.casefold() not in AGENCIES and not _RIGHTS.match(name):
        draft.note("source", name, "rule:copyright/1")

"""Every page of the app: who opens it, at which address, and what is done there to see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from annotations.models import Annotation, AnnotationTag, Memo, Role, Speaker, Value, Variable
from newsreader import accounts, members
from newsreader.changes import recording
from newsreader.corrections import texts
from newsreader.models import ChangeSet, ImportRun, Membership, Project, Release, User
from newsreader.states import set_state
from newsreader.undo import Settle, undo
from tests.browser.conftest import SignIn
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_speaker,
    make_tag,
    make_user,
    make_variable,
)

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"

RUNS: dict[str, dict[str, Any]] = {
    "running": {"total": 120, "done": 37},
    "failed": {"options": {"paths": [f"{LONG}.txt"]}},
    "done": {
        "options": {"paths": ["a.zip", "b.txt"]},
        "counts": {"added": 1, "failed": 1},
        "report": [
            {
                "path": f"a.zip/{LONG}.txt",
                "outcome": "failed",
                "article": None,
                "code": "bomb",
                "certain": True,
            },
            {"path": "b.txt", "outcome": "added", "article": None, "certain": False, "encoding": "cp850"},
        ],
        "rows": [{"row": 2, "filename": "c.txt", "code": "row_unused", "parts": {}}],
    },
}


@dataclass
class Site:
    """One project with something of everything, and what addresses need."""

    users: dict[str, User]
    places: dict[str, str]


def make_site() -> Site:
    lead = make_member(role="lead")
    project = lead.project
    reader = make_member(project, "reader")
    topic = make_tag(project, "Öffnung", color=7, shortcut=1, description="Wann die Brücke öffnet.")
    claim = make_tag(
        project, f"Die {LONG} wird erhöht", "claim", color=4, parent=topic,
        inclusion=LONG, exclusion="Nicht bei Kosten.", examples=f"{LONG}\nDas ist zu spät", memo=LONG,
    )  # fmt: skip
    put_away = make_tag(project, f"Abgelegt {LONG}", archived_at=timezone.now())
    other = make_tag(project, "Schließung")
    speaker = make_speaker(project, "Änne Groß", "person", "die Bürgermeisterin")
    office = make_speaker(project, LONG, "organisation")
    alike = make_speaker(project, "Frau Groß", "person", LONG)
    for title, since, until in ((LONG, "2014-10", "2024-09-30"), ("Bürgermeisterin", "2024-10", "")):
        Role.objects.create(speaker=speaker, title=title, organisation=office, since=since, until=until)
    make_speaker(project, "Stab", "organisation")
    Speaker.objects.filter(name="Stab").update(part_of=office)
    article = make_article(project, source=f"{LONG}-Bote", published="2024-03")
    plain = make_article(project, title="", label="Die Prüfung dauert länger …")
    corrected = make_article(project, title="Berichtigt")
    make_annotation(corrected, lead)
    make_annotation(corrected, lead, "Das ist zu spät", note=LONG)
    texts.correct(lead, corrected, 1, TEXT.replace("zu spät", "viel zu spät"), "update", LONG)
    field = make_variable(project, LONG, options=["sachlich", LONG], required=True, instruction=LONG)
    make_variable(project, "Anlass", kind="text", position=1)
    make_variable(project, "Gattung", "article", instruction="Wie der Artikel sich selbst versteht.")
    make_variable(project, "Stichtag", "article", kind="date", position=1)
    make_variable(project, "Alt", kind="number", archived_at=timezone.now())
    mark = make_annotation(
        article, lead, speakers=(speaker, office), tags=(claim, topic), note=LONG, addressee=office,
        date="2024-03", occasion=LONG, certainty="probable", quotes_words=True,
    )  # fmt: skip
    answered(project, field, mark, speaker)
    at = TEXT.index("sagte")
    mark.parts.create(role="cue", start=at, end=at + 5, quote="sagte")
    AnnotationTag.objects.filter(tag=claim).update(stance="against")
    make_annotation(article, lead, "öffnen erst, wenn", inside=mark)
    make_annotation(article, lead, "Die Kosten seien noch offen", tags=(topic,), form="indirect")
    Memo.objects.create(article=article, text=f"Noch prüfen: {LONG}")
    comment = make_comment(article, lead, f"@{reader.name} {LONG}?", annotation=mark)
    comment.mentioned.add(reader)
    make_comment(article, reader, "Ja 🤔", annotation=mark, thread=comment)
    make_comment(article, reader, LONG, resolved_at=timezone.now())
    home = f"/p/{project.slug}/"
    # One mark by way of the page, for the history.
    client_of(lead).post(
        f"{home}articles/{article.uid}/annotations/", {"text_version": 1, "span": "40-60", "tag": topic.uid}
    )
    made = ChangeSet.objects.get(project=project, action="annotation.create")
    with recording(lead, "tag.update") as record:
        record("tag", topic.uid, {"name": LONG, "description": ""}, {"name": "Öffnung", "description": LONG})
    asked = changed_since(lead, topic.uid)
    assert lead.user and reader.user
    gone = make_member(project)
    members.leave(gone)
    members.invite(lead, "coder", gone)
    runs = {
        state: ImportRun.objects.create(project=project, member=lead, state=state, **values)
        for state, values in RUNS.items()
    }
    releases = made_releases(lead)
    undone, made_now = (imported(lead, count) for count in (0, 2))
    make_member(make_project("archiv", name=LONG, archived_at=timezone.now()), "lead", lead.user)
    return Site(
        {"lead": lead.user, "reader": reader.user, "new": new_lead(), "nobody": make_user()},
        {
            "home": home,
            "article": f"{home}articles/{article.uid}/",
            "corrected": f"{home}articles/{corrected.uid}/",
            "plain": f"{home}articles/{plain.uid}/",
            "mark": f"{home}annotations/{mark.uid}/",
            "long": "x" * 201,
            "comment": f"{home}comments/{comment.uid}/",
            "made": f"{home}annotations/{made.changes.get(kind='annotation').object}/",
            "speaker": f"{home}speakers/{speaker.uid}/",
            "office": f"{home}speakers/{office.uid}/",
            "merge": f"{home}speakers/{alike.uid}/merge/",
            "merged": f"{home}speakers/{alike.uid}/merge/?into={speaker.uid}",
            "tag": f"{home}codebook/{claim.uid}/",
            "topic": f"{home}codebook/{topic.uid}/",
            "topic uid": str(topic.uid),
            "proposed": proposed_in(lead.user, reader.user),
            "change of a tag": f"{home}codebook/then/{asked.uid}/",
            "put away": f"{home}codebook/{put_away.uid}/",
            "other": str(other.uid),
            "field": f"{home}settings/fields/{field.uid}/",
            "field uid": str(field.uid),
            "asked": f"{home}history/{asked.uid}/",
            "change": f"{home}history/{made.uid}/",
            "member": f"{home}members/{reader.uid}/",
            "under way": f"{home}import/{runs['running'].uid}/",
            "import to undo": f"{home}history/{made_now.uid}/articles/",
            "undone import": f"{home}history/{undone.uid}/articles/",
            "imported": f"{home}import/{runs['done'].uid}/",
            "broken off": f"{home}import/{runs['failed'].uid}/",
            "release": f"{home}releases/{releases['done'].uid}/",
            "release under way": f"{home}releases/{releases['running'].uid}/",
            "release broken off": f"{home}releases/{releases['failed'].uid}/",
            "inside a release": f"/p/{releases['done'].copy.slug}/",
            "invitation": members.invite(lead, "reader")[1],
            "link": accounts.make_sign_in_link(lead.user),
        },
    )


def made_releases(lead: Membership) -> dict[str, Release]:
    """One that is done, with an article in it, and others on their way."""
    counts = {"article": 1200, "annotation": 1, "speaker": 2, "tag": 30}
    facts: dict[str, dict[str, Any]] = {
        "done": {"note": LONG, "counts": counts, "sha256": "0f" * 32},
        "running": {"total": 1200, "done": 370},
        "failed": {},
    }
    found = {
        state: Release.objects.create(
            project=lead.project, member=lead, name=f"{state} {LONG}", state=state, **values
        )
        for state, values in facts.items()
    }
    copy = make_project("stand", name=lead.project.name, archived_at=timezone.now(), release=found["done"])
    make_article(make_member(copy, "lead", lead.user).project)
    return found


def proposed_in(lead: User, coder: User) -> str:
    """The page of a tag that a coder has proposed in a project whose codebook is closed."""
    project = make_project("geschlossen", codebook_open=False)
    make_member(project, "lead", lead)
    member = make_member(project, "coder", coder)
    parent = make_tag(project, LONG)
    for name in (LONG, "Kosten"):
        tag = make_tag(
            project, name, "claim", parent=parent, proposed_by=member, proposal="open", reason=LONG
        )
    return f"/p/{project.slug}/codebook/{tag.uid}/"


def imported(lead: Membership, count: int) -> ChangeSet:
    """An import of so many articles, the first of which somebody has worked on; of none, it is undone."""
    with recording(lead, "import") as record:
        for n in range(count or 1):
            found = make_article(lead.project, title=f"{LONG} {n}", filename=f"{n}.txt")
            state = {"filename": found.filename, "title": found.title, "sha256": found.texts.get().sha256}
            record("article", found.uid, None, state)
    made = record.change_set
    assert made
    if count:
        set_state(lead, found, "done")
    else:
        undo(lead, made, Settle.LEAVE)
    return made


def answered(project: Project, field: Variable, mark: Annotation, speaker: Speaker) -> None:
    """Answers to fields of every kind of thing, and one that is missing."""
    genre = project.variables.get(of="article", kind="choice")
    whole = make_annotation(mark.article, mark.owner, is_whole=True)
    party = make_variable(project, f"Lager {LONG}", "speaker", required=True, instruction=LONG)
    Value.objects.create(variable=field, annotation=mark, value=LONG)
    Value.objects.create(variable=genre, annotation=whole, value="sachlich")
    Value.objects.create(variable=party, speaker=speaker, value="scharf")


def changed_since(lead: Membership, tag: UUID) -> ChangeSet:
    """An action after which somebody else has changed the tag."""
    with recording(lead, "tag.update") as record:
        record("tag", tag, {"description": LONG, "memo": ""}, {"description": "Davor", "memo": ""})
    assert record.change_set
    return record.change_set


def new_lead() -> User:
    """Of a project with nothing in it."""
    empty = make_member(make_project("leer"), "lead")
    assert empty.user
    return empty.user


def submit_raw(form: str) -> Callable[[Page], None]:
    """Sends a form as a browser without scripts does, whatever its fields hold."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.evaluate(f"HTMLFormElement.prototype.submit.call(document.querySelector('{form}'))")

    return act


def submit_undo(page: Page) -> None:
    """As from a page that is older than what somebody else did."""
    page.locator("main [name=redo]").evaluate("field => { field.value = '' }")
    submit_raw("main .form")(page)


def outdated(page: Page) -> None:
    page.evaluate("document.querySelector('.card [name=version]').value = 99")
    submit_raw("form.card-form")(page)


def no_unit(page: Page) -> None:
    page.evaluate("document.querySelector('main [name=unit]:checked').checked = false")
    submit_raw("main .form")(page)


def same_choice(page: Page) -> None:
    page.locator("#recode_new").select_option(LONG)
    submit_raw("#answers form")(page)


def no_language(page: Page) -> None:
    page.evaluate("document.querySelector('.details [name=language]').value = ''")
    submit_raw(".details")(page)


def stale_details(page: Page) -> None:
    page.evaluate("""() => {
      document.querySelector('.details [name=seen-title]').value = 'Davor';
      document.querySelector('.details [name=title]').value = 'Danach';
    }""")
    submit_raw(".details")(page)


def change_nothing(page: Page) -> None:
    page.locator("form.details .primary").click()


def preview_text(page: Page) -> None:
    page.get_by_label("Text", exact=True).fill(f"{LONG}\n\n{TEXT}")
    page.locator("[name=reason]").first.check()
    with page.expect_navigation():
        page.locator("[value=preview]").click()


def no_place(page: Page) -> None:
    page.get_by_role("radio", name="another place").first.check()
    page.get_by_label("The words as they stand").first.fill("Das steht nirgends")
    with page.expect_navigation():
        page.get_by_role("button", name="Take this place").first.click()


def no_name(page: Page) -> None:
    page.evaluate("document.querySelector('#id_name').value = ''")
    submit_raw("#name form")(page)


def no_name_of_a_tag(page: Page) -> None:
    page.evaluate("document.querySelector('#id_name').value = ''")
    submit_raw("main .form")(page)


def name_somebody(page: Page) -> None:
    page.locator("#new-comment").press_sequentially("@")
    expect(page.get_by_role("option").first).to_be_visible()


def stale(field: str) -> Callable[[Page], None]:
    """Says in this field what somebody else, it seems, has said since."""

    def act(page: Page) -> None:
        page.evaluate("document.querySelector('#id_seen').value = 'davor'")
        page.locator(field).fill(LONG)
        submit_raw("main .form")(page)

    return act


def look_at_table(text: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator("#id_text").fill(text)
        if page.locator("#id_update").count():
            page.locator("#id_update").check()
        submit_raw("main .form")(page)

    return act


def no_title(page: Page) -> None:
    page.evaluate("document.querySelector('[name=role-0-until]').value = '1999'")
    submit_raw("main form")(page)


def open_menu(page: Page) -> None:
    page.locator("details.menu summary").click()


def open_edit_form(page: Page) -> None:
    page.locator("[data-edit]").first.evaluate("link => link.click()")
    expect(page.locator(".card.editing")).to_be_visible()


def open_all_of_a_card(page: Page) -> None:
    open_edit_form(page)
    page.evaluate("document.querySelectorAll('.card details').forEach(one => one.open = true)")


def tag_a_word(page: Page) -> None:
    page.get_by_text("entgegnete").dblclick()
    expect(page.locator("[data-toolbar]")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("[role=option]").first).to_be_visible()


def written_since(page: Page) -> None:
    page.evaluate("document.querySelector('main [name=seen]').value = 'Davor'")
    submit_raw("main form")(page)


def commented_since(page: Page) -> None:
    page.evaluate("document.querySelector('main [name=seen]').value = '2020-01-01T00:00:00.000000+00:00'")
    submit_raw("main form")(page)


def find_a_word(page: Page) -> None:
    page.get_by_text("entgegnete").dblclick()
    expect(page.locator("[data-toolbar]")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("*")


def press_help(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()


@dataclass(frozen=True)
class Case:
    address: str
    who: str = "lead"
    status: int = 200
    act: Callable[[Page], None] | None = None
    needs_script: bool = False


PAGES = {
    "projects": Case("/projects/"),
    "new project": Case("/projects/new/"),
    "new project refused": Case("/projects/new/", status=422, act=submit_raw("main .form")),
    "no project": Case("/", "nobody"),
    "menu": Case("{home}review/", act=open_menu, needs_script=True),  # it covers nothing by half there
    "sign in": Case("/sign-in/", ""),
    "sign-in link": Case("{link}", ""),
    "used link": Case("/sign-in/used/", "", 410),
    "password": Case("/password/"),
    "preferences": Case("/preferences/"),
    "help": Case("/help/"),
    "help dialog": Case("{home}speakers/", act=press_help, needs_script=True),
    "no articles": Case("/p/leer/articles/", "new"),
    "articles": Case("{home}articles/"),
    "articles filtered": Case("{home}articles/?q=Pr%C3%BCfung&state=open&undated=yes"),
    "articles not found": Case("{home}articles/?q=Unfug"),
    "articles asked wrongly": Case("{home}articles/?from=gestern", status=422),
    "article with marks": Case("{article}"),
    "article without marks": Case("{plain}"),
    "article of a reader": Case("{article}", "reader"),
    "article being edited": Case("{article}", act=open_edit_form, needs_script=True),
    "article with a card unfolded": Case("{article}", act=open_all_of_a_card, needs_script=True),
    "article being tagged": Case("{plain}", act=tag_a_word, needs_script=True),
    "annotation": Case("{mark}"),
    "annotation conflict": Case("{mark}", status=409, act=outdated),
    "annotation history": Case("{made}history/"),
    "article history": Case("{article}history/"),
    "tag history": Case("{topic}history/"),
    "speaker history": Case("{speaker}history/"),
    "whole article": Case("{article}whole/"),
    "details": Case("{article}details/"),
    "details refused": Case("{article}details/", status=422, act=no_language),
    "details conflict": Case("{article}details/", status=409, act=stale_details),
    "structure": Case("{article}blocks/"),
    "structure refused": Case("{article}blocks/", status=422, act=submit_raw(".blocks-form")),
    "correction": Case("{corrected}text/"),
    "correction refused": Case("{corrected}text/", status=422, act=submit_raw(".text-form")),
    "correction previewed": Case("{corrected}text/", act=preview_text),
    "versions": Case("{corrected}versions/"),
    "earlier version": Case("{corrected}versions/1/"),
    "article with a correction": Case("{corrected}"),
    "table": Case("{home}annotations/"),
    "table counted by a field": Case("{home}annotations/?group=field-{field uid}"),
    "table refused": Case("{home}annotations/?tag=Gold&form=direct", status=422),
    "table without any": Case("/p/leer/annotations/", "new"),
    "many changed": Case("{home}annotations/change/"),
    "many refused": Case("{home}annotations/change/", status=422, act=change_nothing),
    "comments": Case("{home}comments/?show=all"),
    "no comments": Case("/p/leer/comments/", "new"),
    "comments of an article": Case("{article}comments/"),
    "people offered in a comment": Case("{article}comments/", act=name_somebody, needs_script=True),
    "memos": Case("{home}comments/?show=memos&q=pr%C3%BCf"),
    "no memos": Case("/p/leer/comments/?show=memos", "new"),
    "words asked wrongly": Case("{home}comments/?q={long}", status=422),
    "memo": Case("{article}memo/"),
    "memo conflict": Case("{article}memo/", status=409, act=written_since),
    "comments of an annotation": Case("{mark}comments/"),
    "comments of a reader": Case("{mark}comments/", "reader"),
    "comment refused": Case("{mark}comments/", status=422, act=submit_raw("main > .page > .form")),
    "comment being edited": Case("{comment}"),
    "comment conflict": Case("{comment}", status=409, act=commented_since),
    "every occurrence": Case("{home}occurrences/"),
    "every occurrence found": Case("{home}occurrences/?phrase=Die&new_tag=Artikel"),
    "every occurrence of a selection": Case("{article}", act=find_a_word, needs_script=True),
    "every occurrence refused": Case("{home}occurrences/?phrase=…", status=422),
    "review list": Case("{home}review/"),
    "nothing to review": Case("/p/leer/review/", "new"),
    "review": Case("{corrected}review/"),
    "review refused": Case("{corrected}review/", status=422, act=no_place),
    "several": Case("{home}articles/corrections/"),
    "several refused": Case("{home}articles/corrections/", status=422, act=submit_raw(".details")),
    "fields of articles": Case("{home}articles/answers/"),
    "fields of articles refused": Case(
        "{home}articles/answers/", status=422, act=submit_raw("main .details")
    ),
    "no fields of articles": Case("/p/leer/articles/answers/", "new"),
    "fields of speakers": Case("{home}speakers/answers/"),
    "fields of speakers refused": Case(
        "{home}speakers/answers/", status=422, act=submit_raw("main .details")
    ),
    "none of several": Case("/p/leer/articles/corrections/", "new"),
    "newer rules": Case("{home}rules/"),
    "newer rules refused": Case("{home}rules/", status=422, act=submit_raw("main form")),
    "no newer rules": Case("/p/leer/rules/", "new"),
    "refused": Case("{article}", status=422, act=submit_raw("#marking")),
    "no speakers": Case("/p/leer/speakers/", "new"),
    "speakers": Case("{home}speakers/"),
    "speaker": Case("{speaker}"),
    "new speaker": Case("{home}speakers/new/"),
    "speaker form": Case("{speaker}edit/"),
    "speaker form conflict": Case("{speaker}edit/", status=409, act=stale("#id_memo")),
    "merging a speaker": Case("{merge}?q=Gro%C3%9F"),
    "merging speakers": Case("{merged}"),
    "roles of a speaker": Case("{speaker}roles/"),
    "roles of a speaker refused": Case("{speaker}roles/", status=422, act=no_title),
    "organisation": Case("{office}"),
    "organisations": Case("{home}speakers/organisations/"),
    "proposed merges": Case("{home}speakers/proposals/"),
    "speakers not found": Case("{home}speakers/?q=Unfug"),
    "speakers from a table": Case("{home}speakers/import/"),
    "speakers from a table, looked at": Case(
        "{home}speakers/import/",
        act=look_at_table(f"name,memo,role,organisation,extra\nÄnne Groß,{LONG},{LONG},{LONG} 2,\nNeu,,,,"),
    ),
    "speakers from a table refused": Case(
        "{home}speakers/import/", status=422, act=look_at_table(f"name,kind\n{LONG},{LONG}")
    ),
    "splitting a speaker": Case("{speaker}split/"),
    "splitting a speaker refused": Case("{speaker}split/", status=422, act=submit_raw("main form")),
    "no tags": Case("/p/leer/codebook/", "new"),
    "codebook": Case("{home}codebook/"),
    "codebook found": Case("{home}codebook/?q=rente&archived=on"),
    "codebook not found": Case("{home}codebook/?q=Unfug"),
    "tag": Case("{tag}"),
    "new tag": Case("{home}codebook/new/"),
    "tag form": Case("{tag}edit/"),
    "tag form refused": Case("{tag}edit/", status=422, act=no_name_of_a_tag),
    "tag form conflict": Case("{tag}edit/", status=409, act=stale("#id_description")),
    "codebook history": Case("{home}codebook/history/"),
    "no codebook history": Case("/p/leer/codebook/history/", "new"),
    "codebook then": Case("{change of a tag}"),
    "codebook on a day": Case("{home}codebook/then/?on=2024-03-01"),
    "codebook on no day": Case("{home}codebook/then/?on=gestern", status=422),
    "codebook from a table": Case("{home}codebook/import/"),
    "codebook table seen": Case("{home}codebook/import/", act=look_at_table("name\nNeu\nÖffnung")),
    "codebook table refused": Case("{home}codebook/import/", status=422, act=look_at_table("name,kind\nA,x")),
    "merge": Case("{tag}merge/"),
    "merge foreseen": Case("{topic}merge/?to={other}"),
    "merge refused": Case("{tag}merge/?to={topic uid}", status=422),
    "recode": Case("{topic}recode/"),
    "recode foreseen": Case("{topic}recode/?which=all&to={other}"),
    "recode refused": Case("{topic}recode/?which=speaker&new=x", status=422),
    "proposals": Case("/p/geschlossen/codebook/"),
    "own proposals": Case("/p/geschlossen/codebook/", "reader"),
    "propose": Case("/p/geschlossen/codebook/proposal/", "reader"),
    "propose refused": Case("/p/geschlossen/codebook/proposal/", "reader", 422, act=submit_raw("main .form")),
    "proposed tag": Case("{proposed}"),
    "archived tag": Case("{put away}"),
    "export": Case("{home}export/"),
    "no history": Case("/p/leer/history/", "new"),
    "history": Case("{home}history/"),
    "change set": Case("{change}"),
    "undo asks": Case("{asked}", status=409, act=submit_raw("main form")),
    "settings": Case("{home}settings/"),
    "settings refused": Case("{home}settings/", status=422, act=no_name),
    "settings of a reader": Case("{home}settings/", "reader"),
    "settings of an archive": Case("/p/archiv/settings/"),
    "what an annotation is": Case("{home}settings/annotations/"),
    "what an annotation is refused": Case("{home}settings/annotations/", status=422, act=no_unit),
    "fields": Case("{home}settings/fields/"),
    "fields of a reader": Case("{home}settings/fields/", "reader"),
    "no fields": Case("/p/leer/settings/fields/", "new"),
    "new field": Case("{home}settings/fields/new/"),
    "field": Case("{field}"),
    "field refused": Case("{home}settings/fields/new/", status=422, act=submit_raw("main .form")),
    "answers not moved": Case("{field}", status=422, act=same_choice),
    "field history": Case("{field}history/"),
    "purge": Case("{home}purge/"),
    "purge refused": Case("{home}purge/", status=422, act=submit_raw("main form")),
    "purge of an article": Case("{article}purge/"),
    "releases": Case("{home}releases/"),
    "releases of a reader": Case("{home}releases/", "reader"),
    "release refused": Case("{home}releases/", status=422, act=submit_raw("#new form")),
    "no release": Case("/p/leer/releases/", "new"),
    "release": Case("{release}"),
    "release that was changed": Case("{release}checksum/"),
    "release under way": Case("{release under way}"),
    "release broken off": Case("{release broken off}"),
    "removing a release": Case("{release}removal/"),
    "removing a release refused": Case("{release}removal/", status=422, act=submit_raw("main form")),
    "inside a release": Case("{inside a release}articles/"),
    "import": Case("{home}import/"),
    "files refused": Case("{home}import/", status=422, act=submit_raw("[data-drop]")),
    "text refused": Case("{home}import/", status=422, act=submit_raw('[action$="/text/"]')),
    "import under way": Case("{under way}"),
    "import that has ended": Case("{imported}"),
    "undoing an import": Case("{import to undo}"),
    "bringing an import back": Case("{undone import}"),
    "deleting an undone import": Case("{undone import}purge/"),
    "undone twice": Case("{undone import}", status=409, act=submit_undo),
    "import broken off": Case("{broken off}"),
    "members": Case("{home}members/"),
    "members of an archive": Case("/p/archiv/members/"),
    "invitation made": Case("{home}members/", act=submit_raw("#invite form")),
    "removing": Case("{member}removal/"),
    "leaving": Case("{home}members/leaving/", "reader"),
    "leaving refused": Case("{home}members/leaving/", status=409, act=submit_raw("main form")),
    "invitation": Case("{invitation}", ""),
    "invitation refused": Case("{invitation}", "", 422, act=submit_raw("main form")),
    "invitation with an account": Case("{invitation}", "reader"),
    "invitation over": Case("/invitation/used/", "", 410),
    "not found": Case("/p/nirgends/", status=404),
    "not allowed": Case("{speaker}edit/", "reader", 403),
}


def visit(page: Page, case: Case, site: Site, sign_in: SignIn) -> str:
    """Opens the case's page and checks the status of the answer that is shown in the end; its HTML."""
    if case.who:
        sign_in(page, site.users[case.who])
    answers: list[Response] = []

    def listen(answer: Response) -> None:
        if answer.request.is_navigation_request():
            answers.append(answer)

    page.on("response", listen)
    page.goto(case.address.format(**site.places))
    if case.act:
        case.act(page)
    page.remove_listener("response", listen)
    assert answers[-1].status == case.status
    return answers[-1].text()

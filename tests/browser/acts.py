"""What is done on a page before it is looked at: the cases name it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.site import LONG
from tests.factories import TEXT


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


def open_suggestion(page: Page) -> None:
    page.locator("#suggestions summary").click()
    page.keyboard.press("y")
    expect(page.locator(".card.suggestion.current")).to_be_visible()


def no_name_of_a_speaker(page: Page) -> None:
    page.evaluate("document.querySelector('#id_new_speaker').removeAttribute('maxlength')")
    page.locator("#id_new_speaker").fill("x" * 201)
    submit_raw("main .form")(page)


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

"""What a team does among itself, in steps that take a Person."""

from playwright.sync_api import expect

from tests.journeys.people import Person

DRAFT = "First crossing with a bicycle"


def asks_for_reviews(me: Person) -> None:
    """An administrator says that somebody looks first."""
    me.go("/today")
    me.way("Settings")
    me.titled("Settings")
    me.tick(me.page.get_by_label("A colleague has to approve a study"))
    me.do("settings")
    me.reads("Saved.")


def ask_for_review(me: Person, note: str) -> None:
    """The author asks for a look at a draft."""
    me.go("/studies")
    me.follow(DRAFT)
    me.do("request_review")
    me.titled("Ask for a review")
    me.write(me.page.get_by_label("What should they look at?"), note)
    me.do("request_review")
    me.state("In review")


def send_back(me: Person, asked: str, note: str) -> None:
    """A reviewer finds it in their day, reads it, and says what should change."""
    me.go("/today")
    expect(me.page.get_by_role("row", name="Studies to review")).to_be_visible()
    me.press(me.page.get_by_role("row", name="Studies to review").get_by_role("link"))
    me.titled(DRAFT)
    me.reads(asked)
    me.write(me.page.get_by_label("What should change?"), note)
    me.do("send_back")
    me.state("Draft")


def mend(me: Person, note: str) -> None:
    """The author reads why, changes it, and asks again."""
    me.go("/studies")
    me.follow(DRAFT)
    me.reads(note)
    me.follow("Edit")
    me.page.wait_for_url("**/edit/**")
    me.go(me.page.url.rsplit("/", 1)[0] + "/details")
    me.write(me.page.get_by_label("What it is about"), "How you bring a bicycle on board.")
    me.do("save_and_leave")
    me.do("request_review")
    me.do("request_review")
    me.state("In review")


def approve(me: Person) -> None:
    """The reviewer sees what is another now, and approves."""
    me.go("/today")
    me.press(me.page.get_by_role("row", name="Studies to review").get_by_role("link"))
    me.reads("Since the last look")
    me.reads("These parts say something else now:")
    me.reads("How you bring a bicycle on board.")
    me.do("approve")
    me.state("Approved")

"""What somebody states to have done at an outside recruiter, and the two steps of an exclusion on the page."""

from commands import exclusions
from commands.fire import fire
from models import Entry, Exclusion, Member, Payout
from tests import world as story
from tests.commands import recruited, routed, sides


def guest(place, done=True):
    study = sides.survey(place.world)
    row = sides.from_outside(study, routed.recruiter(place.world, study), "pp_9exh736", "guest.one")
    return sides.submitted(row) if done else row


def opened(place, row, person=None):
    return place.as_(person or place.world.ada).open(f"/participants/{row.code}")


def test_i_completed_them_there_says_what_is_kept_and_completes_without_money(place):
    row = guest(place)
    page = opened(place, row).follow("I completed them there").see("Ada Lind").see("nothing is paid from here")
    page.press("completed_there").see("That you said so is kept")
    assert story.again(row).state == "completed"
    assert Entry.get(Entry.event == "completion_stated").who == place.world.ada.id
    assert not Payout.select().exists()
    again = opened(place, row)
    assert not again.offers("completed_there")
    assert again.open(f"/participants/{row.code}/completed_there").status == 409


def test_the_two_steps_stand_with_who_waits_for_whom_since_when(place):
    row = guest(place, done=False)
    opened(place, row).follow("Exclude on both sides").press("exclude", reason="quality")
    page = opened(place, row).see("The exclusion waits for the recruiting side").see("Asked for by Ada Lind")
    page.see("Follows by itself with the confirmation")
    page.follow("I removed them there").press("removed_there")
    assert story.again(row).state == "excluded"
    assert Exclusion.get().stated_by_id == place.world.ada.id


def test_an_exclusion_kept_during_a_conversation_is_shown(place):
    row = recruited.outside(place.world)
    exclusions.exclude_in_order(row, "quality", story.customer(place.world.ada), story.NOW)
    story.booked(place.world, row.study)
    exclusions.confirmed(row, story.NOW)
    opened(place, row).see("The exclusion is kept").see("once their conversation is over")


def test_the_study_first_is_refused_on_the_page(place):
    row = guest(place, done=False)
    page = opened(place, row).see("Remove them at the recruiting side first")
    assert page.open(f"/participants/{row.code}/removed_there").status == 409


def test_strangers_and_viewers_state_nothing(place):
    row = guest(place)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    for what in ("completed_there", "removed_there"):
        assert opened(place, row, place.world.bo).open(f"/participants/{row.code}/{what}").status == 403
        assert place.as_(place.world.mallory).open(f"/participants/{row.code}/{what}").status == 404


def test_a_page_that_is_too_old_excludes_nobody(place):
    row = story.invited(place.world)
    page = opened(place, row).follow("Exclude")
    fire(row, "open_screener", story.themselves(row.person), story.NOW)
    assert page.press("exclude", reason="quality").status == 409
    assert story.again(row).state == "screening"


def test_an_exclusion_that_followed_by_itself_is_nobodys_click(place):
    row = guest(place, done=False)
    exclusions.exclude_in_order(row, "quality", story.customer(place.world.ada), story.NOW)
    exclusions.confirmed(row, story.NOW)
    page = opened(place, row).see("Excluded by itself, once the recruiting side had confirmed the removal")
    page.see("Asked for by you")
    assert "Excluded by you" not in page.page.text
    log = place.as_(place.world.ada).open("/audit").see("By itself, as Ada Lind had asked")
    assert log.status == 200


def test_whoever_stated_the_removal_stands_beside_the_exclusion(place):
    row = guest(place, done=False)
    exclusions.exclude_in_order(row, "quality", story.customer(place.world.ada), story.NOW)
    exclusions.stated(row, story.customer(place.world.bo), story.NOW)
    opened(place, row).see("Excluded by Bo Aas")

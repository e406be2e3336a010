"""What could not be trusted: told in words, settled with a word, and never a change of a state."""

from commands import suspects
from models import Entry, Member, Suspect
from tests import world as story
from tests.commands import routed, sides


def kept(place, kind="unsigned"):
    study = sides.survey(place.world)
    connection = routed.recruiter(place.world, study, owner=place.world.bo)
    row = sides.from_outside(study, connection, "pp_9exh736", "guest.one")
    return row, suspects.keep(story.NOW, kind, connection=connection, outside_id="pp_9exh736", text="pid=<b>pp_9</b>")


def test_a_suspect_says_what_arrived_why_it_is_doubtful_and_what_it_would_have_done(place):
    row, _suspect = kept(place)
    board = place.as_(place.world.ada).open("/board").see("1 thing arrived that could not be trusted")
    page = board.follow("1 thing arrived").see("A link without a signature").see("pp_9exh736").follow("Look")
    page.see("carries no signature").see("It would have let somebody in").see("Nothing. No state was changed.")
    page.see("pid=<b>pp_9</b>").see(row.person.username)
    assert "<b>pp_9" not in page.html


def test_settling_needs_a_word_and_changes_no_state(place):
    row, suspect = kept(place)
    page = place.as_(place.world.ada).open(f"/board/suspects/{suspect.code}")
    form = page.form(event="settle")
    assert page.send(form, event="settle", outcome="mistake", word=" ").status == 422
    assert page.send(form, event="settle", outcome="nonsense", word="x").status == 422
    before = story.again(row).version
    page.send(form, event="settle", outcome="mistake", word="They know.").see("It is settled")
    assert page.send(form, event="settle", outcome="mistake", word="They know.").status == 409
    found = Suspect.get()
    assert (found.outcome, found.settled_by_id, story.again(row).version) == ("mistake", place.world.ada.id, before)
    assert (found.word, Entry.get(Entry.event == "suspect_settled").who) == ("They know.", place.world.ada.id)
    place.as_(place.world.ada).open("/board/suspects?show=settled").see("A link without a signature")
    place.as_(place.world.ada).open("/board/suspects").see("Nothing here")


def test_a_row_with_a_suspect_is_not_settled_and_leads_to_it(place):
    kept(place)
    page = place.as_(place.world.ada).open("/board?show=suspect").see("pp_9exh736").see("Suspect")
    assert page.status == 200


def test_every_kind_has_its_words(place):
    from views.customer import suspects as pages

    assert set(suspects.KINDS) <= set(pages.KINDS)


def test_strangers_find_nothing_and_viewers_only_look(place):
    _row, suspect = kept(place)
    assert place.as_(place.world.mallory).open(f"/board/suspects/{suspect.code}").status == 404
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    page = place.as_(place.world.bo).open(f"/board/suspects/{suspect.code}").see("A link without a signature")
    assert not page.offers("settle")

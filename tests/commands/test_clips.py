"""Recordings: pieces in any order, twice, too late or by the wrong hand; and what becomes of them."""

import hashlib
import random
import zipfile

import pytest

from commands import clips, consents, erasure, retention, takeout
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Consent, Entry, Participant
from models import clips as there
from models.tasks import Clip, Piece, Task
from rules.consents import RECORDING
from tests.commands.aloud import WEBM, begun, clip_of, piece, put, recorded, task_of
from tests.world import DAY, HOUR, NOW, again, live_study, themselves, worked


def refused(code: str):
    """It is not done, for this reason."""
    return pytest.raises(Refused, check=lambda problem: problem.refusal.code == code)


def whole(clip: Clip) -> bytes:
    """What would be played."""
    return b"".join(there.piece(clip.id, number) for number, _size in there.sizes(clip.id))


@pytest.mark.parametrize("seed", range(5))
def test_pieces_in_any_order_and_twice_make_the_same_recording(people, seed):
    clip = clip_of(begun(people))
    chance = random.Random(seed)
    arriving = [*range(1, 9), *chance.choices(range(1, 9), k=6)]
    chance.shuffle(arriving)
    for number in arriving:
        put(clip, number)
    clip = clips.finish(clip, 8, 31_000, NOW + HOUR)
    assert whole(clip) == b"".join(map(piece, range(1, 9)))
    assert (clip.size, clip.pieces, clip.milliseconds, clip.ended_at) == (400, 8, 31_000, NOW + HOUR)
    assert Piece.select().count() == 8


def test_it_is_whole_only_with_every_piece(people):
    clip = clip_of(begun(people))
    for number in (1, 3):
        put(clip, number)
    for pieces in (2, 3, 4):
        with refused("missing"):
            clips.finish(clip, pieces, 1000, NOW)
    assert there.numbers(clip.id) == [1, 3]
    assert whole(clip) == piece(1)
    put(clip, 2)
    with refused("missing"):
        clips.finish(clip, 2, 1000, NOW)
    assert clips.finish(clip, 3, 1000, NOW).ended_at == NOW


def test_finishing_twice_is_finishing_once_and_nothing_comes_after_the_end(people):
    clip = recorded(begun(people))
    assert clips.finish(clip, 3, 99_000, NOW + HOUR).ended_at == NOW
    with refused("ended"):
        clips.finish(clip, 2, 1000, NOW)
    with refused("ended"):
        put(clip, 4)
    put(clip, 3)
    assert again(clip).milliseconds == 12_000


def test_another_piece_under_the_same_number_is_refused(people):
    clip = put(clip_of(begun(people)), 1)
    with refused("another"):
        put(clip, 1, piece(2))
    assert whole(clip) == piece(1)


def test_what_was_altered_on_the_way_is_not_kept(people):
    clip = clip_of(begun(people))
    with pytest.raises(Invalid):
        clips.add(clip, 1, piece(1), hashlib.sha256(piece(2)).hexdigest(), NOW)
    with pytest.raises(Invalid):
        put(clip, 0)
    with pytest.raises(Invalid):
        put(clip, 1, b"")
    assert not Piece.select().exists()


def test_a_piece_and_a_recording_have_their_largest_size(people, monkeypatch):
    clip = clip_of(begun(people))
    with refused("too_large"):
        put(clip, 1, bytes(clips.PIECE_MOST + 1))
    put(clip, 1, bytes(clips.PIECE_MOST))
    monkeypatch.setattr(clips, "CLIP_MOST", clips.PIECE_MOST + 50)
    put(clip, 2)
    with refused("full"):
        put(clip, 3, piece(3, 1))
    with refused("full"):
        put(clip, clips.PIECES_MOST + 1)
    assert clips.finish(clip, 2, 1000, NOW).size == clips.PIECE_MOST + 50


@pytest.mark.parametrize(("kind", "mime"), [
    ("voice", "text/html"), ("voice", "video/webm"), ("screen", "audio/webm"), ("words", "audio/webm"),
    ("voice", "audio/webm\r\nX: y"), ("voice", "audio/webm; charset=x"), ("voice", "")])  # fmt: skip
def test_only_kinds_that_are_played_here_are_taken(people, kind, mime):
    row = begun(people)
    with pytest.raises(Invalid):
        clips.begin(row, task_of(row), kind, mime, NOW)
    for good in (WEBM, "audio/mp4", 'audio/ogg; codecs="opus"'):
        assert clips.begin(row, task_of(row), "voice", good, NOW).mime == good


def test_nothing_is_recorded_without_the_agreement_or_outside_of_the_test(people):
    row = begun(people, agrees=False)
    with refused("not_agreed"):
        clip_of(row)
    clip = clip_of(consents.agree(row, RECORDING, NOW))
    put(clip, 1)
    fire(row, "withdraw", themselves(people.cleo), NOW)
    for late in (lambda: put(clip, 2), lambda: clip_of(again(row)), lambda: clips.finish(clip, 1, 1, NOW)):
        with refused("not_open"):
            late()
    put(clip, 1)  # it is there


def test_a_task_of_another_study_is_no_task(people):
    row = begun(people)
    other = live_study(people, kind="think_out_loud", asks=[], title="Another")
    with pytest.raises(Invalid):
        clips.begin(row, Task.get(Task.study == other).id, "voice", WEBM, NOW)
    with pytest.raises(Invalid):
        clips.could_not(row, Task.get(Task.study == other).id, "No microphone.", NOW)


def test_a_test_is_sent_once_every_task_was_spoken_or_it_is_said_why_not(people):
    row = begun(people)
    cleo = themselves(people.cleo)
    worked(row)
    Clip.delete().execute()
    with refused("tasks_answered"):
        fire(again(row), "submit", cleo, NOW)
    recorded(row)
    unfinished = clip_of(row, 1)
    put(unfinished, 1)
    recorded(row, 1, kind="screen")
    with refused("tasks_answered"):
        fire(again(row), "submit", cleo, NOW)
    clips.could_not(row, task_of(row, 1), "  The microphone broke.\r\nSorry. ", NOW)
    assert Clip.get(Clip.kind == "words").note == "The microphone broke.\nSorry."
    clips.could_not(row, task_of(row, 1), "It broke.", NOW)
    assert Clip.select().where(Clip.kind == "words").count() == 1
    for empty in ("  ", "x" * 1001):
        with pytest.raises(Invalid):
            clips.could_not(row, task_of(row, 1), empty, NOW)
    assert fire(again(row), "submit", cleo, NOW).state == "submitted"


def test_taking_the_agreement_back_erases_at_once_and_stands_in_the_story(people):
    row = begun(people)
    clip = recorded(row)
    open_one = put(clip_of(row, 1), 1)
    consents.end_recording(row, themselves(people.cleo), NOW + HOUR)
    consents.end_recording(row, themselves(people.cleo), NOW + HOUR)
    assert not Piece.select().exists()
    assert {(one.erased_at, one.size) for one in Clip.select()} == {(NOW + HOUR, 0)}
    assert Consent.get(Consent.kind == RECORDING).withdrawn_at == NOW + HOUR
    entry = Entry.get(Entry.noun == "recording")
    assert (entry.subject, entry.event, entry.details, entry.workspace) == (
        row.id, "withdraw", {"clips": 2}, people.halden.id)  # fmt: skip
    for late in (lambda: put(open_one, 2), lambda: clips.finish(clip, 3, 1, NOW)):
        with refused("erased"):
            late()
    with refused("not_agreed"):
        clip_of(row)
    assert again(row).state == "started"
    consents.agree(row, RECORDING, NOW + 2 * HOUR)
    assert put(clip_of(row), 1).size == 50


def test_recordings_go_after_ninety_days_or_sooner_where_a_team_asks_for_less(people):
    recorded(begun(people))
    assert not retention.run(NOW + 89 * DAY)["recordings"]
    assert whole(Clip.get())
    assert retention.run(NOW + 91 * DAY)["recordings"] == 1
    assert (Piece.select().count(), Clip.get().erased_at) == (0, NOW + 91 * DAY)
    assert not retention.run(NOW + 92 * DAY)["recordings"]


def test_who_is_forgotten_is_not_heard_any_more(people):
    row = begun(people)
    recorded(row)
    clips.could_not(row, task_of(row, 1), "My name is Cleo.", NOW)
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW + HOUR)
    assert not Piece.select().exists()
    assert {(one.note, one.erased_at) for one in Clip.select()} == {("", NOW + HOUR)}
    assert Participant.get_by_id(row.id).state == "withdrawn"


def test_the_archive_has_the_recordings_as_files(people):
    row = begun(people)
    recorded(row)
    recorded(row, kind="screen", pieces=2)
    put(clip_of(row, 1), 2)  # its beginning never came
    archive = zipfile.ZipFile(takeout.take_out(again(people.cleo), themselves(people.cleo), NOW))
    names = sorted(name for name in archive.namelist() if name.startswith("recordings/"))
    assert names == ["recordings/0001-voice.webm", "recordings/0002-screen.webm", "recordings/0003-voice.webm"]
    assert archive.read(names[0]) == b"".join(map(piece, (1, 2, 3)))
    assert archive.read(names[2]) == b""


def test_so_many_pieces_an_hour_and_no_more(people, monkeypatch):
    monkeypatch.setattr(clips, "PER_HOUR", 2)
    clip = put(put(clip_of(begun(people)), 1), 2)
    with refused("too_many"):
        put(clip, 3)
    assert put(clip, 3, at=NOW + HOUR).size == 150

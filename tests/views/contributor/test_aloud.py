"""Being recorded, as pages and answers: the agreement first, pieces by the script's requests, hearing it again; and
nothing of it for anybody else."""

import hashlib

import pytest

from commands import clips
from models import Consent, Look
from models.tasks import Clip, Piece
from tests.commands.aloud import KIND, TASKS, begun, clip_of, piece, put, recorded, task_of
from tests.world import again, invited, live_study
from views import playback


def at(row, rest: str = "") -> str:
    """A page of their place."""
    return f"/participants/{row.code}{rest}"


class Script:
    """What static/js/pieces.js sends, from somebody's browser."""

    def __init__(self, hands, page: str):
        self.client = hands.client
        hands.open(page)
        self.token = hands.html.split('name="form-token" content="')[1].split('"')[0]

    def ask(self, method: str, path: str, data=None, **headers):
        """(status, what was answered)."""
        headers |= {"X-Form-Token": self.token, "Sec-Fetch-Site": "same-origin"}
        answer = self.client.open(path, method=method, data=data, headers=headers)
        return answer.status_code, answer.get_json(silent=True)

    def begin(self, row, number: int = 0, **more):
        """A recording of a task."""
        data = {"task": task_of(row, number), "kind": "voice", "mime": "audio/webm;codecs=opus", "once": "k1", **more}
        return self.ask("POST", at(row, "/clips"), data)

    def put(self, url: str, number: int, data: bytes, digest: str = ""):
        """A piece."""
        digest = digest or hashlib.sha256(data).hexdigest()
        headers = {"X-Digest": digest, "Content-Type": "application/octet-stream"}
        return self.ask("PUT", f"{url}/pieces/{number}", data, **headers)


def test_before_anything_is_recorded_they_are_told_what_and_agree(place):
    study = live_study(place.world, kind=KIND, work=TASKS, asks=[])
    row = invited(place.world, study)
    hands = place.as_(place.world.cleo)
    hands.open(at(row)).see("A microphone").press("start")
    assert hands.url == at(row, "/recording")
    for words in ("You think aloud, and it is recorded", "Who listens", "Halden Ferries", "90 days",
                  "Your voice, and your screen where you allow it", "Rather not be recorded?"):  # fmt: skip
        hands.see(words)
    assert "microphone=()" in hands.client.get(at(row, "/recording")).headers["Permissions-Policy"]
    hands.press("agree")
    assert hands.url == at(row, "/tasks")
    assert Consent.get(Consent.kind == "recording").participant == row


def test_who_would_rather_not_leaves_without_a_mark(place):
    row = begun(place.world, agrees=False)
    hands = place.as_(place.world.cleo)
    hands.open(at(row, "/recording")).press("withdraw")
    assert again(row).state == "withdrawn"


def test_only_the_page_of_a_task_may_use_microphone_and_screen(place):
    row = begun(place.world)
    hands = place.as_(place.world.cleo)
    hands.open(at(row, "/tasks")).press("begin_task")
    answer = hands.client.get(at(row, "/tasks"))
    assert "camera=(), microphone=(self), display-capture=(self)" in answer.headers["Permissions-Policy"]
    for words in ("Think aloud", "Before you share your screen", "I can not record", "Recording needs JavaScript"):
        hands.see(words)
    for path in (at(row), at(row, "/recordings"), "/me"):
        assert "microphone=()" in hands.client.get(path).headers["Permissions-Policy"]


def test_without_the_agreement_there_is_no_recorder(place):
    row = begun(place.world, agrees=False)
    hands = place.as_(place.world.cleo)
    hands.open(at(row, "/tasks")).press("begin_task").see("Nothing is recorded before you agree to it.")
    assert "data-recorder" not in hands.html
    script = Script(hands, at(row, "/tasks"))
    assert script.begin(row) == (409, {"error": "not_agreed", "sentence": "Nothing is recorded until you agree to it."})


def test_a_recording_by_the_scripts_requests(place):
    row = begun(place.world)
    script = Script(place.as_(place.world.cleo), at(row, "/tasks"))
    status, made = script.begin(row)
    assert status == 201
    assert script.begin(row)[1] == made
    assert Clip.select().count() == 1
    url = made["clip"]
    assert script.put(url, 2, piece(2)) == (200, {"piece": 2})
    assert script.put(url, 2, piece(2)) == (200, {"piece": 2})
    assert script.put(url, 2, piece(3))[0] == 409
    assert script.put(url, 1, piece(1), "0" * 64)[0] == 422
    assert script.ask("GET", f"{url}/pieces") == (200, {"pieces": [2], "ended": False, "erased": False})
    assert script.ask("POST", f"{url}/finish", {"pieces": 2, "milliseconds": 7000})[0] == 409
    assert script.put(url, 1, bytes(clips.PIECE_MOST + 1))[0] == 413
    assert script.put(url, 1, piece(1))[0] == 200
    assert script.ask("POST", f"{url}/finish", {"pieces": "x", "milliseconds": 7000})[0] == 422
    assert script.ask("POST", f"{url}/finish", {"pieces": 2, "milliseconds": 7000}) == (200, {"pieces": 2})
    assert script.put(url, 3, piece(3))[0] == 409
    assert Clip.get().milliseconds == 7000
    assert script.begin(row, mime="text/html", once="k2")[0] == 422
    assert script.begin(row, task="x", once="k3")[0] == 422


def test_to_everybody_else_it_does_not_exist(place):
    row = begun(place.world)
    clip = recorded(row)
    open_clip = clip_of(row, 1)
    mallory, ada = (Script(place.as_(one), "/help") for one in (place.world.mallory, place.world.ada))
    for script in (mallory, ada):
        assert script.begin(row)[0] == 404
        assert script.put(f"/clips/{open_clip.code}", 1, piece(1))[0] == 404
        for method, rest in (("GET", "/pieces"), ("POST", "/finish")):
            assert script.ask(method, f"/clips/{clip.code}{rest}")[0] == 404
        assert script.ask("POST", at(row, "/unrecorded"), {"could_not": "x"})[0] == 404
    for path in (f"/clips/{clip.code}", at(row, "/recordings"), at(row, "/recording"), at(row, "/recording/end")):
        assert mallory.ask("GET", path)[0] == 404
    assert place.nobody().client.get(f"/clips/{clip.code}").status_code == 303
    assert Piece.select().count() == 3


def test_without_the_token_no_piece_is_taken(place):
    row = begun(place.world)
    url = f"/clips/{clip_of(row).code}"
    script = Script(place.as_(place.world.cleo), at(row, "/tasks"))
    script.token = ""
    assert script.put(url, 1, piece(1))[0] == 403


@pytest.mark.parametrize(("wanted", "status", "span"), [
    (None, 200, (0, 150)), ("bytes=0-", 206, (0, 64)), ("bytes=60-", 206, (60, 124)), ("bytes=100-", 206, (100, 150)),
    ("bytes=40-119", 206, (40, 120)), ("bytes=149-400", 206, (149, 150)), ("bytes=-20", 206, (130, 150)),
    ("bytes=0-1,4-5", 200, (0, 150)), ("bytes=150-", 416, None), ("bytes=x", 200, (0, 150))])  # fmt: skip
def test_any_part_of_a_recording_can_be_asked_for(place, monkeypatch, wanted, status, span):
    monkeypatch.setattr(playback, "PORTION", 64)
    clip = recorded(begun(place.world))
    client = place.as_(place.world.ada).client
    answer = client.get(f"/clips/{clip.code}", headers={"Range": wanted} if wanted else {})
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == "bytes */150"
        return
    everything = b"".join(map(piece, (1, 2, 3)))
    assert answer.data == everything[span[0] : span[1]]
    assert int(answer.headers["Content-Length"]) == span[1] - span[0]
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {span[0]}-{span[1] - 1}/150"
    assert answer.headers["Content-Type"] == "audio/webm"
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert answer.headers["Content-Disposition"].startswith("inline; filename=voice-")


def test_the_team_hears_each_task_beside_its_words_and_leaves_a_line(place):
    row = begun(place.world)
    clip = recorded(row)
    put(clip_of(row, 1), 1)
    ada = place.as_(place.world.ada).open(at(row)).follow("Listen to each task")
    for words in ("Recordings of cleo.marchetti", "Find the next crossing", "It was not finished", "Buy a ticket"):
        ada.see(words)
    assert f'src="/clips/{clip.code}"' in ada.html
    listened = Look.select().where(Look.what == "recordings")
    assert [one.who_id for one in listened] == [place.world.ada.id]
    ada.client.get(f"/clips/{clip.code}")
    assert listened.count() == 1
    cleo = place.as_(place.world.cleo)
    cleo.open("/me/data").see("your recordings")
    cleo.open(at(row, "/recordings")).see("Your recordings").follow("Erase my recordings").press("end_recording")
    cleo.open(at(row)).see("Took back the agreement to be recorded; the recordings were erased")
    assert not Piece.select().exists()
    ada.open(at(row)).see("Took back the agreement to be recorded; the recordings were erased")
    ada.open(at(row, "/recordings")).see("What was recorded was erased")
    assert ada.open(f"/clips/{clip.code}").status == 404


def test_honest_words_in_place_of_a_recording(place):
    row = begun(place.world)
    hands = place.as_(place.world.cleo)
    hands.open(at(row, "/tasks")).press("begin_task").press("did_it")
    hands.see("There is no recording of this task yet")
    hands.press("unrecorded", could_not="")
    assert hands.status == 422
    hands.see("Please write why you could not record.").press("unrecorded", could_not="No microphone here.")
    hands.see("Buy a ticket")
    place.as_(place.world.ada).open(at(row, "/recordings")).see("No microphone here.")

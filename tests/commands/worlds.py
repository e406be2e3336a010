"""Random customers, contributors, operators and clocks, who do to the small world (`stage`) whatever comes to their
minds; after every step everything that the law promises must hold."""

import logging
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from commands import calling_off, candidates, holds, participants, payouts, presence, replan, reports, sessions, studies
from commands.fire import Stale, fire
from commands.preview import preview
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, PROVIDER, ROOM, By, Invalid, Refused
from lifecycle.together import CONTRIBUTOR_REASONS, CUSTOMER_REASONS
from models import Candidate, Participant, Payout, Person, Project, Report, Session, Standing, Study
from rules.claimed import ANSWERS
from rules.times import from_epoch
from tests.commands import truths
from tests.commands.stage import Stage
from tests.commands.worlds_around import Around
from tests.world import DAY, HOUR, MINUTE, NOW, START

PICK = st.integers(0, 120)
SAYS = st.sampled_from((*ANSWERS, None))
SECOND = timedelta(seconds=1)
STRIDES = (SECOND, 10 * MINUTE, HOUR, 6 * HOUR, DAY)
NEAR = 9  # so many of the next boundaries are jumped to
# What a candidate's move is by the command of its page.
AS_ON_THEIR_PAGES = {"complete": candidates.complete, "open_screener": candidates.open_screener,
                     "redirect": candidates.go_on}  # fmt: skip
UNDECIDED = ("scheduled", "rescheduling", "in_progress", "no_show")
LOGS = ("parlor.sweep", "parlor.calling_off")
NOUNS = (Participant, Payout, Report, Study, Standing, Candidate, Project)
ENDS = ("close", "cancel")


class Worlds(Around, RuleBasedStateMachine):
    """One run: the world from its first day on. `stage` is set by `on`."""

    stage: Stage

    @classmethod
    def on(cls, stage: Stage) -> type["Worlds"]:
        """The same, on this database."""
        return type("WorldsOnStage", (cls,), {"stage": stage})

    def __init__(self):
        super().__init__()
        self.place = self.stage.again()
        self.now, self.steps = NOW, 0
        self.history, self.looked_at = truths.history(), None
        self.studies = list(self.place.studies)
        self.contributors = self.place.contributors
        self.troubles = Troubles()
        for name in LOGS:
            logging.getLogger(name).addHandler(self.troubles)

    # ---- What is there ---------------------------------------------------------------------------------------------

    def study(self, pick: int) -> Study:
        return Study.get_by_id(self.studies[pick % len(self.studies)])

    def row(self, kind, pick: int):
        """One of the rows, or None where there is none yet."""
        rows = list(kind.select().order_by(kind.id))
        return rows[pick % len(rows)] if rows else None

    def talk(self, pick: int) -> Session:
        """One of the conversations: mostly one of those that are not over yet."""
        going = Session.select().where(Session.state.in_(UNDECIDED)).order_by(Session.id)
        rows = list(going if pick % 5 else ()) or list(Session.select().order_by(Session.id))
        return rows[pick // 5 % len(rows)]

    def actors(self, row) -> list[By]:
        """Everybody who might have to do with this row."""
        asker = row if isinstance(row, Study | Project) else getattr(row, "study", getattr(row, "project", None))
        people = self.place.customers(asker) if asker is not None else []
        whose = getattr(row, "contributor_id", None) or getattr(row, "person_id", None)
        if whose and Person.get_by_id(whose).erased_at is None:
            people += [By("contributor", whose)]
        if isinstance(row, Report):
            people += [By("contributor", row.participant.person_id)]
        return [*people, By("operator", self.place.world.olga.id), CLOCK, ROOM, PROVIDER]

    def offered(self, row) -> list[tuple[str, By]]:
        """Every move that somebody is shown as possible now."""
        machine = row.lifecycle
        return [
            (offer.event, by)
            for by in self.actors(row) for offer in machine.offers(row, by, self.now) if offer.refusal is None
        ]  # fmt: skip

    def details(self, row, event: str, by: By, pick: int) -> dict:
        """A whole form, filled in with what can be chosen now."""
        given = {"reason": "other", "note": "as we said"}
        if isinstance(row, Payout):
            given["proof"] = "bank 17"
        if isinstance(row, Session):
            reasons = CONTRIBUTOR_REASONS if by.role == "contributor" else CUSTOMER_REASONS
            given["reason"] = reasons[pick % len(reasons)]
            if event in ("move", "rebook"):
                starts = row.offered_starts(self.now)
                given["starts_at"] = from_epoch(starts[pick % len(starts)]) if starts else START
            if event == "hand_over":
                free = row.free_colleagues(self.now)
                given["host"] = free[pick % len(free)] if free else None
        return given

    # ---- How something is done -------------------------------------------------------------------------------------

    def do(self, command, *args, sure: bool = False, **details):
        """Run the real command; a refusal has its sentence and changes nothing. `sure` is what cannot be refused."""
        before = truths.fingerprint()
        try:
            return command(*args, **details)
        except (Refused, Stale) as refused:
            said = {refused.refusal.code: refused.refusal.sentence}
        except Invalid as invalid:
            said = invalid.errors
        assert all(str(words) for words in said.values()), f"refused without a sentence: {said}"
        assert truths.fingerprint() == before, f"refused ({list(said)}), and something is another now"
        assert not sure, f"{args} {details} was offered and is refused: {list(said)}"
        return None

    def move(self, row, event: str, by: By, details: dict, sure: bool = False, **how):
        """One move of one row, by the command that the pages use for it."""
        if isinstance(row, Participant) and event == "complete":
            return self.do(participants.complete, row, by, self.now, sure=sure, **how)
        if isinstance(row, Participant) and event == "exclude":
            return self.do(participants.exclude_in_order, row, details["reason"], by, self.now, sure=sure)
        if isinstance(row, Candidate) and event in AS_ON_THEIR_PAGES:
            return self.do(AS_ON_THEIR_PAGES[event], row, by, self.now, sure=sure, **how)
        if isinstance(row, Study) and event == "cancel":
            return self.do(studies.cancel, row, details["reason"], by, self.now, sure=sure, **how)
        return self.do(fire, row, event, by, self.now, sure=sure, **details, **how)

    # ---- Time ------------------------------------------------------------------------------------------------------

    def edges(self, row: Session) -> set:
        """Every instant at which the law changes its mind about this conversation."""
        start, end = row.starts_at, row.ends_at
        found = {start - DAY, start - 15 * MINUTE, start, start + 10 * MINUTE, end, end + 15 * MINUTE, end + HOUR}
        found |= {end + DAY} | ({row.ended_at + 14 * DAY} if row.ended_at else set())
        return found | ({row.asked_at + DAY, row.asked_at + 7 * DAY} if row.asked_at else set())

    def boundaries(self) -> set:
        """The same for everything that is not decided."""
        found = set()
        for row in Session.select().where(Session.state.in_(UNDECIDED)):
            found |= self.edges(row)
        decided = Report.select().where(Report.decided_at.is_null(False))
        found |= {row.decided_at + 14 * DAY for row in decided}
        return found | {
            row.offer_ends_at for row in Participant.select().where(Participant.offer_ends_at.is_null(False))
        }

    def near(self, edges: set) -> list:
        """Those ahead, each with the second before and the one after, the next first."""
        around = {edge + side * SECOND for edge in edges for side in (-1, 0, 1)}
        return sorted(one for one in around if one > self.now)[: 3 * NEAR]

    @rule(pick=PICK, swept=st.booleans())
    def time_passes(self, pick, swept):
        edges = self.near(self.boundaries())
        if edges and pick % 2:
            self.now = edges[pick // 2 % min(len(edges), NEAR)]
        else:
            self.now += STRIDES[pick % len(STRIDES)]
        if swept:
            self.the_clock()

    @rule()
    def the_clock(self):
        sweep(self.now)
        nothing(truths.overdue(self.now))

    # ---- Contributors ----------------------------------------------------------------------------------------------

    @rule(talk=PICK, pick=PICK, else_=st.booleans())
    def another_plan(self, talk, pick, else_):
        """The customer's form for another time: the same person, perhaps at one that is proposed; or somebody else."""
        row = self.talk(talk)
        by, starts = self.place.customers(row.study)[pick % 2], row.offered_starts(self.now)
        if else_:
            self.do(replan.somebody_else, row, by, self.now)
        else:
            proposed = from_epoch(starts[pick % len(starts)]) if starts and pick % 3 else None
            self.do(replan.same_person, row, by, self.now, proposed=proposed)

    @rule(person=PICK, study=PICK, pick=PICK, bold=st.integers(0, 9))
    def book(self, person, study, pick, bold):
        """Invited by name, or by the link; then what lets them in; then a time."""
        study, person = self.study(study), self.someone(person)
        if person is None:
            return
        row = Participant.get_or_none(Participant.study == study, Participant.person == person)
        by = By("contributor", person.id)
        row = row or self.asked_in(study, person, by)
        if row is None:
            return
        if row.state == "invited":
            self.do(participants.agree_to_camera, row, self.now)
            row = self.do(fire, row, "qualify", by, self.now) or row
        starts = row.offered_starts(self.now)
        start = from_epoch(starts[pick % len(starts)]) if starts and bold else START + pick * 15 * MINUTE
        self.book_one(row, start, by, sure=bool(starts) and bool(bold))

    def book_one(self, row, start, by, sure=True):
        """Take this time; `sure` where it was among the offered ones."""
        able = sessions.may_book(row, by, self.now) is None
        self.do(sessions.book, row, start, by, self.now, sure=sure and able)

    def asked_in(self, study, person, by):
        if study.audience == "invite":
            return self.do(participants.arrive, study, person, by, self.now)
        if study.audience == "specific":
            return self.do(participants.invite, study, person, self.place.customers(study)[0], self.now)
        return None  # whom the clock has not asked yet

    @rule(pick=PICK, person=PICK)
    def keep_a_time(self, pick, person):
        """A form is open: five minutes."""
        row = self.row(Participant, person)
        if row is not None and (starts := row.offered_starts(self.now)):
            self.do(holds.hold, row, from_epoch(starts[pick % len(starts)]), self.now)

    # ---- Everybody, with a conversation ----------------------------------------------------------------------------

    @rule(talk=PICK, edge=PICK, way=PICK, pick=PICK)
    def a_contributor_presses(self, talk, edge, way, pick):
        """A button that is there, perhaps at the last moment: never refused."""
        self.press(self.talk(talk), {"contributor"}, edge, way, pick)

    @rule(talk=PICK, edge=PICK, way=PICK, pick=PICK)
    def a_customer_presses(self, talk, edge, way, pick):
        """The same for the other side."""
        self.press(self.talk(talk), {"customer"}, edge, way, pick)

    @rule(talk=PICK, edge=PICK, way=PICK, pick=PICK)
    def somebody_presses(self, talk, edge, way, pick):
        """The same for everybody, time and the room among them."""
        self.press(self.talk(talk), {"customer", "contributor", "operator", "clock", "room"}, edge, way, pick)

    def press(self, row: Session, roles: set[str], edge: int, way: int, pick: int) -> None:
        """Perhaps it is a certain time first."""
        if edge % 3 == 0:
            self.wait_for(row, edge)
        offered = [(event, by) for event, by in self.offered(row) if by.role in roles]
        if offered:
            event, by = offered[way % len(offered)]
            self.move(row, event, by, self.details(row, event, by, pick), sure=True, seen_version=row.version)

    @rule(talk=PICK, edge=PICK, one=SAYS, other=SAYS, customer_first=st.booleans())
    def say(self, talk, edge, one, other, customer_first):
        """Claimed presence: what became of it, says one side, and perhaps the other."""
        row = self.talk(talk)
        self.wait_for(row, edge)
        sides = [(By("customer", row.host_id), one), (By("contributor", row.contributor_id), other)]
        for by, says in sides if customer_first else sides[::-1]:
            if says is not None:
                self.do(presence.answer, row, says, by, self.now)

    @rule(talk=PICK, edge=PICK, sides=st.sampled_from((1, 2, 3)), where=st.sampled_from(("room", "lobby")),
          beats=st.integers(1, 12))  # fmt: skip
    def be_there(self, talk, edge, sides, where, beats):
        """Seen presence: somebody sits in the room, or before it, for some minutes."""
        row = self.talk(talk)
        self.wait_for(row, edge)
        if row.presence == "seen" and row.state in ("scheduled", "in_progress"):
            both = (By("customer", row.host_id), By("contributor", row.contributor_id))
            for _beat in range(beats):
                for number, by in enumerate(both, start=1):
                    if sides & number:
                        self.do(presence.beat, row, by, where, self.now)
                self.now += MINUTE

    def wait_for(self, row: Session, edge: int) -> None:
        """Time goes on to one of this conversation's boundaries."""
        edges = self.near(self.edges(row))
        if edges:
            self.now = edges[edge // 3 % len(edges)]

    @rule(talk=PICK, event=st.sampled_from(Session.lifecycle.names()), way=PICK, pick=PICK, old=st.booleans())
    def whatever(self, talk, event, way, pick, old):
        """Somebody sends what no page offers, or what an old one did."""
        row = self.talk(talk)
        by = self.actors(row)[way % len(self.actors(row))]
        seen = {"seen_version": row.version - 1} if old else {}
        done = self.move(row, event, by, self.details(row, event, by, pick), **seen)
        assert not (old and done), "an old page was believed"

    # ---- Everybody, with everything else -----------------------------------------------------------------------------

    @rule(kind=st.sampled_from(NOUNS), which=PICK, way=PICK)
    def any_other_offer(self, kind, which, way):
        """People, money, reports, studies and standing: a button that is there."""
        row = self.row(kind, which)
        offered = self.offered(row) if row is not None else []
        if offered and not (isinstance(row, Study | Project) and offered[way % len(offered)][0] in ENDS):
            event, by = offered[way % len(offered)]
            self.move(row, event, by, self.details(row, event, by, way), sure=True)

    @rule(study=PICK, what=st.integers(0, 11), pause=st.booleans(), reason=st.sampled_from(CUSTOMER_REASONS))
    def the_team_decides(self, study, what, pause, reason):
        """More places, everything called off, and, rarely, because little happens afterwards, the end."""
        row = self.study(study)
        by = self.place.customers(row)[0]
        if what < 2:
            self.move(row, ("close", "cancel")[what], by, {"reason": "other"})
        elif what < 5:
            self.do(calling_off.call_off, row, reason, by, self.now, pause=pause)
        else:
            self.do(studies.add_places, row, 1 + what % 2, by, self.now)

    @rule(person=PICK, about=st.sampled_from(("contributor", "customer", "study")),
          reason=st.sampled_from(("other", "dishonest", "wrong_mark", "not_paid")))  # fmt: skip
    def complain(self, person, about, reason):
        row = self.row(Participant, person)
        if about == "contributor":
            self.do(reports.report_contributor, row, reason, self.place.customers(row.study)[0], self.now)
        else:
            self.do(reports.report_study, row, about, reason, By("contributor", row.person_id), self.now)

    @rule(paid=st.booleans())
    def money_goes(self, paid):
        by = By("customer", self.place.world.ada.id)
        payouts.pay_out_all(Payout.select().where(Payout.state.in_(("due", "failed"))), by, self.now)
        for row in Payout.select().where(Payout.state == "sending") if paid else ():
            self.do(payouts.mark_paid, row, "Bank 1", by, self.now)

    # ---- What must hold --------------------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self):
        """Asked whenever something is another than before; at the end of the world anyway."""
        nothing(self.troubles.seen)
        now = truths.fingerprint()
        if now != self.looked_at:
            self.looked_at = now
            nothing(truths.broken())
            before, self.history = self.history, truths.history()
            assert not truths.rewritten(before, self.history), "the journal or the ledger was rewritten"

    @invariant()
    def what_is_not_offered_is_not_accepted(self):
        """One row and everybody who might touch it, each in its turn: a real try of every move, taken back."""
        self.steps += 1
        row = self.row((Session, Session, *NOUNS)[self.steps % 9], self.steps // 9) if self.steps % 2 else None
        if row is None:
            return
        actors = self.actors(row)
        by = actors[self.steps % len(actors)]
        free = {offer.event for offer in row.lifecycle.offers(row, by, self.now) if offer.refusal is None}
        accepted = {event for event in row.lifecycle.names() if self.would(row, event, by)}
        what = f"{type(row).__name__} {row.id} ({row.state}) by {by.role}"
        assert accepted == free, f"{what}: offered {free}, accepted {accepted}"

    def would(self, row, event: str, by: By) -> bool:
        """Whether `fire` takes this move now."""
        try:
            preview(fire, row, event, by, self.now, **self.details(row, event, by, self.steps))
        except (Refused, Invalid, Stale):
            return False
        return True

    def teardown(self):
        """Time goes on, with nobody but the clock: every conversation comes to its end, and its pages tell of it."""
        for name in LOGS:
            logging.getLogger(name).removeHandler(self.troubles)
        self.stage.walked |= truths.walked()
        for deadline in sorted({row.ends_at + truths.LAST for row in Session.select()}):
            self.now = max(self.now, deadline)
            self.the_clock()
        for _again in range(3):
            last = sweep(self.now)
        assert not last, f"the clock never comes to rest: {last}"
        self.looked_at = None
        self.everything_holds()
        if self.stage.reader:
            there = Session.select().join(Person, on=Session.contributor).where(Person.erased_at.is_null())
            for row in there.order_by(Session.id.desc()).limit(2):
                nothing(self.stage.reader.misses(row, self.now))


def nothing(findings: list[str]) -> None:
    """Nothing was found; else it is said."""
    assert not findings, "\n".join(findings)


class Troubles(logging.Handler):
    """What the clock could not do for a reason that the law does not know."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record):
        self.seen.append(logging.Formatter().format(record))

"""What the guards of a participant ask the database for, each as a sub-select about the row {row}."""

from models import called, waitlist

FACTS = {
    "had_qualified": (
        "EXISTS (SELECT 1 FROM entry WHERE entry.noun = 'participant' AND entry.subject = {row}.id "
        "AND entry.target = 'qualified')"
    ),
    "ahead": (
        "EXISTS (SELECT 1 FROM participant AS other WHERE "
        "other.study_id = {row}.study_id AND other.state = 'waitlisted' AND other.id <> {row}.id "
        "AND ({row}.state <> 'waitlisted' OR other.waiting_since < {row}.waiting_since "
        "OR (other.waiting_since = {row}.waiting_since AND other.id < {row}.id)) "
        f"AND {waitlist.CALLED_STILL.format(row='other')})"
    ),
    # Places that are kept for others, to whom they were offered from the waiting list.
    "kept": (
        "(SELECT COUNT(*) FROM participant AS other WHERE other.study_id = {row}.study_id "
        f"AND {waitlist.KEPT.format(row='other')} AND other.id <> {{row}}.id)"
    ),
    "unanswered": waitlist.UNANSWERED,
    "welcome": waitlist.WELCOME,
    "reported": (
        "EXISTS (SELECT 1 FROM report WHERE report.participant_id = {row}.id AND report.about = 'contributor' "
        "AND report.state IN ('open', 'appealed', 'upheld'))"
    ),
    "removal_confirmed": (
        "EXISTS (SELECT 1 FROM exclusion WHERE exclusion.participant_id = {row}.id "
        "AND exclusion.confirmed_at IS NOT NULL)"
    ),
    "talked": "EXISTS (SELECT 1 FROM session WHERE session.participant_id = {row}.id)",
    "owed": "EXISTS (SELECT 1 FROM payout WHERE payout.participant_id = {row}.id)",
    "removal_asked": (
        "EXISTS (SELECT 1 FROM exclusion WHERE exclusion.participant_id = {row}.id AND exclusion.confirmed_at IS NULL "
        "AND exclusion.done_at IS NULL)"
    ),
    "called": called.OF_PLACE,
}

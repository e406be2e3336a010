"""What the guards and pages of a study ask the database for, each as a sub-select about the row {row}."""

from models import waitlist

ABLE = (
    "EXISTS (SELECT 1 FROM member WHERE member.workspace_id = {{row}}.workspace_id AND member.person_id = {person} "
    "AND member.role IN ('admin', 'creator'))"
)
FACTS = {
    "names": "EXISTS (SELECT 1 FROM invitee WHERE invitee.study_id = {row}.id)",
    "asks": "EXISTS (SELECT 1 FROM question WHERE question.study_id = {row}.id)",
    # Somebody who is to hold the conversations left the team, or has another role by now.
    "hostless": (
        f"NOT {ABLE.format(person='{row}.host_id')} OR EXISTS (SELECT 1 FROM co_host "
        f"WHERE co_host.study_id = {{row}}.id AND NOT {ABLE.format(person='co_host.person_id')})"
    ),
    "waiting": waitlist.WAITING.format(study="{row}.id"),
    "cohosted": "EXISTS (SELECT 1 FROM co_host WHERE co_host.study_id = {row}.id)",
    "limits": (
        "EXISTS (SELECT 1 FROM choice JOIN question ON question.id = choice.question_id "
        "WHERE question.study_id = {row}.id AND choice.quota IS NOT NULL)"
    ),
}

"""The audit log in words: what a team or an operator changed beside the moves of the law, and what each kind of row is
called. tests/views/test_audit.py looks for every event that is kept anywhere."""

from lifecycle.words import Text, _
from views.happened import DONE_TO_THEM, SENTENCES

WORKSPACE = "workspace"
NOUNS: dict[str, Text] = {
    "workspace": _("Team and settings"),
    "study": _("Studies"),
    "participant": _("People in studies"),
    "session": _("Conversations"),
    "message": _("Messages"),
    "recording": _("Recordings"),
    "payout": _("Payouts"),
    "report": _("Reports"),
    "project": _("Recruiting"),
    "candidate": _("Candidates"),
}
# Of the network and of people: these belong to no team, and only an operator's log has them.
OF_ALL: dict[str, Text] = {"standing": _("Standing"), "signin": _("Sign-in")}
KEPT: dict[str, Text] = {
    "settings": _("Changed the settings"),
    "payout_redirected": _("Named another address for a payout"),
    "set_provider": _("Changed how money is sent"),
    "paid_after_all": _("The provider paid what was written off"),
    "payouts_exported": _("Took out the file of what is to be paid"),
    "ledger_exported": _("Took out the statement of the money"),
    "set_logo": _("Put up a logo"),
    "drop_logo": _("Took the logo away"),
    "invite_member": _("Asked somebody into the team"),
    "invite_again": _("Sent an invitation into the team again"),
    "take_back_invite": _("Took an invitation into the team back"),
    "join_team": _("Joined the team"),
    "change_role": _("Changed somebody's role"),
    "leave_team": _("Left the team"),
    "remove_member": _("Took somebody out of the team"),
    "list_created": _("Began a list of people"),
    "list_renamed": _("Gave a list of people another name"),
    "list_deleted": _("Deleted a list of people"),
    "listed": _("Put people on a list"),
    "unlisted": _("Took people off a list"),
    "people_imported": _("Imported people"),
    "person_enrolled": _("Enrolled somebody"),
    "person_amended": _("Changed what is noted about somebody"),
    "person_unenrolled": _("Took somebody out of the own people"),
    "person_left": _("Left this team's own people"),
    "people_exported": _("Took a file with the own people out"),
    "results_exported": _("Took a file with the results of a study out"),
    "audit_exported": _("Took a file with the audit log out"),
    "reply": _("Wrote their side of a report"),
    "practice_begun": _("Began to practise"),
    "practice_left": _("Ended the practice"),
    "retention": _("Removed what was past its days"),
    "erased": _("Somebody's data was erased, as they asked"),
    "erasure_asked": _("Somebody asked to be forgotten"),
    "erasure_taken_back": _("Somebody who had asked to be forgotten stays"),
    "taken_out": _("Took their own data along"),
    "workspace_opened": _("The workspace was opened"),
    "units_bought": _("Units were bought"),
    "overage_on": _("Launching without units was allowed"),
    "overage_off": _("Launching without units was ended"),
    "plan_changed": _("The plan was changed"),
    "places_added": _("Added places to a study"),
    "time_proposed": _("Proposed another time to somebody who was asked for one"),
    "proposal_taken_back": _("Took a proposed time back"),
    "budget_set": _("Set the budget of a study"),
    "link_tested": _("Tested the link that a project leads to"),
    "reconciler_named": _("Gave the reconciliation of a project to somebody else"),
    "wanted_set": _("Changed how many people a project wants"),
    "project_amended": _("Changed the words of a project"),
    "project_budget_set": _("Set the budget of a project"),
    "seat_given": _("A creator seat was given"),
    "help_contact_set": _("The contact for help was set"),
    "member_seen": _("Looked at a member's page"),
    "sign_ins_ended": _("Signed somebody out everywhere"),
    "address_works": _("Noted that an address works again"),
    "came_by_recruiter": _("Somebody who had been asked already came by the recruiting side"),
    "tombstone": _("Kept the pair of IDs of somebody who was removed"),
    "recruiter_connected": _("Connected an outside recruiter with a study"),
    "tool_connected": _("Connected a project with an outside tool"),
    "other_half_met": _("An outside recruiter said hello"),
    "connection_secret": _("Changed the secret of a connection"),
    "connection_revoked": _("Revoked a connection"),
    "connection_given": _("Named who looks after an outside recruiter's people"),
    "endpoint_added": _("Added a webhook address"),
    "endpoint_changed": _("Changed a webhook address"),
    "endpoint_off": _("Turned a webhook address off"),
    "endpoint_on": _("Turned a webhook address on"),
    "endpoint_gave_up": _("A webhook address that did not answer for five days was turned off"),
    "endpoint_removed": _("Removed a webhook address"),
    "endpoint_secret": _("Changed the secret of a webhook address"),
    "endpoint_tried": _("Sent a test message to a webhook address"),
    "message_again": _("Sent a webhook message again"),
    "messages_again": _("Sent the webhook messages again that had not arrived"),
    "appeal_removal": _("Appealed the removal from the network"),
    "removal_asked": _("Asked a recruiter to remove somebody"),
    "removal_stated": _("Said that they removed somebody at the recruiting side themselves"),
    "completion_stated": _("Said that they completed somebody at the recruiting side themselves"),
    "told_again": _("Told the other side again how somebody stands"),
    "link_sent": _("Sent somebody their way on to a study again"),
    "rows_given": _("Gave rows of the board to a colleague"),
    "row_noted": _("Noted something beside a row of the board"),
    "suspect_settled": _("Settled something that could not be trusted"),
    "board_exported": _("Took a file with the board out"),
    "keep_removed": _("A removal from the network was kept"),
}
BESIDE: dict[tuple[str, str], Text] = {
    ("signin", "ask"): _("Asked for a code"),
    ("signin", "change"): _("Changed their address"),
}
ANOTHER = _("Something was changed")
# Who did it, as the only word of its cell.
PARTS: dict[str, Text] = {
    "clock": _("The clock"),
    "room": _("The room"),
    "operator": _("An operator"),
    "recruiter": _("The recruiting side"),
    "tester": _("The testing side"),
    "provider": _("The payment provider"),
    "contributor": _("A contributor"),
    "customer": _("A colleague"),
}
# What somebody looked at: as the team's log says it, and as whoever it is about reads it.
READ: dict[str, Text] = {
    "answers": _("Answers"),
    "messages": _("Messages"),
    "notes": _("Notes of the team"),
    "file": _("A file with answers"),
    "recordings": _("Recordings"),
}
READ_OF_ME: dict[str, Text] = {
    "answers": _("your answers"),
    "messages": _("your messages"),
    "notes": _("what the team noted about a conversation with you"),
    "file": _("a file with your answers"),
    "recordings": _("your recordings"),
}


def sentence(noun: str, event: str, role: str = "") -> Text:
    """What happened, done by this role; a plain word for what has none yet."""
    if noun == WORKSPACE:
        return KEPT.get(event, ANOTHER)
    if role and role != "contributor" and (noun, event) in DONE_TO_THEM:
        return DONE_TO_THEM[noun, event]
    return SENTENCES.get((noun, event)) or BESIDE.get((noun, event), ANOTHER)


def by_words(by: str | None, role: str) -> Text | str:
    """Who did it: a name, or the part that they played."""
    return by or PARTS.get(role, role)


def kinds(every: bool = False) -> list[tuple[Text, list[tuple[str, Text]]]]:
    """The choices of the filter: a heading, and under it (value, words) of everything of this kind."""
    found = []
    for noun, heading in {**NOUNS, **(OF_ALL if every else {})}.items():
        events = [(event, words) for (of, event), words in (*SENTENCES.items(), *BESIDE.items()) if of == noun]
        events = list(KEPT.items()) if noun == WORKSPACE else events
        found.append((heading, [(noun, heading), *((f"{noun}.{event}", words) for event, words in events)]))
    return found

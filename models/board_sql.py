"""The statement of the board: everybody on both sides of a workspace's recruiting, joined by the pair of IDs, and what
the two sides say together, made of the tables of rules/reconcile.py."""

from functools import cache

from rules import reconcile


def _listed(values) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


NO_NUMBER, NO_TEXT = "CAST(NULL AS BIGINT)", "CAST(NULL AS VARCHAR(80))"
ENTERED = (
    "LEFT JOIN entry AS {name} ON {name}.noun = '{noun}' AND {name}.subject = {noun}.id "
    "AND {name}.seq = {noun}.version"
)
TOOL = (
    "(SELECT MAX(tool.id) FROM connection AS tool WHERE tool.project_id = project.id AND tool.side = 'tool' "
    "AND tool.revoked_at IS NULL)"
)
# When the study elsewhere asked to remove somebody who is still to be decided here; in whichever form it wrote the ID.
ASKED_AWAY = (
    "(SELECT MAX(heard.at) FROM heard WHERE heard.connection_id = connection.id AND heard.outside_id IN "
    "('i' || candidate.tail, 'pp_' || candidate.tail) AND heard.kind = 'participant.remove_asked' "
    "AND candidate.state NOT IN ('removed', 'completed'))"
)
CANDIDATES = f"""
SELECT candidate.id * 3 AS number, CASE WHEN project.study_id IS NULL THEN 'tool' ELSE 'local' END AS place,
    candidate.state AS r, CASE WHEN project.study_id IS NULL THEN counterpart.state ELSE participant.state END AS s,
    rin.at AS r_since, CASE WHEN project.study_id IS NULL THEN COALESCE(counterpart.since, counterpart.heard_at)
        ELSE sin.at END AS s_since,
    COALESCE(candidate.submitted_at, participant.submitted_at, counterpart.since) AS submitted,
    CASE WHEN candidate.state = 'removed' OR participant.state = 'excluded' THEN '' ELSE candidate.tail END AS tail,
    candidate.tail AS pair, COALESCE(study.kind, project.kind) AS kind, candidate.code AS c_code,
    candidate.version AS c_version, participant.code AS p_code, participant.version AS p_version,
    counterpart.seq AS seq, project.id AS project, project.title AS project_title, study.id AS study,
    study.title AS study_title, project.owner_id AS first_owner, project.incentive AS amount,
    project.currency AS currency, payout.code AS payout, payout.state AS paid, connection.code AS connection,
    COALESCE(exclusion.asked_at, {ASKED_AWAY}) AS asked_at, candidate.person_id AS person,
    participant.id AS place_id, connection.id AS line, counterpart.heard_at AS heard
FROM project JOIN candidate ON candidate.project_id = project.id
    LEFT JOIN participant ON participant.candidate_id = candidate.id
    LEFT JOIN study ON study.id = project.study_id
    LEFT JOIN connection ON project.study_id IS NULL AND connection.id = {TOOL}
    LEFT JOIN counterpart ON counterpart.connection_id = connection.id
        AND counterpart.outside_id = 'pp_' || candidate.tail AND counterpart.listed
    LEFT JOIN payout ON payout.candidate_id = candidate.id AND payout.purpose = 'reward'
    LEFT JOIN exclusion ON exclusion.participant_id = participant.id AND exclusion.done_at IS NULL
    {ENTERED.format(name="rin", noun="candidate")}
    {ENTERED.format(name="sin", noun="participant")}
WHERE project.workspace_id = ? AND candidate.state NOT IN ('invited', 'screening')
    AND (candidate.state IN ({_listed(reconcile.SENT_ON)}) OR candidate.sent_at IS NOT NULL
        OR participant.id IS NOT NULL OR counterpart.id IS NOT NULL)
"""
PLACES = f"""
SELECT participant.id * 3 + 1, 'recruiter', counterpart.state, participant.state,
    COALESCE(counterpart.since, counterpart.heard_at), sin.at,
    COALESCE(participant.submitted_at, counterpart.since),
    CASE WHEN participant.state = 'excluded' THEN '' ELSE COALESCE(SUBSTR(participant.outside_id, 4), '') END,
    COALESCE(SUBSTR(participant.outside_id, 4), ''), study.kind, {NO_TEXT}, {NO_NUMBER}, participant.code,
    participant.version, counterpart.seq, {NO_NUMBER}, COALESCE(connection.name, ''), study.id, study.title,
    COALESCE(connection.owner_id, study.author_id), {NO_NUMBER}, {NO_TEXT}, {NO_TEXT}, {NO_TEXT}, connection.code,
    exclusion.asked_at, participant.person_id, participant.id, participant.connection_id, counterpart.heard_at
FROM study JOIN participant ON participant.study_id = study.id AND participant.recruiter = 'outside'
    LEFT JOIN connection ON connection.id = participant.connection_id
    LEFT JOIN counterpart ON counterpart.connection_id = participant.connection_id
        AND counterpart.outside_id = participant.outside_id AND counterpart.listed
    LEFT JOIN exclusion ON exclusion.participant_id = participant.id AND exclusion.done_at IS NULL
    {ENTERED.format(name="sin", noun="participant")}
WHERE study.workspace_id = ?
"""
# What only the other side knows.
WORDS = f"""
SELECT counterpart.id * 3 + 2, connection.side, CASE WHEN connection.side = 'recruiter' THEN counterpart.state END,
    CASE WHEN connection.side = 'tool' THEN counterpart.state END,
    CASE WHEN connection.side = 'recruiter' THEN COALESCE(counterpart.since, counterpart.heard_at) END,
    CASE WHEN connection.side = 'tool' THEN COALESCE(counterpart.since, counterpart.heard_at) END,
    COALESCE(counterpart.since, counterpart.heard_at), SUBSTR(counterpart.outside_id, 4),
    SUBSTR(counterpart.outside_id, 4), COALESCE(study.kind, project.kind), {NO_TEXT}, {NO_NUMBER}, {NO_TEXT},
    {NO_NUMBER}, counterpart.seq, project.id, COALESCE(project.title, connection.name), study.id, study.title,
    COALESCE(connection.owner_id, project.owner_id, study.author_id), {NO_NUMBER}, {NO_TEXT}, {NO_TEXT}, {NO_TEXT},
    connection.code, {NO_NUMBER}, {NO_NUMBER}, {NO_NUMBER}, {NO_NUMBER}, {NO_NUMBER}
FROM connection JOIN counterpart ON counterpart.connection_id = connection.id
    LEFT JOIN study ON study.id = connection.study_id
    LEFT JOIN project ON project.id = connection.project_id
    LEFT JOIN participant ON participant.connection_id = connection.id
        AND participant.outside_id = counterpart.outside_id
    LEFT JOIN candidate ON candidate.tail = SUBSTR(counterpart.outside_id, 4)
        AND candidate.project_id = connection.project_id
WHERE connection.workspace_id = ? AND connection.revoked_at IS NULL AND counterpart.listed AND participant.id IS NULL
    AND candidate.id IS NULL AND ((connection.side = 'recruiter' AND counterpart.state
        IN ({_listed(reconcile.SENT_ON)})) OR (connection.side = 'tool'
        AND counterpart.state NOT IN ({_listed(reconcile.GONE)})))
"""


@cache
def pairing_sql(r: str = "r", s: str = "s") -> str:
    """rules.reconcile.pairing as SQL, made of the same tables (tests/models/test_board.py holds one against the
    other)."""
    agree = " OR ".join(
        f"({r} = '{there}' AND {s} IN ({_listed(here)}))" for there, here in reconcile.AGREES.items() if here
    )
    return (
        f"CASE WHEN {s} IS NULL THEN CASE WHEN {r} IN ({_listed(reconcile.SENT_ON)}) THEN 'only_recruiting' "
        f"ELSE 'matched' END WHEN {r} IS NULL THEN CASE WHEN {s} IN ({_listed(reconcile.GONE)}) THEN 'matched' "
        f"ELSE 'only_study' END WHEN {agree} THEN 'matched' ELSE 'disagreeing' END"
    )


@cache
def waiting_sql(r: str = "r", s: str = "s", submitted: str = "submitted") -> str:
    """rules.reconcile.waiting as SQL; its places are the instants before which Submitted is overdue, and due."""
    over, gone = _listed(reconcile.OVER), _listed([*reconcile.GONE, "completed"])
    return (
        f"CASE WHEN ({r} = 'submitted' OR {s} = 'submitted') AND COALESCE({r}, '') NOT IN ({over}) "
        f"AND COALESCE({s}, '') NOT IN ({gone}) THEN CASE WHEN {submitted} <= ? THEN 'overdue' "
        f"WHEN {submitted} <= ? THEN 'due' ELSE 'submitted' END ELSE '' END"
    )


@cache
def on_its_way_sql(state: str, tries: str, since: str, sent: str, heard: str) -> str:
    """rules.reconcile.telling as SQL, of one call and a row that does not match; its place is the instant before which
    a call takes too long."""
    return (
        f"{since} > ? AND (({state} = 'waiting' AND {tries} = 0) "
        f"OR ({state} = 'sent' AND {sent} IS NOT NULL AND ({heard} IS NULL OR {heard} < {sent})))"
    )


CALLED = on_its_way_sql("outgoing.state", "outgoing.tries", "outgoing.due_at", "outgoing.sent_at", "weighed.heard")
TELLING = (
    "CASE WHEN kind_of <> 'matched' AND line IS NOT NULL AND EXISTS (SELECT 1 FROM outgoing WHERE outgoing.thread = "
    "CASE WHEN c_code IS NULL THEN 'participant-' ELSE 'candidate-' END || (number / 3) AND outgoing.recipient = -line "
    f"AND outgoing.channel = 'call' AND {CALLED}) THEN 1 ELSE 0 END"
)
SINCE = (
    "COALESCE(CASE WHEN {waits} <> '' THEN submitted WHEN r_since IS NULL THEN s_since WHEN s_since IS NULL "
    "THEN r_since WHEN r_since > s_since THEN r_since ELSE s_since END, 0)"
)
OVER = (
    f"CASE WHEN kind_of = 'matched' AND owed = 0 AND ((r IS NULL AND s IN ({_listed(reconcile.GONE)})) "
    f"OR r IN ({_listed(reconcile.OVER)})) THEN 1 ELSE 0 END"
)
HERE = "((kind_of = 'only_study' AND place <> 'tool') OR (kind_of = 'only_recruiting' AND place = 'tool'))"
SUSPECTED = (
    "SELECT SUBSTR(suspect.outside_id, LENGTH(suspect.outside_id) - 6) FROM suspect WHERE suspect.workspace_id = ? "
    "AND suspect.settled_at IS NULL AND suspect.outside_id <> ''"
)
# What the tabs and the order of the rows are made of; a page reads only this of everybody.
NARROW = (
    "number, place, r, s, r_since, s_since, submitted, tail, c_code, project, study, amount, currency, line, heard"
)


def judged_sql(wanted: tuple[str, str, str] = ("", "", ""), columns: str = "pairs.*", once: str = "") -> str:
    """Everybody on the board, judged. `wanted` narrows the three kinds of rows where they are read, `columns` is what
    is kept of each, and `once` has the database work it out one time only, however often it is asked for."""
    kinds = " UNION ALL ".join(sql + more for sql, more in zip((CANDIDATES, PLACES, WORDS), wanted, strict=True))
    return f"""
WITH pairs AS ({kinds}),
weighed AS {once} (SELECT {columns}, {pairing_sql()} AS kind_of, {waiting_sql()} AS waits,
    CASE WHEN r = 'completed' AND paid IS NOT NULL AND paid NOT IN ('paid', 'void') THEN 1 ELSE 0 END AS owed,
    CASE WHEN pair <> '' AND pair IN ({SUSPECTED}) THEN 1 ELSE 0 END AS suspect,
    COALESCE(charge.person_id, first_owner) AS owner, COALESCE(charge.note, '') AS note
    FROM pairs LEFT JOIN charge ON charge.workspace_id = ? AND charge.outside_id = 'pp_' || pair),
judged AS (SELECT weighed.*, {OVER} AS over, CASE WHEN {HERE} THEN 1 ELSE 0 END AS here,
    {SINCE.format(waits="waits")} AS since, {TELLING} AS telling FROM weighed)
"""


JUDGED = judged_sql()
GLANCED = judged_sql(columns=NARROW, once="MATERIALIZED")
# What each tab shows.
UNSETTLED = "((kind_of <> 'matched' AND telling = 0) OR waits <> '' OR owed = 1 OR suspect = 1)"
FILTERS: dict[str, str] = {
    "open": UNSETTLED,
    "disagreeing": "kind_of = 'disagreeing' AND telling = 0",
    "only_there": "kind_of IN ('only_recruiting', 'only_study') AND here = 0 AND telling = 0",
    "only_here": "kind_of IN ('only_recruiting', 'only_study') AND here = 1 AND telling = 0",
    "telling": "telling = 1",
    "submitted": "waits <> ''",
    "due": "waits IN ('due', 'overdue')",
    "overdue": "waits = 'overdue'",
    "owed": "owed = 1",
    "suspect": "suspect = 1",
    "matched": "kind_of = 'matched' AND over = 0",
    "settled": "over = 1 AND suspect = 0",
}
COLUMNS = (
    "number, place, r, s, r_since, s_since, submitted, tail, judged.kind, c_code, c_version, p_code, p_version, seq, "
    "project_title, study_title, judged.owner, keeper.name, amount, currency, payout, paid, connection, asked_at, "
    "kind_of, waits, owed, suspect, here, over, since, pair, judged.project, judged.study, judged.person, "
    "judged.note, place_id, telling"
)

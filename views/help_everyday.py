"""What people call things that the help says in other words: it is searched for each topic, and shown nowhere."""

from lifecycle.words import Text, _

EVERYDAY: dict[str, Text] = {
    "taking-part": _("invite, sign up, join, apply, interview, test"),
    "honest-answers": _("screener, survey, disqualified, rejected, qualify"),
    "camera": _("webcam, mic, video, headset, sound check"),
    "screen-sharing": _("share my screen, privacy, confidential, hide"),
    "thinking-aloud": _("think out loud, recording, voice, upload"),
    "payment": _("money, paid, pay, bank, voucher, gift card, late"),
    "changing-a-time": _("reschedule, postpone, cancel, appointment, calendar, absent"),
    "standing": _("rating, stars, banned, blocked, complaint, penalty"),
    "technical-trouble": _("bug, error, crash, internet, connection, does not work"),
    "your-data": _("GDPR, privacy, delete account, download, export, password"),
    "launching": _("publish, start, create, new study, test plan, draft"),
    "audience": _("participants, panel, recruit, target, demographics, filter, waiting list"),
    "own-people": _(
        "favourites, favorites, shortlist, contacts, customers, CSV, Excel, spreadsheet, import, export, address book"
    ),
    "done-alone": _("unmoderated, questionnaire, prototype, task, usability test"),
    "screeners": _("questions, qualify, disqualify, reject"),
    "availability": _("calendar, schedule, Google, Outlook, Teams, holiday, time zone"),
    "rescheduling": _("postpone, move, cancel, appointment, change the time"),
    "no-shows": _("absent, missed, late, did not come, bug, duplicate"),
    "deciding": _("approve, accept, finish, reward, done"),
    "recruiting": _("panel, User Interviews, integration, redirect"),
    "webhooks": _("API, developer, automation, HTTP, integration"),
    "payouts": _("pay, money, incentive, reward, invoice, bank, CSV, bonus"),
    "plan": _("billing, invoice, price, subscription, credits, Flex, license"),
    "teams": _("admin, permission, user, member, colleague, invite, audit log"),
    "review": _("approval, approve, sign off"),
    "reports": _("complain, fraud, cheating, rude, abuse"),
    "board": _("compare, mismatch, reconcile, differences, CSV, Excel"),
    "exclusion": _("ban, block, remove, kick out, delete somebody"),
    "messages": _("chat, email, contact, write to, notify"),
}

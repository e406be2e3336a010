"""What makes it quick to find the people who fit a study, and when the clock last looked for them."""

from models.base import Instant

INDEXES = {
    "person_unasked": "person (id) WHERE unsubscribed_at IS NOT NULL OR erasure_asked_at IS NOT NULL "
    "OR erased_at IS NOT NULL OR practice_for IS NOT NULL",
    "standing_removed": "standing (person_id) WHERE state = 'removed'",
    "study_offering": "study (id) WHERE state = 'live' AND audience = 'network'",
}
COUNTED = "profile_scope_country_birth_year_gender_languages_person_id"
# Who was a member before there were profiles has told nothing yet.
TEXTS = (
    "country", "gender", "languages", "employment", "industry", "company_size", "job_level", "income", "devices",
    "web_use",
)  # fmt: skip
NOTHING = ", ".join(["''"] * len(TEXTS))
MEMBERS = (
    f"INSERT INTO profile (person_id, scope, {', '.join(TEXTS)}, updated_at) "
    f"SELECT standing.person_id, 0, {NOTHING}, 0 FROM standing WHERE NOT EXISTS "
    "(SELECT 1 FROM profile WHERE profile.person_id = standing.person_id AND profile.scope = 0)"
)


def up(migrator, db):
    """A column and the indexes."""
    migrator.migrate(migrator.add_column("study", "offered_at", Instant(null=True)))
    migrator.migrate(migrator.add_index("profile", ("scope", "person_id")))
    migrator.migrate(migrator.drop_index("profile", "profile_scope_country"))
    db.execute_sql(f"CREATE INDEX {COUNTED} ON profile (scope, country, birth_year, gender, languages, person_id)")
    for name, what in INDEXES.items():
        db.execute_sql(f"CREATE INDEX {name} ON {what}")
    db.execute_sql(MEMBERS)


def down(migrator, db):
    """As it was."""
    for name in INDEXES:
        db.execute_sql(f"DROP INDEX {name}")
    db.execute_sql(f"DROP INDEX {COUNTED}")
    migrator.migrate(migrator.add_index("profile", ("scope", "country")))
    migrator.migrate(migrator.drop_index("profile", "profile_scope_person_id"))
    migrator.migrate(migrator.drop_column("study", "offered_at"))

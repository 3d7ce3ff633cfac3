using BackOffice.Core.Backends.Embedded.Store;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>
/// The tables of <c>router.db</c>: live rules, recorded events, deliveries, causes. Migrations go forward only. Times are UTC ticks, JSON is UTF-8 in blobs.
/// </summary>
internal static class RouterSchema
{
    /// <summary>"BORT" in SQLite's header.</summary>
    public const int ApplicationId = 0x424F5254;

    private static readonly string[] s_migrations =
    [
        """
        CREATE TABLE settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE rules (name TEXT PRIMARY KEY, pattern TEXT NOT NULL, enabled INTEGER NOT NULL, description TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE targets (rule TEXT NOT NULL, id TEXT NOT NULL, json BLOB NOT NULL, PRIMARY KEY (rule, id)) WITHOUT ROWID;

        -- The recorder. An id is taken once, so that what is read again after a crash has no second effect.
        CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL,
            time INTEGER NOT NULL, taken INTEGER NOT NULL, json BLOB NOT NULL);
        CREATE INDEX events_by_key ON events (key, seq);
        CREATE INDEX events_by_type ON events (type, seq);
        CREATE INDEX events_by_taken ON events (taken);

        -- state: 0 pending, 1 delivered, 2 dead, 3 discarded. tries counts every call, base those before it was last made pending by hand.
        CREATE TABLE deliveries (id INTEGER PRIMARY KEY, event TEXT NOT NULL, replay TEXT NOT NULL, rule TEXT NOT NULL, target TEXT NOT NULL, destination TEXT NOT NULL,
            key TEXT NOT NULL, cause TEXT NOT NULL, dead_letter TEXT NOT NULL, retries INTEGER NOT NULL, max_age INTEGER NOT NULL, happened INTEGER NOT NULL,
            taken INTEGER NOT NULL, state INTEGER NOT NULL, tries INTEGER NOT NULL, base INTEGER NOT NULL, next INTEGER, ended INTEGER, status INTEGER, error TEXT,
            message TEXT, body BLOB NOT NULL);
        CREATE UNIQUE INDEX deliveries_once ON deliveries (event, rule, target, replay);
        CREATE INDEX deliveries_due ON deliveries (destination, next, id) WHERE state = 0;
        CREATE INDEX deliveries_dead ON deliveries (rule, target, error) WHERE state = 2;
        CREATE INDEX deliveries_by_key ON deliveries (key, id);
        CREATE INDEX deliveries_by_rule ON deliveries (rule, id);
        CREATE INDEX deliveries_ended ON deliveries (ended) WHERE ended IS NOT NULL;
        CREATE TABLE attempts (delivery INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, took INTEGER NOT NULL, status INTEGER, error TEXT, message TEXT,
            answer TEXT, PRIMARY KEY (delivery, number)) WITHOUT ROWID;

        -- What a grouping destination keeps together: last is the time of the newest event in it, recorded when its ticket was last told.
        CREATE TABLE causes (id TEXT PRIMARY KEY, destination TEXT NOT NULL, cause TEXT NOT NULL, last INTEGER NOT NULL, closed INTEGER NOT NULL, ticket TEXT, before TEXT,
            recorded INTEGER) WITHOUT ROWID;
        CREATE INDEX causes_by_cause ON causes (destination, cause, last);
        CREATE TABLE cause_members (cause TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (cause, key)) WITHOUT ROWID;
        """,
        """
        -- again: the command that last had a dead letter tried anew, or discarded.
        ALTER TABLE deliveries ADD COLUMN again TEXT;
        CREATE INDEX deliveries_again ON deliveries (again) WHERE again IS NOT NULL;
        CREATE INDEX deliveries_by_replay ON deliveries (replay, id) WHERE replay <> '';
        CREATE INDEX deliveries_by_destination ON deliveries (destination, id);
        CREATE INDEX deliveries_open ON deliveries (state, id) WHERE state <> 1;
        """,
    ];

    public static int Version => s_migrations.Length;

    /// <summary>Brings the database to this program's version, each step in a transaction of its own.</summary>
    public static void Migrate(Database database, long from)
    {
        for (var version = (int)from; version < s_migrations.Length; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(s_migrations[version]);
                database.Execute(FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}"));
                database.Execute("COMMIT");
            }
            catch
            {
                if (!database.InAutocommit)
                    database.Execute("ROLLBACK");
                throw;
            }
        }
    }
}

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// The tables of <c>orders.db</c>. Migrations go forward only: one script a version, never edited once released. Times are UTC ticks (100 ns since
/// year 1). JSON is UTF-8 in blobs, so that no call decodes what it only carries.
/// </summary>
internal static class Schema
{
    /// <summary>"BOST" in SQLite's header: tells our file from any other database.</summary>
    public const int ApplicationId = 0x424F5354;

    public static int Version => s_migrations.Length;

    private const int Recounted = 4;

    private static readonly string[] s_migrations =
    [
        """
        CREATE TABLE heads (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, version INTEGER NOT NULL,
            placed INTEGER, changed INTEGER, headline INTEGER, path INTEGER, step TEXT, error TEXT, city TEXT,
            json BLOB NOT NULL);
        CREATE UNIQUE INDEX heads_by_subject ON heads (subject);
        -- Every list is one of these, or a merge of a few ranges of one of them; see OrderLists.
        CREATE INDEX heads_by_placed ON heads (placed, id) WHERE placed IS NOT NULL;
        CREATE INDEX heads_by_headline ON heads (headline, path, placed, id) WHERE headline IS NOT NULL;
        CREATE INDEX heads_by_step ON heads (step, headline, path, placed, id) WHERE step IS NOT NULL;

        -- A table in the order of writing with a small index, not WITHOUT ROWID: rows of 500 to 900 bytes would fill the inner pages of a
        -- clustered tree and make it eight levels deep at 10 M children.
        CREATE TABLE children (id INTEGER PRIMARY KEY, head INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, json BLOB NOT NULL);
        CREATE UNIQUE INDEX children_by_head ON children (head, kind, key);

        CREATE TABLE keys (class TEXT NOT NULL, value TEXT NOT NULL, placed INTEGER NOT NULL, head INTEGER NOT NULL,
            PRIMARY KEY (class, value, placed, head)) WITHOUT ROWID;
        CREATE INDEX keys_by_head ON keys (head, class, value);
        -- gone: its subject gave it up, and nobody else may ever have it.
        CREATE TABLE unique_keys (class TEXT NOT NULL, value TEXT NOT NULL, head INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (class, value)) WITHOUT ROWID;

        CREATE TABLE dues (head INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (head, kind)) WITHOUT ROWID;
        CREATE INDEX dues_by_time ON dues (kind, at, head);

        CREATE TABLE outbox (seq INTEGER PRIMARY KEY, topic TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL,
            id TEXT NOT NULL, time INTEGER NOT NULL, detail BLOB NOT NULL);

        -- entry is the canonical JSON whose SHA-256 is hash; the other columns repeat it for the indexes, and the verifier compares them.
        CREATE TABLE audit (seq INTEGER PRIMARY KEY, head INTEGER NOT NULL, number INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            hash BLOB NOT NULL, entry BLOB NOT NULL);
        CREATE UNIQUE INDEX audit_by_head ON audit (head, number);
        CREATE INDEX audit_by_actor ON audit (actor);
        CREATE INDEX audit_by_action ON audit (action);
        CREATE TABLE audit_detail (seq INTEGER PRIMARY KEY, detail BLOB NOT NULL);
        -- archived: 0 until the second place has it too.
        CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, line BLOB NOT NULL, archived INTEGER NOT NULL);

        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE positions (reader TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

        -- dead: when it became a dead letter. receipt names the delivery, 0 before the first.
        CREATE TABLE queue (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, key TEXT NOT NULL, visible INTEGER NOT NULL, receives INTEGER NOT NULL,
            receipt INTEGER NOT NULL, dead INTEGER, reason TEXT, body BLOB NOT NULL);
        CREATE INDEX queue_ready ON queue (queue, visible, id) WHERE dead IS NULL;
        CREATE INDEX queue_dead ON queue (queue, id) WHERE dead IS NOT NULL;

        INSERT INTO settings (name, value) VALUES ('cursor-key', randomblob(32));
        """,
        """
        ALTER TABLE heads ADD COLUMN variant TEXT;
        ALTER TABLE heads ADD COLUMN currency TEXT;
        ALTER TABLE heads ADD COLUMN amount INTEGER;
        """,
        // After the columns are filled; see SearchColumns.
        """
        -- Covering: a search that nothing narrows walks it, with everything that a list may ask for at hand.
        DROP INDEX heads_by_placed;
        CREATE INDEX heads_by_placed ON heads (placed, id, headline, path, step, error, city, variant, currency, amount) WHERE placed IS NOT NULL;
        CREATE INDEX heads_by_changed ON heads (changed, id) WHERE changed IS NOT NULL;
        CREATE INDEX heads_by_amount ON heads (amount, id, placed) WHERE amount IS NOT NULL;
        CREATE INDEX heads_by_error ON heads (error, placed, id) WHERE error IS NOT NULL;
        CREATE INDEX heads_by_city ON heads (city, placed, id) WHERE city IS NOT NULL;
        """,
        // Counters of cities, which nothing kept before: the next step counts them.
        "",
        // Counters of the dial's two groups, which nothing kept before; see Migrate.
        "",
    ];

    /// <summary>Brings the database to this program's version, each step in a transaction of its own.</summary>
    public static void Migrate(Database database, long from)
    {
        for (var version = (int)from; version < s_migrations.Length; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(s_migrations[version]);
                if (version == SearchColumns.After)
                    SearchColumns.Fill(database);
                if (version == Recounted)
                    CounterRows.Check(database, repair: true);
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

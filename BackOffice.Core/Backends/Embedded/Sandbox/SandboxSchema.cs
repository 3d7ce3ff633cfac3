using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The tables of a gateway's file, the same for all five gateways.</summary>
internal static class SandboxSchema
{
    /// <summary>Rises with every change of the tables.</summary>
    public const int Version = 3;

    public const string Payments = "payments.db";
    public const string Fraud = "fraud.db";
    public const string Vouchers = "vouchers.db";
    public const string Mail = "mail.db";
    public const string Miles = "miles.db";

    public static readonly IReadOnlyList<string> Files = [Payments, Fraud, Vouchers, Mail, Miles];

    /// <summary>Times are microseconds since 1970 UTC.</summary>
    private const string Tables =
        """
        -- Every call received, also the refused, the lost and the repeated ones.
        CREATE TABLE calls (
          id INTEGER PRIMARY KEY, at INTEGER NOT NULL, operation TEXT NOT NULL, key TEXT NOT NULL, request_hash BLOB NOT NULL,
          done TEXT NOT NULL, answered TEXT NOT NULL) STRICT;
        -- What took effect or was refused for good, by key. A key used again after its lifetime makes a second row: that is what the oracle counts.
        CREATE TABLE effects (
          id INTEGER PRIMARY KEY, at INTEGER NOT NULL, key TEXT NOT NULL, operation TEXT NOT NULL, request_hash BLOB NOT NULL,
          outcome TEXT NOT NULL CHECK (outcome IN ('succeeded', 'refused')), reference TEXT, result TEXT, code TEXT, message TEXT,
          minor INTEGER, unit TEXT, used_by INTEGER, visible_at INTEGER NOT NULL, lookups_lost INTEGER NOT NULL) STRICT;
        CREATE INDEX effects_by_key ON effects (key);
        -- How often a key was tried while the input said "not yet"; written for such inputs alone.
        CREATE TABLE tries (key TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE callbacks (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, key TEXT NOT NULL, delivery INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT;
        -- Messages accepted whose file is not written yet.
        CREATE TABLE kept_mail (id INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL) STRICT;
        """;

    /// <summary>Since version 2.</summary>
    private const string Refunds =
        """
        -- A refund's fate: what it is at first and what it becomes. 'failed' and 'reversed' money is with the merchant again.
        CREATE TABLE refunds (
          effect INTEGER PRIMARY KEY, capture INTEGER NOT NULL, minor INTEGER NOT NULL, first TEXT NOT NULL, later TEXT NOT NULL, changes_at INTEGER NOT NULL) STRICT;
        CREATE INDEX refunds_by_capture ON refunds (capture);
        """;

    /// <summary>Since version 3; days are <c>yyyy-MM-dd</c>, UTC.</summary>
    private const string Lots =
        """
        -- What members have, by the last day it counts.
        CREATE TABLE accounts (member TEXT NOT NULL, expires_on TEXT NOT NULL, miles INTEGER NOT NULL, PRIMARY KEY (member, expires_on)) STRICT, WITHOUT ROWID;
        -- Which lots a redemption took, and which a recredit gave back or found expired.
        CREATE TABLE taken (effect INTEGER NOT NULL, member TEXT NOT NULL, expires_on TEXT NOT NULL, miles INTEGER NOT NULL, PRIMARY KEY (effect, expires_on)) STRICT, WITHOUT ROWID;
        CREATE INDEX taken_by_member ON taken (member);
        CREATE TABLE given_back (
          effect INTEGER NOT NULL, redemption INTEGER NOT NULL, member TEXT NOT NULL, expires_on TEXT NOT NULL, miles INTEGER NOT NULL, expired INTEGER NOT NULL,
          PRIMARY KEY (effect, expires_on)) STRICT, WITHOUT ROWID;
        CREATE INDEX given_back_by_redemption ON given_back (redemption);
        CREATE INDEX given_back_by_member ON given_back (member);
        """;

    /// <summary>Opens the file, making it when there is none. A newer or damaged file is refused with what to do, never replaced.</summary>
    public static SqliteConnection OpenForWriting(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA busy_timeout=5000; PRAGMA cache_size=-4000;");
            switch (VersionOf(connection))
            {
                case 0:
                    Run(connection, $"BEGIN IMMEDIATE; {Tables} {Refunds} {Lots} PRAGMA user_version={Version.ToString(CultureInfo.InvariantCulture)}; COMMIT;");
                    break;
                case 1:
                    Run(connection, $"BEGIN IMMEDIATE; {Refunds} {Lots} PRAGMA user_version={Version.ToString(CultureInfo.InvariantCulture)}; COMMIT;");
                    break;
                case 2:
                    Run(connection, $"BEGIN IMMEDIATE; {Lots} PRAGMA user_version={Version.ToString(CultureInfo.InvariantCulture)}; COMMIT;");
                    break;
                case Version:
                    break;
                case var newer:
                    throw new InvalidOperationException($"{path} was written by another version of the program (format {newer}, this one writes {Version}). Use that version, or move the file away.");
            }
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new InvalidOperationException($"{path} cannot be used ({e.Message}). Move it away to begin with an empty sandbox.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that must exist, of a stopped or running program, for reading alone.</summary>
    public static SqliteConnection OpenForReading(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is missing: no gateway of this sandbox has ever started.", path);
        // Not a read-only handle: that cannot recover the log that a killed process left behind.
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        Run(connection, "PRAGMA busy_timeout=5000; PRAGMA query_only=ON;");
        return connection;
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)(command.ExecuteScalar() ?? 0L);
    }
}

using BackOffice.Core.Payments;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>An effect or a refusal as the gateway's file keeps it; times are microseconds since 1970 UTC.</summary>
internal sealed record StoredEffect(
    long Row, long At, string Key, string Operation, byte[] Hash, GatewayAnswer Answer, long? Minor, string? Unit, long VisibleAt, int LookupsLost);

/// <summary>The prepared statements of one file. Not safe for two threads: the file's lock is around every call.</summary>
internal sealed class SandboxStatements : IDisposable
{
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollBack;
    private readonly SqliteCommand _call;
    private readonly SqliteCommand _latest;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _effect;
    private readonly SqliteCommand _useUp;
    private readonly SqliteCommand _countTry;
    private readonly SqliteCommand _callback;
    private readonly SqliteCommand _keep;
    private readonly SqliteCommand _kept;
    private readonly SqliteCommand _forget;
    private readonly SqliteCommand _lastRow;
    private readonly SqliteCommand _keepRefund;
    private readonly SqliteCommand _refund;
    private readonly SqliteCommand _refunded;
    private readonly SqliteCommand _refunds;
    private readonly SqliteCommand _movements;
    private readonly List<SqliteCommand> _all = [];

    public SandboxStatements(SqliteConnection connection)
    {
        SqliteCommand Prepare(string sql, int parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= parameters; i++)
                command.Parameters.Add(new SqliteParameter("$" + (char)('a' + i - 1), DBNull.Value));
            command.Prepare();
            _all.Add(command);
            return command;
        }

        _begin = Prepare("BEGIN IMMEDIATE", 0);
        _commit = Prepare("COMMIT", 0);
        _rollBack = Prepare("ROLLBACK", 0);
        _call = Prepare("INSERT INTO calls (at, operation, key, request_hash, done, answered) VALUES ($a, $b, $c, $d, $e, $f)", 6);
        _latest = Prepare(
            """
            SELECT id, at, operation, request_hash, outcome, reference, result, code, message, minor, unit, visible_at, lookups_lost
            FROM effects WHERE key = $a ORDER BY id DESC LIMIT 1
            """, 1);
        _insert = Prepare(
            """
            INSERT INTO effects (id, at, key, operation, request_hash, outcome, reference, result, code, message, minor, unit, visible_at, lookups_lost)
            VALUES ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n)
            """, 14);
        _effect = Prepare("SELECT operation, outcome, coalesce(minor, 0), coalesce(unit, ''), coalesce(used_by, 0) FROM effects WHERE id = $a", 1);
        _useUp = Prepare("UPDATE effects SET used_by = $b WHERE id = $a", 2);
        _countTry = Prepare("INSERT INTO tries (key, count) VALUES ($a, 1) ON CONFLICT (key) DO UPDATE SET count = count + 1 RETURNING count", 1);
        _callback = Prepare("INSERT INTO callbacks (at, key, delivery, outcome) VALUES ($a, $b, $c, $d)", 4);
        _keep = Prepare("INSERT INTO kept_mail (id, name, text) VALUES ($a, $b, $c)", 3);
        _kept = Prepare("SELECT id, name, text FROM kept_mail ORDER BY id", 0);
        _forget = Prepare("DELETE FROM kept_mail WHERE id = $a", 1);
        _lastRow = Prepare("SELECT coalesce(max(id), 0) FROM effects", 0);
        _keepRefund = Prepare("INSERT INTO refunds (effect, capture, minor, first, later, changes_at) VALUES ($a, $b, $c, $d, $e, $f)", 6);
        _refund = Prepare("SELECT first, later, changes_at FROM refunds WHERE effect = $a", 1);
        _refunded = Prepare(
            "SELECT coalesce(sum(minor), 0) FROM refunds WHERE capture = $a AND NOT (later IN ('failed', 'reversed') AND changes_at <= $b)", 2);
        _refunds = Prepare(
            """
            SELECT e.id, e.at, e.key, e.reference, e.minor, e.unit, CASE WHEN r.changes_at <= $b THEN r.later ELSE r.first END
            FROM refunds r JOIN effects e ON e.id = r.effect WHERE e.id > $a AND e.outcome = 'succeeded' ORDER BY e.id LIMIT $c
            """, 3);
        _movements = Prepare(
            """
            SELECT e.id, e.at, e.key, e.reference, e.minor, e.unit, CASE WHEN r.effect IS NULL THEN 'succeeded' WHEN r.changes_at <= $b THEN r.later ELSE r.first END, e.operation
            FROM effects e LEFT JOIN refunds r ON r.effect = e.id WHERE e.id > $a AND e.outcome = 'succeeded' AND e.operation IN ('redeem', 'recredit') ORDER BY e.id LIMIT $c
            """, 3);
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void RollBack() => _rollBack.ExecuteNonQuery();

    public void LogCall(long at, string operation, string key, byte[] hash, string done, string answered) =>
        Run(_call, at, operation, key, hash, done, answered);

    public StoredEffect? Latest(string key)
    {
        _latest.Parameters[0].Value = key;
        using var row = _latest.ExecuteReader();
        if (!row.Read())
            return null;
        GatewayAnswer answer = row.GetString(4) == "succeeded"
            ? new GatewaySucceeded(row.GetString(5), Text(row, 6))
            : new GatewayRefused(row.GetString(7), row.GetString(8));
        return new(row.GetInt64(0), row.GetInt64(1), key, row.GetString(2), row.GetFieldValue<byte[]>(3), answer,
            row.IsDBNull(9) ? null : row.GetInt64(9), Text(row, 10), row.GetInt64(11), row.GetInt32(12));
    }

    public void InsertEffect(StoredEffect effect)
    {
        var succeeded = effect.Answer as GatewaySucceeded;
        var refused = effect.Answer as GatewayRefused;
        Run(_insert, effect.Row, effect.At, effect.Key, effect.Operation, effect.Hash, succeeded is null ? "refused" : "succeeded", succeeded?.ExternalId,
            succeeded?.ResultJson, refused?.Code, refused?.Message, effect.Minor, effect.Unit, effect.VisibleAt, effect.LookupsLost);
    }

    public (string Operation, string Outcome, long Minor, string Unit, long UsedBy)? Effect(long row)
    {
        _effect.Parameters[0].Value = row;
        using var found = _effect.ExecuteReader();
        return found.Read() ? (found.GetString(0), found.GetString(1), found.GetInt64(2), found.GetString(3), found.GetInt64(4)) : null;
    }

    public void UseUp(long row, long by) => Run(_useUp, row, by);

    /// <summary>Counts this try and returns how many there were with it.</summary>
    public long CountTry(string key)
    {
        _countTry.Parameters[0].Value = key;
        return (long)(_countTry.ExecuteScalar() ?? 0L);
    }

    public void LogCallback(long at, string key, int delivery, string outcome) => Run(_callback, at, key, delivery, outcome);

    public void KeepMail(long row, string name, string text) => Run(_keep, row, name, text);

    public IReadOnlyList<(long Row, string Name, string Text)> KeptMail()
    {
        List<(long, string, string)> kept = [];
        using var row = _kept.ExecuteReader();
        while (row.Read())
            kept.Add((row.GetInt64(0), row.GetString(1), row.GetString(2)));
        return kept;
    }

    public void ForgetMail(long row) => Run(_forget, row);

    public void KeepRefund(long row, long capture, long minor, string first, string later, long changesAt) =>
        Run(_keepRefund, row, capture, minor, first, later, changesAt);

    /// <summary>A refund's fate, or null for another effect.</summary>
    public (string First, string Later, long ChangesAt)? Refund(long row)
    {
        _refund.Parameters[0].Value = row;
        using var found = _refund.ExecuteReader();
        return found.Read() ? (found.GetString(0), found.GetString(1), found.GetInt64(2)) : null;
    }

    /// <summary>What of a capture has gone back, or may yet.</summary>
    public long RefundedOf(long capture, long now)
    {
        _refunded.Parameters[0].Value = capture;
        _refunded.Parameters[1].Value = now;
        return (long)(_refunded.ExecuteScalar() ?? 0L);
    }

    public IReadOnlyList<(long Row, long At, string Key, string Reference, long Minor, string Unit, string State)> Refunds(long after, long now, int limit)
    {
        List<(long, long, string, string, long, string, string)> found = [];
        _refunds.Parameters[0].Value = after;
        _refunds.Parameters[1].Value = now;
        _refunds.Parameters[2].Value = limit;
        using var row = _refunds.ExecuteReader();
        while (row.Read())
            found.Add((row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetString(6)));
        return found;
    }

    public IReadOnlyList<(long Row, long At, string Key, string Reference, long Minor, string Unit, string State, string Operation)> Movements(long after, long now, int limit)
    {
        List<(long, long, string, string, long, string, string, string)> found = [];
        _movements.Parameters[0].Value = after;
        _movements.Parameters[1].Value = now;
        _movements.Parameters[2].Value = limit;
        using var row = _movements.ExecuteReader();
        while (row.Read())
            found.Add((row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetString(6), row.GetString(7)));
        return found;
    }

    public long LastRow() => (long)(_lastRow.ExecuteScalar() ?? 0L);

    public void Dispose()
    {
        foreach (var command in _all)
            command.Dispose();
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}

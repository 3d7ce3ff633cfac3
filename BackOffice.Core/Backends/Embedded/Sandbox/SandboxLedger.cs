using BackOffice.Core.Common;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <inheritdoc cref="ISandboxLedger"/>
public sealed class SandboxLedger : ISandboxLedger
{
    private readonly IReadOnlyList<(string Gateway, SqliteConnection Connection)> _files;

    private SandboxLedger(IReadOnlyList<(string Gateway, SqliteConnection Connection)> files) => _files = files;

    /// <summary>Opens the files of a folder. <see cref="FileNotFoundException"/> when one is missing: a witness that is not there says nothing.</summary>
    public static ISandboxLedger Open(string folder)
    {
        List<(string, SqliteConnection)> files = [];
        try
        {
            foreach (var file in SandboxSchema.Files)
                files.Add((Path.GetFileNameWithoutExtension(file), SandboxSchema.OpenForReading(Path.Combine(folder, file))));
            return new SandboxLedger(files);
        }
        catch
        {
            foreach (var (_, connection) in files)
                connection.Dispose();
            throw;
        }
    }

    public long CountCalls() => Sum("SELECT count(*) FROM calls");

    public long CountEffects() => Sum("SELECT count(*) FROM effects WHERE outcome = 'succeeded'");

    public IEnumerable<SandboxCount> EffectsByKey(int atLeast = 1) => Counts("key", atLeast);

    // The attempt is the number at the end; without it all attempts of a unit are one.
    public IEnumerable<SandboxCount> EffectsByUnit(int atLeast = 1) => Counts("rtrim(key, '0123456789')", atLeast);

    // '0' is the character after '/': the range of all keys that begin with "<order>/".
    public IReadOnlyList<SandboxEffect> EffectsOf(OrderId order) =>
        [.. ReadEffects("WHERE key >= $a AND key < $b ORDER BY id", order.Value + "/", order.Value + "0")];

    public IEnumerable<SandboxEffect> Effects() => ReadEffects("ORDER BY id");

    public IEnumerable<SandboxCall> Calls() =>
        Read("SELECT at, operation, key, request_hash, done, answered FROM calls ORDER BY id", (gateway, row) => new SandboxCall(
            gateway, Time(row.GetInt64(0)), row.GetString(1), row.GetString(2), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(3)), row.GetString(4),
            row.GetString(5)));

    public IReadOnlyList<SandboxCallback> Callbacks() =>
        [.. Read("SELECT at, key, delivery, outcome FROM callbacks ORDER BY id",
            (_, row) => new SandboxCallback(Time(row.GetInt64(0)), row.GetString(1), row.GetInt32(2), row.GetString(3)))];

    public IReadOnlyList<string> CheckIntegrity() =>
        [.. Read("PRAGMA integrity_check", (gateway, row) => (gateway, text: row.GetString(0)))
            .Where(finding => finding.text != "ok").Select(finding => $"{finding.gateway}: {finding.text}")];

    public void Dispose()
    {
        foreach (var (_, connection) in _files)
            connection.Dispose();
    }

    private IEnumerable<SandboxCount> Counts(string group, int atLeast) =>
        Read($"SELECT {group} AS k, count(*) FROM effects WHERE outcome = 'succeeded' GROUP BY k HAVING count(*) >= $a ORDER BY k",
            (gateway, row) => new SandboxCount(gateway, row.GetString(0), row.GetInt64(1)), atLeast);

    private IEnumerable<SandboxEffect> ReadEffects(string where, params object[] values) =>
        Read("SELECT at, key, operation, outcome, reference, code, minor, unit FROM effects " + where, (gateway, row) => new SandboxEffect(
            gateway, Time(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetString(3) == "succeeded",
            row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5),
            row.IsDBNull(6) ? null : new Money(row.GetInt64(6), row.GetString(7))), values);

    private long Sum(string sql) => Read(sql, (_, row) => row.GetInt64(0)).Sum();

    private IEnumerable<T> Read<T>(string sql, Func<string, SqliteDataReader, T> map, params object[] values)
    {
        foreach (var (gateway, connection) in _files)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue("$" + (char)('a' + i), values[i]);
            using var row = command.ExecuteReader();
            while (row.Read())
                yield return map(gateway, row);
        }
    }

    private static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

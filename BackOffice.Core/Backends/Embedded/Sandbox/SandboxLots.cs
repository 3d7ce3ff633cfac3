using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// The programme's accounts. A member whom nobody has seen yet has lots of 20,000, 30,000 and 1,000,000 miles that end in 90, 400 and 800 days; one whose number is
/// <see cref="Lapsing"/> has 5,000 more whose last day was yesterday, which are still taken first and never come back. Only inside a call's transaction.
/// </summary>
internal sealed class SandboxLots(SqliteConnection connection)
{
    public const string Lapsing = "mem_lapsing";

    private const string NotUndone =
        "NOT EXISTS (SELECT 1 FROM refunds r WHERE r.effect = g.effect AND r.later IN ('failed', 'reversed') AND r.changes_at <= $now)";

    /// <summary>Takes miles, those that end first first; null when the member has not so many.</summary>
    public IReadOnlyList<(DateOnly ExpiresOn, long Miles)>? Take(long effect, string member, long miles, DateOnly today, long now)
    {
        Meet(member, today);
        var available = Read(
            $"""
            SELECT a.expires_on, a.miles
              - coalesce((SELECT sum(t.miles) FROM taken t WHERE t.member = a.member AND t.expires_on = a.expires_on), 0)
              + coalesce((SELECT sum(g.miles) FROM given_back g WHERE g.member = a.member AND g.expires_on = a.expires_on AND g.expired = 0 AND {NotUndone}), 0)
            FROM accounts a WHERE a.member = $member ORDER BY a.expires_on
            """,
            ("$member", member), ("$now", now));
        List<(DateOnly, long)> taken = [];
        foreach (var lot in available.Where(lot => lot.Miles > 0 && lot.ExpiresOn >= today.AddDays(-1)))
        {
            var part = Math.Min(miles, lot.Miles);
            if (part == 0)
                break;
            taken.Add((lot.ExpiresOn, part));
            miles -= part;
        }

        if (miles > 0)
            return null;
        foreach (var (day, part) in taken)
            Run("INSERT INTO taken (effect, member, expires_on, miles) VALUES ($effect, $member, $day, $miles)", ("$effect", effect), ("$member", member), ("$day", Text(day)), ("$miles", part));
        return taken;
    }

    /// <summary>Gives miles of a redemption back, the lots that end last first; those that have ended are forfeited. The ceiling was checked.</summary>
    public (long Back, long Expired) GiveBack(long effect, long redemption, string member, long miles, DateOnly today, long now)
    {
        var left = Read(
            $"""
            SELECT t.expires_on, t.miles
              - coalesce((SELECT sum(g.miles) FROM given_back g WHERE g.redemption = t.effect AND g.expires_on = t.expires_on AND {NotUndone}), 0)
            FROM taken t WHERE t.effect = $redemption ORDER BY t.expires_on DESC
            """,
            ("$redemption", redemption), ("$now", now));
        var (back, expired) = (0L, 0L);
        foreach (var lot in left)
        {
            var part = Math.Min(miles, lot.Miles);
            if (part <= 0)
                continue;
            miles -= part;
            var ended = lot.ExpiresOn < today;
            (back, expired) = ended ? (back, expired + part) : (back + part, expired);
            Run(
                "INSERT INTO given_back (effect, redemption, member, expires_on, miles, expired) VALUES ($effect, $redemption, $member, $day, $miles, $expired)",
                ("$effect", effect), ("$redemption", redemption), ("$member", member), ("$day", Text(lot.ExpiresOn)), ("$miles", part), ("$expired", ended ? 1 : 0));
        }

        return (back, expired);
    }

    private void Meet(string member, DateOnly today)
    {
        if (Read("SELECT expires_on, miles FROM accounts WHERE member = $member", ("$member", member)).Count > 0)
            return;
        foreach (var (days, miles) in new[] { (-1, member == Lapsing ? 5_000 : 0), (90, 20_000), (400, 30_000), (800, 1_000_000) })
        {
            if (miles > 0)
                Run("INSERT INTO accounts (member, expires_on, miles) VALUES ($member, $day, $miles)", ("$member", member), ("$day", Text(today.AddDays(days))), ("$miles", miles));
        }
    }

    private List<(DateOnly ExpiresOn, long Miles)> Read(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        List<(DateOnly, long)> rows = [];
        using var command = Command(sql, values);
        using var row = command.ExecuteReader();
        while (row.Read())
            rows.Add((DateOnly.ParseExact(row.GetString(0), "yyyy-MM-dd", CultureInfo.InvariantCulture), row.GetInt64(1)));
        return rows;
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

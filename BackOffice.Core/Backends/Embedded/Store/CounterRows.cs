using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Counters compared with the heads they are kept from.</summary>
internal static class CounterRows
{
    public static CounterReport Check(Database database, bool repair)
    {
        var (orders, counted) = Count(database);
        var kept = Kept(database);
        var differences = kept.Keys.Union(counted.Keys).Order(StringComparer.Ordinal)
            .Select(name => new CounterDifference(name, kept.GetValueOrDefault(name), counted.GetValueOrDefault(name)))
            .Where(difference => difference.Kept != difference.Counted).ToList();
        if (repair)
        {
            foreach (var difference in differences)
                database.Cached("INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2").Begin().Add(difference.Name).Add(difference.Counted).Run();
        }

        return new CounterReport(orders, counted.Count, differences, repair && differences.Count > 0);
    }

    private static (long Orders, Dictionary<string, long> Counted) Count(Database database)
    {
        var counted = new Dictionary<string, long>();
        var orders = 0L;
        var row = database.Cached("SELECT json FROM heads WHERE placed IS NOT NULL").Begin();
        while (row.Step())
        {
            orders++;
            if (Parse(row.Bytes(0)) is not { } head)
                continue;
            foreach (var name in OrderCounters.Of(head))
                counted[name] = counted.GetValueOrDefault(name) + 1;
        }

        row.End();
        return (orders, counted);
    }

    /// <summary>Counters of happenings are left out: no head tells how often it failed.</summary>
    private static Dictionary<string, long> Kept(Database database)
    {
        var kept = new Dictionary<string, long>();
        var row = database.Cached("SELECT name, value FROM counters WHERE value <> 0").Begin();
        while (row.Step())
        {
            if (!OrderCounters.IsHappening(row.Text(0)))
                kept[row.Text(0)] = row.Int64(1);
        }

        row.End();
        return kept;
    }

    private static OrderHead? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.OrderHead);
        }
        catch (JsonException)
        {
            // A damaged head is in no list and in no count; the log names it where it is met.
            return null;
        }
    }
}

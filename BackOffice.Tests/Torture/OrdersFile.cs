using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using Microsoft.Data.Sqlite;

namespace BackOffice.Tests.Torture;

/// <summary>An order as it lies in the file.</summary>
internal sealed record FiledOrder(OrderHead Head, IReadOnlyList<Effect> Effects, IReadOnlyList<Voucher> Vouchers, IReadOnlyList<Hold> Holds, IReadOnlyList<LedgerEntry> Ledger);

/// <summary>Reads orders.db with SQL of its own, beside a running program or after it was killed: a witness that does not ask the store's code.</summary>
internal sealed class OrdersFile : IDisposable
{
    private readonly SqliteConnection _connection;

    public OrdersFile(string data)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "orders.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA query_only=ON;";
        command.ExecuteNonQuery();
    }

    /// <summary>All orders, or those that are neither done nor cancelled nor refunded.</summary>
    public IEnumerable<FiledOrder> Orders(bool openOnly = false)
    {
        var heads = new List<(long Id, byte[] Json)>();
        using (var command = _connection.CreateCommand())
        {
            command.CommandText = "SELECT id, json FROM heads WHERE headline IS NOT NULL" + (openOnly ? $" AND headline NOT IN ({(int)Headline.Done}, {(int)Headline.Cancelled}, {(int)Headline.Refunded})" : "");
            using var row = command.ExecuteReader();
            while (row.Read())
                heads.Add((row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        }
        using var children = _connection.CreateCommand();
        children.CommandText = "SELECT kind, json FROM children WHERE head = $head ORDER BY kind, key";
        var id = children.Parameters.Add("$head", SqliteType.Integer);
        foreach (var (head, json) in heads)
        {
            id.Value = head;
            yield return Read(json, children);
        }
    }

    public long CountOrders() => Count("SELECT count(*) FROM heads WHERE headline IS NOT NULL");

    public long CountQueued() => Count("SELECT count(*) FROM queue WHERE dead IS NULL");

    public long CountDeadLetters() => Count("SELECT count(*) FROM queue WHERE dead IS NOT NULL");

    /// <summary>Counters that differ from a recount of all heads. How often orders failed in an hour is in no head, and is left out.</summary>
    public IEnumerable<string> WrongCounters()
    {
        var counted = Orders().SelectMany(order => OrderCounters.Of(order.Head)).CountBy(name => name).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name, value FROM counters WHERE value <> 0";
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var (name, kept) = (row.GetString(0), row.GetInt64(1));
            if (!OrderCounters.IsHappening(name) && counted.GetValueOrDefault(name) != kept)
                yield return $"counter {name}: {kept} kept, {counted.GetValueOrDefault(name)} counted";
            counted.Remove(name);
        }

        foreach (var (name, count) in counted)
            yield return $"counter {name}: none kept, {count} counted";
    }

    /// <summary>The SQLite files of a folder, each with what integrity_check found; empty when all are whole.</summary>
    public static IReadOnlyList<string> CheckIntegrity(string data)
    {
        List<string> findings = [];
        foreach (var file in Directory.EnumerateFiles(data, "*.db", SearchOption.AllDirectories))
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                if (row.GetString(0) is var found and not "ok")
                    findings.Add($"{Path.GetFileName(file)}: {found}");
            }
        }
        return findings;
    }

    public void Dispose() => _connection.Dispose();

    private static FiledOrder Read(byte[] json, SqliteCommand children)
    {
        List<Effect> effects = [];
        List<Voucher> vouchers = [];
        List<Hold> holds = [];
        List<LedgerEntry> ledger = [];
        using var row = children.ExecuteReader();
        while (row.Read())
        {
            var child = row.GetFieldValue<byte[]>(1);
            switch (row.GetString(0))
            {
                case ChildKinds.Effect:
                    effects.Add(Of(JsonSerializer.Deserialize(child, StoreJson.Default.Effect)));
                    break;
                case ChildKinds.Voucher:
                    vouchers.Add(Of(JsonSerializer.Deserialize(child, StoreJson.Default.Voucher)));
                    break;
                case ChildKinds.Hold:
                    holds.Add(Of(JsonSerializer.Deserialize(child, StoreJson.Default.Hold)));
                    break;
                case ChildKinds.Ledger:
                    ledger.Add(Of(JsonSerializer.Deserialize(child, StoreJson.Default.LedgerEntry)));
                    break;
            }
        }
        return new(Of(JsonSerializer.Deserialize(json, StoreJson.Default.OrderHead)), effects, vouchers, holds, ledger);
    }

    private static T Of<T>(T? value)
        where T : class => value ?? throw new InvalidDataException($"A {typeof(T).Name} is null.");

    private long Count(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)(command.ExecuteScalar() ?? 0L);
    }
}

using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Npgsql;
using NpgsqlTypes;

namespace BackOffice.Cli.Bench.Search;

/// <summary>The invented orders in a PostgreSQL, searched over one connection. The table of an earlier run with as many orders is used again.</summary>
internal sealed class PostgresOrders : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private PostgresOrders(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    /// <param name="connectionString">Npgsql's own form: <c>Host=localhost;Username=…;Database=…</c>.</param>
    public static async Task<PostgresOrders> OpenAsync(string connectionString, InventedOrders orders, int count, TextWriter progress, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        var opened = new PostgresOrders(source, await source.OpenConnectionAsync(cancellationToken));
        if (await opened.CountAsync(cancellationToken) != count)
            await opened.LoadAsync(orders, count, progress, cancellationToken);
        return opened;
    }

    /// <summary>Up to so many hits of the first reading that has any, heads parsed as the store parses them, and the place of the last.</summary>
    public async Task<(int Found, (long Rank, long Id)? Last)> SearchAsync(OrderQuery query, (long Rank, long Id)? after, int limit, CancellationToken cancellationToken)
    {
        var found = 0;
        (long, long)? last = null;
        foreach (var reading in PostgresQuery.Readings(query))
        {
            await using var command = reading.Command(_connection, after, limit);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                found++;
                last = (row.GetInt64(0), row.GetInt64(1));
                _ = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(2), StoreJson.Default.OrderHead);
            }

            if (found > 0)
                break;
        }

        return (found, last);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = "SELECT to_regclass('bench_orders') IS NOT NULL";
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
            return -1;
        command.CommandText = "SELECT count(*) FROM bench_orders";
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    private async Task LoadAsync(InventedOrders orders, int count, TextWriter progress, CancellationToken cancellationToken)
    {
        await using var resource = typeof(PostgresOrders).Assembly.GetManifestResourceStream("postgres.sql") ?? throw new InvalidOperationException("postgres.sql is not in the program.");
        using var reader = new StreamReader(resource);
        var parts = (await reader.ReadToEndAsync(cancellationToken)).Split("-- indexes");
        await RunAsync(parts[0], cancellationToken);
        await progress.WriteLineAsync("PostgreSQL: loading");
        await using (var copy = await _connection.BeginBinaryImportAsync(
            "COPY bench_orders (id, subject, placed, changed, headline, path, step, error, city, variant, currency, amount, email, name_words, phone, phone_end, user_guid, execution, card4, gateway, voucher4, json) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            for (var i = 0; i < count; i++)
                await WriteAsync(copy, i + 1, orders[i], cancellationToken);
            await copy.CompleteAsync(cancellationToken);
        }

        await progress.WriteLineAsync("PostgreSQL: building indexes");
        await RunAsync(parts[1], cancellationToken);
        await RunAsync("VACUUM ANALYZE bench_orders", cancellationToken);
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long id, OrderHead order, CancellationToken cancellationToken)
    {
        var index = OrderIndex.Of(order);
        var keys = InventedOrders.Place(order).AddKeys.ToLookup(key => key.Class, key => key.Value);
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(order.Id.Value, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(index.PlacedAt.UtcTicks, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(index.ChangedAt.UtcTicks, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync((int)index.Headline, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync((int)index.Path, NpgsqlDbType.Integer, cancellationToken);
        foreach (var text in new[] { index.Step, index.ErrorCode, index.City, index.Variant, index.Currency })
            await TextAsync(text);
        await copy.WriteAsync(index.Amount, NpgsqlDbType.Bigint, cancellationToken);
        await TextAsync(keys[KeyClasses.Email].First());
        await TextAsync(string.Join(' ', keys[KeyClasses.NameWord]));
        foreach (var keyClass in new[] { KeyClasses.Phone, KeyClasses.PhoneEnd, KeyClasses.UserGuid, KeyClasses.Execution, KeyClasses.CardLast4 })
            await TextAsync(keys[keyClass].FirstOrDefault());
        await copy.WriteAsync(keys[KeyClasses.GatewayReference].ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(keys[KeyClasses.VoucherLast4].ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(order, StoreJson.Default.OrderHead), NpgsqlDbType.Bytea, cancellationToken);

        Task TextAsync(string? text) => text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
    }
}

using System.Globalization;
using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Export;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.VisualBasic.FileIO;

namespace BackOffice.Tests.Core.Export;

/// <summary>Exports over orders that are given by number, with a store in memory for the audit log.</summary>
internal sealed class ExportFixture
{
    public static readonly Actor Operations = PipelineLab.Person("op|1", "Otis Fairweather", Role.Operations);

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 25, 18, 0, 0, TimeSpan.Zero));

    public MemoryStore Store { get; } = new();

    public FakeOrders Orders { get; } = new();

    public int MaxRows { get; init; } = 100_000;

    public OrderExports Exports => new(Store, Orders, new ExportOptions { MaxRows = MaxRows }, Clock, NullLogger<OrderExports>.Instance);

    public static ExportOrders Command(ExportFormat format = ExportFormat.Csv, string query = "status:failed", bool inClear = false, string? reason = null, string id = "e-1") =>
        new(id, query, TimeZoneInfo.Utc, format, inClear, reason);

    public static OrderHead Order(int number) => SampleViews.Head(string.Create(CultureInfo.InvariantCulture, $"GC-{number / 10_000:0000}-{number % 10_000:0000}"));

    /// <summary>So many orders in pages of what is asked for, newest first.</summary>
    public void Holds(int orders) => Orders.Search.Always(ask =>
    {
        var start = ask.Cursor is null ? 0 : int.Parse(ask.Cursor, CultureInfo.InvariantCulture);
        var end = Math.Min(orders, start + ask.Limit);
        return new Page<OrderHead>([.. Enumerable.Range(start, end - start).Select(Order)], end < orders ? end.ToString(CultureInfo.InvariantCulture) : null);
    });

    public async Task<(ExportSummary Summary, byte[] File)> WriteAsync(ExportOrders command, Actor? actor = null)
    {
        var begun = await Exports.BeginAsync(command, actor ?? Operations, default);
        Assert.True(begun.IsSuccess, begun.Error?.Message);
        using var file = new MemoryStream();
        var written = await begun.Value.WriteToAsync(file, null, default);
        Assert.True(written.IsSuccess, written.Error?.Message);
        return (written.Value, file.ToArray());
    }

    public async Task<IReadOnlyList<StoredAudit>> AuditAsync() => (await Store.AuditAsync(new AuditQuery { NewestFirst = false }, null, 50, default)).Items;

    public static string? Change(StoredAudit entry, string field) => entry.Detail!.Changes.FirstOrDefault(change => change.Field == field)?.After;

    /// <summary>The lines as a reader of another hand sees them: the base library's own.</summary>
    public static List<string[]> Read(byte[] csv)
    {
        using var parser = new TextFieldParser(new MemoryStream(csv), Encoding.UTF8) { TextFieldType = FieldType.Delimited, Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        var lines = new List<string[]>();
        while (parser.ReadFields() is { } fields)
            lines.Add(fields);
        return lines;
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Export;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Export;

public sealed class OrderExportsTests
{
    [Fact]
    public async Task Csv_ManyPages_HasEveryOrderOnceAndItsLastLine()
    {
        var lab = new ExportFixture();
        lab.Holds(1_003);

        var (summary, file) = await lab.WriteAsync(ExportFixture.Command());

        var lines = ExportFixture.Read(file);
        Assert.Equal("order", lines[0][0]);
        Assert.Equal(Enumerable.Range(0, 1_003).Select(number => ExportFixture.Order(number).Id.Value), lines[1..^1].Select(line => line[0]));
        Assert.Equal(["#end", "1003", "complete"], lines[^1][..3]);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        Assert.Equal((1_003, false), (summary.Rows, summary.IsCut));
    }

    [Fact]
    public async Task JsonLines_EachLine_IsAnObjectWithNumbersAsNumbers()
    {
        var lab = new ExportFixture();
        lab.Holds(3);

        var (_, file) = await lab.WriteAsync(ExportFixture.Command(ExportFormat.Jsonl));

        var lines = Encoding.UTF8.GetString(file).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(4, lines.Count);
        Assert.Equal((178.00m, "USD", "running"), (lines[0].GetProperty("amount").GetDecimal(), lines[0].GetProperty("currency").GetString(), lines[0].GetProperty("status").GetString()));
        Assert.Equal((3, false), (lines[3].GetProperty("end").GetProperty("rows").GetInt32(), lines[3].GetProperty("end").GetProperty("cut").GetBoolean()));
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Jsonl)]
    public async Task Masked_HoldsNothingOfThePerson(ExportFormat format)
    {
        var lab = new ExportFixture();
        var head = SampleViews.Head() with { Customer = new Customer { Name = "Dora Whitfield", Email = "dora@whitfield.example", Phone = "+1 555 0142 67", UserGuid = "member-88211" } };
        lab.Orders.Search.Always(new Page<OrderHead>([head], null));

        var masked = Encoding.UTF8.GetString((await lab.WriteAsync(ExportFixture.Command(format))).File);
        var clear = Encoding.UTF8.GetString((await lab.WriteAsync(ExportFixture.Command(format, inClear: true, reason: "Mail to all of them", id: "e-2"))).File);

        foreach (var secret in new[] { "Dora", "Whitfield", "whitfield", "dora", "555", "0142", "member", "8821" })
            Assert.DoesNotContain(secret, masked, StringComparison.Ordinal);
        Assert.Contains("D*** W***", masked, StringComparison.Ordinal);
        Assert.Contains("***67", masked, StringComparison.Ordinal);
        foreach (var known in new[] { "Dora Whitfield", "dora@whitfield.example", "+1 555 0142 67", "member-88211" })
            Assert.Contains(known, clear, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InClear_WithoutThePermission_IsForbidden_AndWithoutAReasonInvalid()
    {
        var lab = new ExportFixture();

        var agent = await lab.Exports.BeginAsync(ExportFixture.Command(inClear: true, reason: "Why not"), PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent), default);
        var silent = await lab.Exports.BeginAsync(ExportFixture.Command(inClear: true, reason: " "), ExportFixture.Operations, default);

        Assert.Equal("customers:export", Assert.IsType<Forbidden>(agent.Error).Permission);
        Assert.Equal("reason", Assert.Single(Assert.IsType<Invalid>(silent.Error).Fields).Field);
        Assert.Equal(0, lab.Store.Commits);
    }

    [Fact]
    public async Task Begin_QueryThatCannotBeRead_IsInvalidWithItsPlace()
    {
        var invalid = Assert.IsType<Invalid>((await new ExportFixture().Exports.BeginAsync(ExportFixture.Command(query: "city:Boston statsu:x"), ExportFixture.Operations, default)).Error);

        Assert.StartsWith("At character 13:", Assert.Single(invalid.Fields).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 10, false)]
    [InlineData(11, 10, true)]
    [InlineData(500, 300, true)]
    public async Task Limit_IsSaidInTheLastLineOnlyWhenThereIsMore(int orders, int limit, bool cut)
    {
        var lab = new ExportFixture { MaxRows = limit };
        lab.Holds(orders);

        var (summary, file) = await lab.WriteAsync(ExportFixture.Command());

        Assert.Equal((Math.Min(orders, limit), cut), (summary.Rows, summary.IsCut));
        var lines = ExportFixture.Read(file);
        Assert.Equal(Math.Min(orders, limit), lines.Count - 2);
        Assert.Equal(cut, lines[^1][2].StartsWith("cut", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Limit_ReachedBeforeEmptyPagesThatEnd_IsNoCut()
    {
        var lab = new ExportFixture { MaxRows = 1 };
        var pages = new Queue<Page<OrderHead>>([new([], "a"), new([ExportFixture.Order(1)], "b"), new([], "c"), new([], null)]);
        lab.Orders.Search.Always(_ => pages.Dequeue());

        var (summary, _) = await lab.WriteAsync(ExportFixture.Command());

        Assert.Equal((1, false), (summary.Rows, summary.IsCut));
        Assert.Empty(pages);
    }

    [Fact]
    public async Task Audit_KnowsQueryRowsMaskAndTheHashOfTheFile()
    {
        var lab = new ExportFixture();
        lab.Holds(250);

        var (summary, file) = await lab.WriteAsync(ExportFixture.Command(inClear: true, reason: "Mail to all of them"));

        var entries = await lab.AuditAsync();
        Assert.Equal([AuditActions.ExportBegun, AuditActions.ExportFinished], entries.Select(entry => entry.Entry.Action));
        Assert.All(entries, entry => Assert.Equal(("export/e-1", "e-1"), (entry.Entry.Subject, entry.Entry.CommandId)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        Assert.Equal(hash, summary.Sha256);
        Assert.Equal(("status:failed", "in clear", "250", hash), (ExportFixture.Change(entries[1], "query"), ExportFixture.Change(entries[1], "personal data"), ExportFixture.Change(entries[1], "rows"), ExportFixture.Change(entries[1], "sha256")));
        Assert.Equal("Mail to all of them", entries[1].Detail!.Reason);
        Assert.Equal(AuditChain.DigestOf(entries[1].Detail!), entries[1].Entry.DetailDigest);
    }

    [Fact]
    public async Task Audit_OfAVoucherCode_KeepsItsEndAlone()
    {
        var lab = new ExportFixture();
        lab.Holds(1);
        var code = VoucherCode.New();

        await lab.WriteAsync(ExportFixture.Command(query: code));

        Assert.All(await lab.AuditAsync(), entry => Assert.DoesNotContain(code[4..^4], ExportFixture.Change(entry, "query"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopped_HasNoLastLine_AndTheLogSaysAfterHowMany()
    {
        var lab = new ExportFixture();
        using var stop = new CancellationTokenSource();
        lab.Holds(1_000);
        var export = (await lab.Exports.BeginAsync(ExportFixture.Command(), ExportFixture.Operations, default)).Value;
        using var file = new MemoryStream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export.WriteToAsync(file, new Told(progress => stop.CancelAfterRows(progress, 400)), stop.Token));

        var entry = (await lab.AuditAsync())[^1];
        Assert.Equal((AuditActions.ExportStopped, "400"), (entry.Entry.Action, ExportFixture.Change(entry, "rows")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file.ToArray())), ExportFixture.Change(entry, "sha256"));
        Assert.DoesNotContain("#end", Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_InTheMiddle_IsAnErrorWithoutLastLine_AndLogged()
    {
        var lab = new ExportFixture();
        lab.Orders.Search.Always(ask => ask.Cursor is null ? new Page<OrderHead>([ExportFixture.Order(1)], "on") : new Unavailable("store.away", "The store does not answer."));
        var export = (await lab.Exports.BeginAsync(ExportFixture.Command(), ExportFixture.Operations, default)).Value;
        using var file = new MemoryStream();

        var written = await export.WriteToAsync(file, null, default);

        Assert.Equal("store.away", written.Error?.Code);
        Assert.Equal(2, ExportFixture.Read(file.ToArray()).Count);
        Assert.Equal(AuditActions.ExportFailed, (await lab.AuditAsync())[^1].Entry.Action);
    }

    [Fact]
    public async Task Failed_ByAnException_IsLoggedAndThrown()
    {
        var lab = new ExportFixture();
        lab.Orders.Search.Throws(new InvalidOperationException("A bug."));
        var export = (await lab.Exports.BeginAsync(ExportFixture.Command(), ExportFixture.Operations, default)).Value;

        await Assert.ThrowsAsync<InvalidOperationException>(() => export.WriteToAsync(Stream.Null, null, default));

        Assert.Equal(AuditActions.ExportFailed, (await lab.AuditAsync())[^1].Entry.Action);
    }

    [Fact]
    public async Task AuditThatCannotBeWritten_KeepsTheLastLineBack()
    {
        var lab = new ExportFixture();
        lab.Holds(2);
        var export = (await lab.Exports.BeginAsync(ExportFixture.Command(), ExportFixture.Operations, default)).Value;
        lab.Store.Refuse = _ => new Unavailable("store.full", "The disk is full.");
        using var file = new MemoryStream();

        var written = await export.WriteToAsync(file, null, default);

        Assert.Equal("store.full", written.Error?.Code);
        Assert.DoesNotContain("#end", Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begin_SameIdAgain_IsConflict()
    {
        var lab = new ExportFixture();
        lab.Holds(1);
        await lab.WriteAsync(ExportFixture.Command());

        Assert.Equal("export.exists", (await lab.Exports.BeginAsync(ExportFixture.Command(), ExportFixture.Operations, default)).Error?.Code);
    }

    [Fact]
    public async Task Writing_NeverReadsAheadOfWhatWasWritten()
    {
        var lab = new ExportFixture();
        lab.Holds(5_000);
        var export = (await lab.Exports.BeginAsync(ExportFixture.Command(), ExportFixture.Operations, default)).Value;
        var file = new MeasuredStream(() => lab.Orders.Search.Asked.Count);

        Assert.True((await export.WriteToAsync(file, null, default)).IsSuccess);

        Assert.Equal(Enumerable.Range(1, 25).Append(25), file.PagesReadAtEachWrite);
        Assert.InRange(file.Largest, 1, 200 * 1_024);
    }

    /// <summary>Remembers how many pages had been read when each write came, and the largest write.</summary>
    private sealed class MeasuredStream(Func<int> pagesRead) : MemoryStream
    {
        public List<int> PagesReadAtEachWrite { get; } = [];

        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            PagesReadAtEachWrite.Add(pagesRead());
            Largest = Math.Max(Largest, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Progress told at once, on the thread that makes it.</summary>
internal sealed class Told(Action<ExportProgress> tell) : IProgress<ExportProgress>
{
    public void Report(ExportProgress value) => tell(value);
}

internal static class Stops
{
    public static void CancelAfterRows(this CancellationTokenSource stop, ExportProgress progress, long rows)
    {
        if (progress.Rows >= rows)
            stop.Cancel();
    }
}

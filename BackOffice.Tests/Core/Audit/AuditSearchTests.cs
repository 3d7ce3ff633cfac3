using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Audit;

public sealed class AuditSearchTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);
    private readonly EmbeddedStoreFixture _fixture = new();
    private IStore _store = null!;

    private AuditLog Log => new(_store, new NoVerifier());

    public Task InitializeAsync()
    {
        _store = _fixture.Store;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Search_KindTextAndTime_TakesWhatAllHold()
    {
        for (var i = 0; i < 30; i++)
            await WriteAsync(i % 3 == 0 ? "flag/f" : $"system/s{i}", i % 2 == 0 ? "Busy processor" : "Quiet", s_start.AddMinutes(i));

        var kind = await FindAsync(new AuditFilter("flag"));
        var both = await FindAsync(new AuditFilter("flag", Text: "BUSY"));
        var times = await FindAsync(new AuditFilter("flag", s_start.AddMinutes(6), s_start.AddMinutes(12)));

        Assert.Equal([27, 24, 21, 18, 15, 12, 9, 6, 3, 0], kind);
        Assert.Equal([24, 18, 12, 6, 0], both);
        Assert.Equal([9, 6], times);
    }

    [Fact]
    public async Task Search_PagesOfFew_FindTheSameAsOneOfMany()
    {
        for (var i = 0; i < 60; i++)
            await WriteAsync(i % 7 == 0 ? "flag/f" : $"system/s{i}", "x", s_start.AddMinutes(i));

        var found = new List<int>();
        string? cursor = null;
        do
        {
            var page = (await Log.SearchAsync(new AuditQuery(), new AuditFilter("flag"), cursor, 5, PipelineLab.Operator, default)).Value;
            Assert.True(page.Items.Count <= 5);
            found.AddRange(page.Items.Select(Minute));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(await FindAsync(new AuditFilter("flag")), found);
    }

    [Fact]
    public async Task Search_WithAnEarliestMoment_EndsThereWithoutACursor()
    {
        for (var i = 0; i < 80; i++)
            await WriteAsync($"system/s{i}", "x", s_start.AddMinutes(i));

        var page = (await Log.SearchAsync(new AuditQuery(), new AuditFilter(From: s_start.AddMinutes(75)), null, 50, PipelineLab.Operator, default)).Value;

        Assert.Equal([79, 78, 77, 76, 75], page.Items.Select(Minute));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Get_Entry_TellsItsPlaceInTheChain()
    {
        for (var i = 0; i < 3; i++)
            await WriteAsync("flag/f", "x", s_start.AddMinutes(i));

        var first = (await Log.GetAsync("flag/f", 1, PipelineLab.Operator, default)).Value;
        var last = (await Log.GetAsync("flag/f", 3, PipelineLab.Operator, default)).Value;

        Assert.Equal((true, true, true, 1L), (first.Follows, first.IsWhole, first.HasNext, first.Stored.Entry.Number));
        Assert.Equal((true, true, false, 3L), (last.Follows, last.IsWhole, last.HasNext, last.Stored.Entry.Number));
        Assert.Equal("audit.not-found", (await Log.GetAsync("flag/f", 4, PipelineLab.Operator, default)).Error?.Code);
        Assert.Equal("audit.not-found", (await Log.GetAsync("flag/none", 1, PipelineLab.Operator, default)).Error?.Code);
    }

    [Fact]
    public async Task Export_Begun_IsInTheLogBeforeItsFirstLine()
    {
        await WriteAsync("flag/f", "x", s_start);
        var export = new AuditExport(_store, TimeProvider.System);
        var command = new ExportAudit("exp-1", new AuditQuery { NewestFirst = false }, new AuditFilter("flag"), ExportFormat.Jsonl);

        var begun = await export.BeginAsync(command, PipelineLab.Operator, default);
        var logged = Assert.Single((await _store.AuditAsync(new AuditQuery { Subject = "export/exp-1" }, null, 10, default)).Items);
        var rows = new List<StoredAudit>();
        await foreach (var stored in begun.Value.Entries)
            rows.Add(stored);

        Assert.Equal(AuditActions.AuditExported, logged.Entry.Action);
        Assert.Contains(logged.Detail?.Changes ?? [], change => change is { Field: "kind", After: "flag" });
        Assert.Equal("flag/f", Assert.Single(rows).Entry.Subject);
        Assert.Equal("export.exists", (await export.BeginAsync(command, PipelineLab.Operator, default)).Error?.Code);
        Assert.IsType<Forbidden>((await export.BeginAsync(command with { ExportId = "exp-2" }, PipelineLab.Person("a|1", "Ama", Role.SupportAgent), default)).Error);
        Assert.Empty((await _store.AuditAsync(new AuditQuery { Subject = "export/exp-2" }, null, 10, default)).Items);
    }

    private async Task<IEnumerable<int>> FindAsync(AuditFilter filter) =>
        (await Log.SearchAsync(new AuditQuery(), filter, null, 200, PipelineLab.Operator, default)).Value.Items.Select(Minute);

    private static int Minute(StoredAudit stored) => (int)(stored.Entry.At - s_start).TotalMinutes;

    private async Task WriteAsync(string subject, string reason, DateTimeOffset at) => Assert.True(
        (await new SubjectLog(_store, new Fixed(at)).RecordAsync(new SubjectId(subject), PipelineLab.Operator, "test.done", null, reason, [], null, default)).IsSuccess);

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class NoVerifier : IAuditVerifier
    {
        public Task<AuditReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

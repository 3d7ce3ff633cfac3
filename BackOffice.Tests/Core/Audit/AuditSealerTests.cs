using BackOffice.Core.Audit;
using BackOffice.Tests.Contracts.Store;

namespace BackOffice.Tests.Core.Audit;

public sealed class AuditSealerTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Seal_NewEntries_MakesOneCheckpointInBothPlacesAndThenNone()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(2, 2, 4);

        Assert.Equal(0, await audit.Sealer.SealAsync(None));

        var stored = Assert.Single(await audit.Trail.CheckpointsAsync(0, 10, None));
        var checkpoint = AuditCheckpoint.Parse(stored.Line.Span);
        Assert.Equal((1, 1, 4, 4), (checkpoint?.Number, checkpoint?.From, checkpoint?.To, checkpoint?.Count));
        Assert.True(stored.IsArchived);
        Assert.Equal(Sample.Text(stored.Line) + "\n", await File.ReadAllTextAsync(audit.Archive.Path));
    }

    [Fact]
    public async Task Verify_SealedLog_IsGreenAndCounts()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(5, 3, 4);
        await audit.Store.CommitAsync(Sample.Flag("a", 0), None);

        var report = await audit.VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((15, 5, 4, 15), (report.Entries, report.Subjects, report.Checkpoints, report.VerifiedTo));
        Assert.Equal(audit.Clock.GetUtcNow(), report.LastCheckpointAt);
    }

    [Fact]
    public async Task Verify_EmptyLog_IsGreen()
    {
        await using var audit = new AuditFixture();

        Assert.True((await audit.VerifyAsync()).IsGreen);
    }

    [Fact]
    public async Task Verify_EntriesAfterTheLastCheckpoint_AreCheckedAndNotCalledSealed()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(1, 2, 2);
        await audit.AppendAsync([Sample.Order(7)], 0, 0);

        var report = await audit.VerifyAsync();

        Assert.True(report.IsGreen);
        Assert.Equal((3, 2), (report.Entries, report.VerifiedTo));
    }

    [Fact]
    public async Task Verify_ErasedDetails_IsGreen()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(2, 2, 2);

        await audit.TamperAsync("DELETE FROM audit_detail WHERE seq < 3");

        Assert.Empty((await audit.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Seal_CrashBetweenTheTwoPlaces_IsMadeGood()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(1, 4, 2);
        var whole = await File.ReadAllTextAsync(audit.Archive.Path);
        await audit.TamperAsync("UPDATE checkpoints SET archived = 0 WHERE number = 2");
        await File.WriteAllTextAsync(audit.Archive.Path, whole[..^20]); // half a line
        Assert.True((await audit.VerifyAsync()).IsGreen);

        await audit.Sealer.SealAsync(None);

        Assert.Equal(whole, await File.ReadAllTextAsync(audit.Archive.Path));
        Assert.True((await audit.Trail.LastCheckpointAsync(None))?.IsArchived);
    }

    [Fact]
    public async Task Seal_CrashAfterTheSecondPlace_DoesNotRepeatTheLine()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(1, 4, 2);
        var whole = await File.ReadAllTextAsync(audit.Archive.Path);
        await audit.TamperAsync("UPDATE checkpoints SET archived = 0 WHERE number = 2");

        await audit.Sealer.SealAsync(None);

        Assert.Equal(whole, await File.ReadAllTextAsync(audit.Archive.Path));
    }

    [Fact]
    public async Task Seal_LogShorterThanItsCheckpoint_Refuses()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(1, 4, 2);
        await audit.TamperAsync("DELETE FROM audit WHERE seq > 2");

        await Assert.ThrowsAsync<AuditDamaged>(() => audit.Sealer.SealAsync(None));
    }

    [Fact]
    public async Task Service_ManyEntriesOrStop_Seals()
    {
        await using var audit = new AuditFixture();
        await audit.Sealer.StartAsync(None);
        await audit.AppendAsync([Sample.Order(1)], 0, 0);

        await audit.Sealer.StopAsync(None);

        Assert.Single(await audit.Trail.CheckpointsAsync(0, 10, None));
    }

    [Fact]
    public async Task Verify_WithAnotherKey_FindsEveryCheckpoint()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(1, 2, 1);
        await using var other = new EmbeddedStoreFixture();
        using var key = BackOffice.Core.Backends.Embedded.Store.CheckpointKeyFile.Open(other.Folder);

        var report = await audit.VerifyAsync(key);

        Assert.Equal(2, report.Findings.Count(finding => finding.Kind == "checkpoint"));
    }
}

using BackOffice.Tests.Contracts.Store;

namespace BackOffice.Tests.Core.Audit;

/// <summary>Each way of tampering that has a name, and that it is called by its name.</summary>
public sealed class AuditTamperTests
{
    [Theory]
    [InlineData("UPDATE audit SET entry = replace(CAST(entry AS TEXT), 'note.added', 'note.erased') WHERE seq = 5", "edited")]
    [InlineData("UPDATE audit SET action = 'order.placed' WHERE seq = 5", "edited")]
    [InlineData("UPDATE audit SET actor = 'system:other' WHERE seq = 5", "edited")]
    [InlineData("UPDATE audit SET hash = randomblob(32) WHERE seq = 5", "edited")]
    [InlineData("UPDATE audit_detail SET detail = replace(CAST(detail AS TEXT), 'invented', 'other') WHERE seq = 5", "detail-edited")]
    [InlineData("DELETE FROM audit WHERE seq = 5", "missing")]
    [InlineData("DELETE FROM audit WHERE seq > 9", "truncated")]
    [InlineData("DELETE FROM audit", "truncated")]
    [InlineData("UPDATE audit SET number = CASE number WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE number END WHERE head = 1; UPDATE audit SET number = -number WHERE number < 0", "reordered")]
    [InlineData("UPDATE audit SET seq = -seq WHERE seq IN (1, 4); UPDATE audit SET seq = 5 + seq WHERE seq < 0", "reordered")]
    [InlineData("DELETE FROM heads WHERE id = 2", "missing")]
    [InlineData("DELETE FROM heads WHERE id = 2; DELETE FROM audit WHERE head = 2", "missing")]
    [InlineData("UPDATE heads SET json = replace(CAST(json AS TEXT), '\"audit\":{\"number\":4', '\"audit\":{\"number\":3') WHERE id = 1", "head")]
    [InlineData("UPDATE heads SET json = CAST('{' AS BLOB) WHERE id = 1", "head")]
    [InlineData("DELETE FROM checkpoints WHERE number = 2", "checkpoint")]
    [InlineData("DELETE FROM checkpoints WHERE number = 3", "checkpoint")]
    [InlineData("DELETE FROM checkpoints", "checkpoint")]
    [InlineData("UPDATE checkpoints SET line = replace(CAST(line AS TEXT), '\"count\":4', '\"count\":5') WHERE number = 2", "checkpoint")]
    public async Task Verify_Tampered_IsFoundUnderItsName(string sql, string kind)
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(3, 4, 4);

        await audit.TamperAsync(sql);

        Assert.Contains((await audit.VerifyAsync()).Findings, finding => finding.Kind == kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Verify_SecondPlaceCut_IsFound(int linesLeft)
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(3, 4, 4);

        var lines = await File.ReadAllLinesAsync(audit.Archive.Path);
        await File.WriteAllLinesAsync(audit.Archive.Path, lines[..linesLeft]);

        Assert.Contains((await audit.VerifyAsync()).Findings, finding => finding.Kind == "truncated");
    }

    [Fact]
    public async Task Verify_SecondPlaceGoneOrGarbled_IsFound()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(3, 4, 4);

        await File.WriteAllTextAsync(audit.Archive.Path, new string('x', 100_000));
        Assert.False((await audit.VerifyAsync()).IsGreen);
        File.Delete(audit.Archive.Path);
        Assert.False((await audit.VerifyAsync()).IsGreen);
    }

    /// <summary>The log's end deleted, the heads set back to fit, the newest checkpoint deleted in the database and cut in the second place.</summary>
    [Fact]
    public async Task Verify_EndCutWithHeadsAndCheckpoints_IsFoundByTheSequence()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(3, 4, 4);

        await audit.TamperAsync(database =>
        {
            database.Execute("DELETE FROM audit WHERE seq > 9; DELETE FROM audit_detail WHERE seq > 9");
            AuditMutations.ResetHeads(database);
            database.Execute("DELETE FROM checkpoints WHERE number = 3");
        });

        Assert.Contains((await audit.VerifyAsync()).Findings, finding => finding.Kind == "checkpoint");
    }

    /// <summary>Somebody who knows the format: one entry changed, every hash after it made anew, the head too. The checkpoints do not agree.</summary>
    [Fact]
    public async Task Verify_ChainMadeAnew_IsFoundByTheCheckpoint()
    {
        await using var audit = new AuditFixture();
        await audit.FillAsync(3, 4, 4);

        await audit.TamperAsync(database => AuditMutations.Forge(database, head: 2, number: 2));

        var report = await audit.VerifyAsync();
        Assert.All(report.Findings, finding => Assert.Equal("checkpoint", finding.Kind));
        Assert.NotEmpty(report.Findings);
        Assert.Equal(4, report.VerifiedTo);
    }

    [Fact]
    public async Task Verify_RandomMutations_AllAreFound()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("BACKOFFICE_AUDIT_MUTATIONS"), out var wanted) ? wanted : 150;
        await using var audit = new AuditFixture();
        await audit.FillAsync(6, 5, 7);
        var whole = await audit.SnapshotAsync();
        Assert.True((await audit.VerifyAsync()).IsGreen);
        var random = new Random(20260301);

        for (var i = 0; i < count; i++)
        {
            var name = "";
            await audit.TamperAsync(database => name = AuditMutations.Apply(random, database, audit.Archive.Path));

            var report = await audit.VerifyAsync();

            Assert.False(report.IsGreen, $"Mutation {i} was not found: {name}");
            await audit.RestoreAsync(whole);
        }
    }
}

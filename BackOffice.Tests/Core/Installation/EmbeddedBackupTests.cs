using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Installation;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Installation;

/// <summary>A backup is proved by starting on it.</summary>
public sealed class EmbeddedBackupTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backoffice-backup-").FullName;

    private string To => Path.Combine(_root, "copy");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Write_WhileOrdersFlow_IsAFolderThatGoesOnFromOneMoment()
    {
        OrderId done;
        List<OrderId> placed = [];
        BackupMade made;
        await using (var lab = await EmbeddedLab.StartAsync())
        {
            done = (await lab.PlaceAsync(PipelineLab.Request(), "before")).Id;
            await lab.UntilAsync(done, head => head.Headline is Headline.Done);
            using var enough = new CancellationTokenSource();
            var flowing = Task.Run(async () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                    placed.Add((await lab.PlaceAsync(PipelineLab.Request(), $"flow-{i}")).Id);
            });
            await Eventually.TrueAsync(() => placed.Count > 5);
            var written = await lab.Get<IBackup>().WriteAsync(To, default);
            await enough.CancelAsync();
            await flowing;
            Assert.True(written.IsSuccess, written.Error?.Message);
            made = written.Value;
            foreach (var order in placed)
                await lab.UntilAsync(order, head => head.Headline is Headline.Done);
        }

        Assert.Contains("orders.db", made.Files);
        Assert.Contains("workflows.db", made.Files);
        Assert.Contains(Path.Combine("keys", "voucher.key"), made.Files);
        await using (var restored = await EmbeddedLab.StartAsync(To))
        {
            Assert.Equal(Headline.Done, (await restored.ViewAsync(done)).Head.Headline);
            // What was under way at that moment goes on by itself; what came after is not there.
            var known = 0;
            foreach (var order in placed)
            {
                if (await restored.Store.GetAsync(order.Subject, default) is null)
                    continue;
                known++;
                // The gateway went on after that moment: what it had done by then is found again, or refused the second time and left to a person. Nothing hangs.
                await restored.UntilAsync(order, head => head.Headline is Headline.Done or Headline.Failed);
            }

            Assert.InRange(known, 6, placed.Count);
            var report = await restored.Get<IAuditVerifier>().VerifyAsync(null, default);
            Assert.True(report.IsGreen, string.Join('\n', report.Findings));
            var after = await restored.PlaceAsync(PipelineLab.Request(), "after");
            await restored.UntilAsync(after.Id, head => head.Headline is Headline.Done);
        }
    }

    [Fact]
    public async Task Write_WhereItMustNot_IsRefusedAndLeavesEverything()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        Directory.CreateDirectory(To);
        await File.WriteAllTextAsync(Path.Combine(To, "mine.txt"), "mine");
        var backup = lab.Get<IBackup>();

        Assert.IsType<Invalid>((await backup.WriteAsync("relative", default)).Error);
        Assert.IsType<Invalid>((await backup.WriteAsync(Path.Combine(lab.Folder, "copy"), default)).Error);
        Assert.IsType<Invalid>((await backup.WriteAsync(To, default)).Error);

        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(To, "mine.txt")));
        Assert.Equal([To], Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public async Task Write_PlaceThatCannotBeWritten_IsAnOutageAndLeavesNothing()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "no folder");

        var refused = await lab.Get<IBackup>().WriteAsync(Path.Combine(file, "copy"), default);

        Assert.IsType<Unavailable>(refused.Error);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public async Task Write_Copy_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var lab = await EmbeddedLab.StartAsync();

        Assert.True((await lab.Get<IBackup>().WriteAsync(To, default)).IsSuccess);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(To));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(To, "keys", "voucher.key")));
    }

    [Fact]
    public async Task Facts_OfARunningLab_NameEnginesFilesAndLag()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await lab.PlaceAsync(PipelineLab.Request(), "k");
        await lab.UntilAsync(order.Id, head => head.Headline is Headline.Done);

        var facts = (await lab.Get<InstallationDesk>().ReadAsync(PipelineLab.Operator, default)).Value;

        Assert.Equal(["orders", "workflows"], facts.Backend.Engines.Select(engine => engine.What));
        Assert.All(facts.Backend.Engines, engine => Assert.StartsWith("SQLite 3.", engine.Engine, StringComparison.Ordinal));
        Assert.Equal(["orders.db", "workflows.db"], facts.Backend.Databases.Select(file => file.Name));
        Assert.All(facts.Backend.Databases, file => Assert.True(file.Bytes + file.LogBytes > 4_096));
        Assert.Equal((Topics.OrderNotifications, 0L), facts.Backend.Outbox is [var lag] ? (lag.Topic, lag.Waiting) : default);
        Assert.True(facts.Backend.Folder.FreeBytes > 0);
        Assert.Equal(["instant-voucher", "miles-voucher", "refund-order", "unwind-order"], facts.Definitions.Select(definition => definition.Definition));
        Assert.IsType<Forbidden>((await lab.Get<InstallationDesk>().ReadAsync(PipelineLab.Person("a|1", "Ama", Role.SupportAgent), default)).Error);
    }
}

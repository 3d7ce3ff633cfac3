using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Installation;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Installation;

/// <summary>Who may take a backup, one at a time, and what the audit log says of it.</summary>
public sealed class BackupsTests : IDisposable
{
    private static readonly Actor s_machine = new("cli:root", "root", ActorKind.CommandLine, RolePermissions.Of(Role.Operations));

    private readonly MemoryStore _store = new();
    private readonly FakeBackup _backup = new();
    private readonly Backups _backups;

    public BackupsTests() => _backups = new Backups(_backup, _store, TimeProvider.System);

    public void Dispose() => _backups.Dispose();

    [Fact]
    public async Task Take_Finished_IsAuditedBeforeAndAfterAndRemembered()
    {
        var taken = await _backups.TakeAsync("/mnt/b", s_machine, default);

        Assert.True(taken.IsSuccess, taken.Error?.Message);
        Assert.Equal([AuditActions.BackupBegun, AuditActions.BackupFinished], await ActsAsync());
        Assert.Equal(("/mnt/b", 4_096L, "root"), await _backups.LastAsync(default) is { } last ? (last.To, last.Bytes, last.By) : default);
    }

    [Fact]
    public async Task Take_Refused_IsAuditedAndTheLastOneStays()
    {
        await _backups.TakeAsync("/mnt/first", s_machine, default);
        _backup.Answer = new Unavailable("backup.disk", "The disk is full.");

        Assert.Equal("backup.disk", (await _backups.TakeAsync("/mnt/second", s_machine, default)).Error?.Code);

        Assert.Equal([AuditActions.BackupBegun, AuditActions.BackupFinished, AuditActions.BackupBegun, AuditActions.BackupFailed], await ActsAsync());
        Assert.Equal("/mnt/first", (await _backups.LastAsync(default))?.To);
    }

    [Fact]
    public async Task Take_BySomebodyElse_IsForbiddenAndWritesNothing()
    {
        var person = PipelineLab.Operator;

        Assert.IsType<Forbidden>((await _backups.TakeAsync("/mnt/b", person, default)).Error);
        Assert.IsType<Forbidden>((await _backups.TakeAsync("/mnt/b", s_machine with { Permissions = [] }, default)).Error);

        Assert.Equal((0, 0), (_store.Commits, _backup.Asked));
    }

    [Fact]
    public async Task Take_WhileAnotherRuns_IsRefused()
    {
        var gate = _backup.Hold();
        var first = _backups.TakeAsync("/mnt/a", s_machine, default);

        Assert.Equal("backup.running", (await _backups.TakeAsync("/mnt/b", s_machine, default)).Error?.Code);

        gate.SetResult();
        Assert.True((await first).IsSuccess);
        Assert.True((await _backups.TakeAsync("/mnt/b", s_machine, default)).IsSuccess);
    }

    [Fact]
    public async Task Take_Stopped_SaysSoInTheLog()
    {
        using var stop = new CancellationTokenSource();
        _ = _backup.Hold();
        var running = _backups.TakeAsync("/mnt/a", s_machine, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal([AuditActions.BackupBegun, AuditActions.BackupFailed], await ActsAsync());
    }

    [Fact]
    public async Task Take_WhereThereIsNone_SaysWhatToUse()
    {
        _backup.WhyNot = "The orders are elsewhere.";

        Assert.Equal(new Rejected("backup.not-here", "The orders are elsewhere."), (await _backups.TakeAsync("/mnt/a", s_machine, default)).Error);
    }

    private async Task<IEnumerable<string>> ActsAsync() => (await _store.AuditAsync(new AuditQuery { NewestFirst = false }, null, 50, default)).Items.Select(entry => entry.Entry.Action);

    private sealed class FakeBackup : IBackup
    {
        private TaskCompletionSource? _gate;

        public string? WhyNot { get; set; }

        public int Asked { get; private set; }

        public Result<BackupMade> Answer { get; set; } = new BackupMade("/mnt/b", 4_096, ["orders.db"], TimeSpan.Zero, TimeSpan.FromSeconds(1));

        public TaskCompletionSource Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<Result<BackupMade>> WriteAsync(string to, CancellationToken cancellationToken)
        {
            Asked++;
            if (_gate is not null)
                await _gate.Task.WaitAsync(cancellationToken);
            return Answer;
        }
    }
}

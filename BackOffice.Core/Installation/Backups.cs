using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Installation;

/// <summary>Backups as somebody asks for them: permitted, one at a time, and in the audit log before and after.</summary>
public sealed class Backups(IBackup backup, IStore store, TimeProvider clock) : IDisposable
{
    private static readonly SubjectId s_subject = new("system/backups");
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Why this backend has none; null where it has one.</summary>
    public string? WhyNot => backup.WhyNot;

    /// <summary>
    /// Needs system:backup. It holds keys and personal data in clear, and its place is a path of this machine: so only the command line, on the machine itself, says where.
    /// <see cref="Rejected"/> <c>backup.not-here</c> where the backend has none, <see cref="Conflict"/> <c>backup.running</c> while another is written.
    /// </summary>
    /// <param name="to">An absolute path of a folder that is empty or does not exist.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends it; nothing is left of it then.</param>
    public async Task<Result<BackupMade>> TakeAsync(string to, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.SystemBackup) is { } forbidden)
            return forbidden;
        if (actor.Kind is not ActorKind.CommandLine)
            return new Forbidden(RolePermissions.NameOf(Permission.SystemBackup), "A backup is taken on the machine itself, with the command line: backup --to DIR.");
        if (WhyNot is { } why)
            return new Rejected("backup.not-here", why);
        if (!await _one.WaitAsync(0, cancellationToken).ConfigureAwait(false))
            return new Conflict("backup.running", "A backup is being written already. Wait until it is finished.");
        try
        {
            return await WriteAsync(to, actor, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The last that was finished, or null.</summary>
    public async Task<BackupRecord?> LastAsync(CancellationToken cancellationToken) => (await HeadAsync(cancellationToken).ConfigureAwait(false)).Last;

    public void Dispose() => _one.Dispose();

    private async Task<Result<BackupMade>> WriteAsync(string to, Actor actor, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var begun = await RecordAsync(AuditActions.BackupBegun, actor, $"To {to}", null, cancellationToken).ConfigureAwait(false);
        if (begun.Error is { } unrecorded)
            return unrecorded;
        Result<BackupMade> made;
        try
        {
            made = await backup.WriteAsync(to, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await RecordAsync(AuditActions.BackupFailed, actor, "Stopped before it was whole; nothing is left of it.", null, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        var ended = made.IsSuccess
            ? await RecordAsync(
                AuditActions.BackupFinished, actor, string.Create(CultureInfo.InvariantCulture, $"{made.Value.Files.Count} files, {made.Value.Bytes} bytes, to {to}"),
                new(at, actor.Name, to, made.Value.Bytes, made.Value.Took), CancellationToken.None).ConfigureAwait(false)
            : await RecordAsync(AuditActions.BackupFailed, actor, made.Error.Message, null, CancellationToken.None).ConfigureAwait(false);
        return ended.Error is { } lost ? lost : made;
    }

    private async Task<Result<long>> RecordAsync(string action, Actor actor, string note, BackupRecord? last, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken).ConfigureAwait(false);
        var version = head.Version + 1;
        var (record, audit) = AuditChain.Append(head.Audit, s_subject, version, actor, action, clock.GetUtcNow(), note: note);
        return await store.CommitAsync(
            new ChangeSet
            {
                Subject = s_subject, ExpectedVersion = head.Version, Audit = [record],
                Head = JsonSerializer.SerializeToUtf8Bytes(new BackupHead(version, audit, last ?? head.Last), BackupJson.Default.BackupHead),
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<BackupHead> HeadAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(s_subject, cancellationToken).ConfigureAwait(false) is { } stored && JsonSerializer.Deserialize(stored.Json.Span, BackupJson.Default.BackupHead) is { } head
            ? head
            : new(0, AuditHead.None, null);
}

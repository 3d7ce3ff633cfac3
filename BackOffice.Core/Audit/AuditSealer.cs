using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Audit;

/// <summary>
/// Seals what was written since the last checkpoint: after so many seconds, after so many entries, and at the end. First the database, then the
/// second place, then the mark that both have it. Each checkpoint is logged too, so that whoever ships logs has a third place.
/// </summary>
public sealed partial class AuditSealer(
    IAuditTrail trail, ICheckpointArchive archive, ICheckpointKey key, AuditOptions options, TimeProvider clock, ILogger<AuditSealer> log)
    : BackgroundService
{
    private const int MostInACheckpoint = 10_000;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Seals everything that is there now. Returns how many checkpoints it made.</summary>
    /// <exception cref="AuditDamaged">The log ends before its last checkpoint, or that checkpoint cannot be read: sealing over it would hide it.</exception>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var last = await LastAsync(cancellationToken).ConfigureAwait(false);
            var end = await trail.LastSequenceAsync(cancellationToken).ConfigureAwait(false);
            if (end < (last?.To ?? 0))
                throw new AuditDamaged($"The audit log ends at entry {end}, but checkpoint {last?.Number} sealed it up to {last?.To}. Run verify.");
            var made = 0;
            for (; (last?.To ?? 0) < end; made++)
                last = await SealOneAsync(last, end, cancellationToken).ConfigureAwait(false);
            return made;
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sealedAt = clock.GetUtcNow();
        using var timer = new PeriodicTimer(options.SealEvery < s_look ? options.SealEvery : s_look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                var now = clock.GetUtcNow();
                if (now - sealedAt < options.SealEvery && !await AreManyAsync(stoppingToken).ConfigureAwait(false))
                    continue;
                await TrySealAsync(stoppingToken).ConfigureAwait(false);
                sealedAt = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TrySealAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The service goes on whatever happens: the next look tries again, and the log says what is wrong.</summary>
    private async Task TrySealAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SealAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotSealed(e);
        }
    }

    private async Task<bool> AreManyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var last = await trail.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
            var to = last is null ? 0 : AuditCheckpoint.Parse(last.Line.Span)?.To ?? 0;
            return await trail.LastSequenceAsync(cancellationToken).ConfigureAwait(false) - to >= options.SealEntries;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotSealed(e);
            return false;
        }
    }

    /// <summary>The newest checkpoint, brought to the second place if a crash kept it from there.</summary>
    private async Task<AuditCheckpoint?> LastAsync(CancellationToken cancellationToken)
    {
        if (await trail.LastCheckpointAsync(cancellationToken).ConfigureAwait(false) is not { } stored)
            return null;
        var last = AuditCheckpoint.Parse(stored.Line.Span) ?? throw new AuditDamaged($"Checkpoint {stored.Number} cannot be read. Run verify.");
        if (stored.IsArchived)
            return last;
        var isThere = false;
        await foreach (var line in archive.ReadAsync(cancellationToken).ConfigureAwait(false))
            isThere = line.Span.SequenceEqual(stored.Line.Span);
        if (!isThere)
            await archive.AppendAsync(stored.Line, cancellationToken).ConfigureAwait(false);
        await trail.MarkArchivedAsync(stored.Number, cancellationToken).ConfigureAwait(false);
        return last;
    }

    private async Task<AuditCheckpoint> SealOneAsync(AuditCheckpoint? last, long end, CancellationToken cancellationToken)
    {
        var from = (last?.To ?? 0) + 1;
        var to = from - 1;
        var digest = new AuditDigest();
        foreach (var hash in await trail.HashesAsync(to, (int)Math.Min(MostInACheckpoint, end - to), cancellationToken).ConfigureAwait(false))
        {
            digest.Add(hash.Sequence, hash.Hash.Span);
            to = hash.Sequence;
        }

        if (to < from)
            throw new AuditDamaged($"Entries {from} to {end} are not in the audit log. Run verify.");
        var checkpoint = new AuditCheckpoint
        {
            Number = (last?.Number ?? 0) + 1,
            From = from,
            To = to,
            Count = digest.Count,
            Digest = digest.ToString(),
            Previous = last?.Hash() ?? AuditCheckpoint.NoPrevious,
            At = clock.GetUtcNow(),
            KeyId = key.KeyId,
        };
        checkpoint = checkpoint with { Signature = Convert.ToBase64String(key.Sign(checkpoint.Content())) };
        var line = checkpoint.Line();
        await trail.AddCheckpointAsync(checkpoint.Number, line, cancellationToken).ConfigureAwait(false);
        await archive.AppendAsync(line, cancellationToken).ConfigureAwait(false);
        await trail.MarkArchivedAsync(checkpoint.Number, cancellationToken).ConfigureAwait(false);
        Sealed(checkpoint.Number, checkpoint.From, checkpoint.To, checkpoint.Hash());
        return checkpoint;
    }

    [LoggerMessage(1101, LogLevel.Information, "Audit checkpoint {Number} seals entries {From} to {To}: {Hash}")]
    private partial void Sealed(long number, long from, long to, string hash);

    [LoggerMessage(1102, LogLevel.Error, "The audit log was not sealed; the next look tries again.")]
    private partial void NotSealed(Exception failure);
}

/// <summary>The audit log is not what its checkpoints say.</summary>
public sealed class AuditDamaged(string message) : Exception(message);

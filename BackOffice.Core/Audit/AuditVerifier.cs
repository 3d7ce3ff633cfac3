namespace BackOffice.Core.Audit;

/// <summary>
/// Recomputes the whole log from what is stored: every subject's chain against its entries, details and head, and every checkpoint against its
/// signature, its second place and the entries it sealed. Streams; memory does not grow with the log. What an attacker with the signing key
/// rewrites in both places is found by a copy of a checkpoint alone (see the sealer's log lines).
/// </summary>
public sealed class AuditVerifier(IAuditTrail trail, ICheckpointArchive archive, ICheckpointKey key, TimeProvider clock) : IAuditVerifier
{
    private const int ReportEvery = 10_000;

    /// <inheritdoc/>
    public async Task<AuditReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var findings = new AuditFindings();
        var checkpoints = new CheckpointCheck(trail, archive, key, findings);
        var sealing = Task.Run(() => checkpoints.RunAsync(cancellationToken), cancellationToken);
        var (entries, subjects) = await CheckChainsAsync(findings, progress, cancellationToken).ConfigureAwait(false);
        await sealing.ConfigureAwait(false);
        progress?.Report(entries);
        return new AuditReport(
            entries, subjects, checkpoints.Checkpoints, checkpoints.VerifiedTo, checkpoints.LastAt, clock.GetElapsedTime(start), findings.ToList());
    }

    private async Task<(long Entries, long Subjects)> CheckChainsAsync(
        AuditFindings findings, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long seen = 0;
        long entries = 0;
        long subjects = 0;
        var stretches = await trail.StretchesAsync(cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(
            stretches,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4), CancellationToken = cancellationToken },
            async (stretch, token) =>
            {
                var check = new ChainCheck(findings, Seen);
                await trail.ReadChainsAsync(stretch, check, token).ConfigureAwait(false);
                check.End();
                Interlocked.Add(ref entries, check.Entries);
                Interlocked.Add(ref subjects, check.Subjects);
            }).ConfigureAwait(false);
        return (entries, subjects);

        void Seen()
        {
            if (Interlocked.Increment(ref seen) is var count && count % ReportEvery == 0)
                progress?.Report(count);
        }
    }
}

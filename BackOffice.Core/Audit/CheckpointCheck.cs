using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <summary>Checks the checkpoints in both places, and the log's sequence against what they sealed.</summary>
internal sealed class CheckpointCheck(IAuditTrail trail, ICheckpointArchive archive, ICheckpointKey key, AuditFindings findings)
{
    private const int PageOfCheckpoints = 500;
    private const int PageOfHashes = 10_000;
    private readonly Queue<SequencedHash> _page = [];
    private long _read;
    private bool _archiveEnded;
    private bool _isSound = true;

    public long Checkpoints { get; private set; }

    /// <summary>The last entry that an unbroken row of good checkpoints covers.</summary>
    public long VerifiedTo { get; private set; }

    public DateTimeOffset? LastAt { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = archive.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (lines.ConfigureAwait(false))
        {
            AuditCheckpoint? last = null;
            long number = 0;
            while (true)
            {
                var page = await trail.CheckpointsAsync(number, PageOfCheckpoints, cancellationToken).ConfigureAwait(false);
                foreach (var stored in page)
                {
                    if (stored.Number != number + 1)
                        Found(number + 1, $"Checkpoints {number + 1} to {stored.Number - 1} are not there.");
                    number = stored.Number;
                    await CompareAsync(stored, lines).ConfigureAwait(false);
                    if (AuditCheckpoint.Parse(stored.Line.Span) is not { } checkpoint)
                    {
                        Found(number, "The checkpoint cannot be read.");
                        continue;
                    }

                    CheckItself(checkpoint, number, last);
                    await CheckRangeAsync(checkpoint, cancellationToken).ConfigureAwait(false);
                    if (_isSound)
                        VerifiedTo = checkpoint.To;
                    last = checkpoint;
                    LastAt = checkpoint.At;
                    Checkpoints++;
                }

                if (page.Count < PageOfCheckpoints)
                    break;
            }

            if (!_archiveEnded && await lines.MoveNextAsync().ConfigureAwait(false))
                Found(number + 1, "The second place holds checkpoints that the database does not have.");
            await CheckTailAsync(last, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CompareAsync(StoredCheckpoint stored, IAsyncEnumerator<ReadOnlyMemory<byte>> lines)
    {
        if (_archiveEnded)
            return;
        if (!await lines.MoveNextAsync().ConfigureAwait(false))
        {
            _archiveEnded = true;
            if (stored.IsArchived)
                Found("truncated", stored.Number, $"The second place ends before checkpoint {stored.Number}.");
        }
        else if (!lines.Current.Span.SequenceEqual(stored.Line.Span))
        {
            Found(stored.Number, $"Checkpoint {stored.Number} is not the same in the second place.");
        }
    }

    private void CheckItself(AuditCheckpoint checkpoint, long number, AuditCheckpoint? last)
    {
        if (checkpoint.Number != number)
            Found(number, $"The checkpoint calls itself {checkpoint.Number}.");
        Span<byte> signature = stackalloc byte[256];
        if (checkpoint.KeyId != key.KeyId)
            Found(number, $"The checkpoint is signed with the key {checkpoint.KeyId}; the key at hand is {key.KeyId}.");
        else if (!Convert.TryFromBase64String(checkpoint.Signature, signature, out var length) || !key.Verify(checkpoint.Content(), signature[..length]))
            Found(number, "The checkpoint's signature is not that of its content.");
        if (checkpoint.Previous != (last?.Hash() ?? AuditCheckpoint.NoPrevious))
            Found(number, "The checkpoint does not follow the one before it.");
        if (checkpoint.From != (last?.To ?? 0) + 1 || checkpoint.To < checkpoint.From)
            Found(number, $"The checkpoint covers {checkpoint.From} to {checkpoint.To}; the one before ended at {last?.To ?? 0}.");
        if (last is not null && checkpoint.At < last.At)
            Found(number, "The checkpoint is older than the one before it.");
    }

    private async Task CheckRangeAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var digest = new AuditDigest();
        var next = checkpoint.From;
        while (next <= checkpoint.To && await PeekAsync(cancellationToken).ConfigureAwait(false))
        {
            var hash = _page.Peek();
            if (hash.Sequence > checkpoint.To)
                break;
            _page.Dequeue();
            if (hash.Sequence < checkpoint.From)
                continue;
            MissingBefore(next, hash.Sequence);
            digest.Add(hash.Sequence, hash.Hash.Span);
            next = hash.Sequence + 1;
        }

        if (next <= checkpoint.To)
            Found("truncated", next, $"Entries {next} to {checkpoint.To} of the log are not there; checkpoint {checkpoint.Number} sealed them.");
        else if (digest.Count != checkpoint.Count || digest.ToString() != checkpoint.Digest)
            Found(checkpoint.Number, $"Entries {checkpoint.From} to {checkpoint.To} are not those that checkpoint {checkpoint.Number} sealed.");
    }

    private async Task CheckTailAsync(AuditCheckpoint? last, CancellationToken cancellationToken)
    {
        var next = (last?.To ?? 0) + 1;
        while (await PeekAsync(cancellationToken).ConfigureAwait(false))
        {
            var sequence = _page.Dequeue().Sequence;
            if (sequence < next)
                continue;
            MissingBefore(next, sequence);
            next = sequence + 1;
        }
    }

    private async ValueTask<bool> PeekAsync(CancellationToken cancellationToken)
    {
        if (_page.Count > 0)
            return true;
        foreach (var hash in await trail.HashesAsync(_read, PageOfHashes, cancellationToken).ConfigureAwait(false))
        {
            _page.Enqueue(hash);
            _read = hash.Sequence;
        }

        return _page.Count > 0;
    }

    private void MissingBefore(long expected, long sequence)
    {
        if (sequence > expected)
            Found("missing", expected, $"Entries {expected} to {sequence - 1} of the log are not there.");
    }

    private void Found(long number, Sentence text) => Found("checkpoint", number, text);

    private void Found(string kind, long number, Sentence text)
    {
        _isSound = false;
        findings.Add(kind, null, number, text);
    }
}

using BackOffice.Core.Common;

namespace BackOffice.Core.Pipeline;

/// <summary>Counts what a run does to its orders; safe for several threads.</summary>
internal sealed class BatchTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BatchOutcome, int> _counts = [];
    private readonly List<BatchFailure> _failures = [];

    public void Add(OrderId order, BatchResult result)
    {
        if (result.Outcome is BatchOutcome.NotTaken)
            return;
        lock (_gate)
        {
            _counts[result.Outcome] = _counts.GetValueOrDefault(result.Outcome) + 1;
            if (result.Outcome is BatchOutcome.Later or BatchOutcome.Unknown or BatchOutcome.Stopped or BatchOutcome.Broken && _failures.Count < BatchRun.MostFailures)
                _failures.Add(new BatchFailure(order, result.Outcome, result.Step, result.Code, result.Message));
        }
    }

    public BatchRun ToRun(string name, DateTimeOffset started, DateTimeOffset ended, BatchRequest? asked)
    {
        lock (_gate)
        {
            return new BatchRun
            {
                Name = name, StartedAt = started, EndedAt = ended, Taken = _counts.Values.Sum(), Outcomes = new SortedDictionary<BatchOutcome, int>(_counts), Failures = [.. _failures],
                AskedBy = asked?.By, Reason = asked?.Reason, CommandId = asked?.CommandId,
            };
        }
    }
}

/// <summary>What became of one order.</summary>
internal readonly record struct BatchResult(BatchOutcome Outcome, string? Step = null, string? Code = null, string? Message = null);

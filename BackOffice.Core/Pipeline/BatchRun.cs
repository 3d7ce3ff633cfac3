using BackOffice.Core.Common;

namespace BackOffice.Core.Pipeline;

/// <summary>One run of one job; or several in a row that found nothing to take, told as one.</summary>
public sealed record BatchRun
{
    /// <summary>How many failures a run keeps in words.</summary>
    public const int MostFailures = 20;

    /// <summary><c>batch:fraud:20261123T024500</c>: the owner of an order while the run has it.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Orders it claimed.</summary>
    public int Taken { get; init; }

    /// <summary>Of those, how many by outcome; outcomes of none are left out.</summary>
    public IReadOnlyDictionary<BatchOutcome, int> Outcomes { get; init; } = new Dictionary<BatchOutcome, int>();

    /// <summary>The first <see cref="MostFailures"/>.</summary>
    public IReadOnlyList<BatchFailure> Failures { get; init; } = [];

    /// <summary>Runs that this stands for: 1, or how many found nothing from <see cref="StartedAt"/> to <see cref="EndedAt"/>.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>The person who asked for it; null for a run by the clock.</summary>
    public string? AskedBy { get; init; }

    public string? Reason { get; init; }

    public string? CommandId { get; init; }

    /// <summary>True when it took nothing and nobody asked for it.</summary>
    internal bool IsIdle => Taken == 0 && Failures.Count == 0 && CommandId is null;
}

/// <param name="Order">Which order.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Step">Where it failed; null when it could not be processed at all.</param>
/// <param name="Code">The error's name.</param>
/// <param name="Message">In words, without personal data.</param>
public sealed record BatchFailure(OrderId Order, BatchOutcome Outcome, string? Step, string? Code, string? Message);

/// <summary>A run that a person asked for and that has not ended yet.</summary>
public sealed record BatchRequest(string CommandId, string By, DateTimeOffset At, string Reason);

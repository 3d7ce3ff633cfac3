namespace BackOffice.Core.Payments.Proof;

/// <summary>A whole check that is under way.</summary>
public sealed record MoneyRun
{
    /// <summary>Made when the button was shown, or the night's date.</summary>
    public required string Id { get; init; }

    public required string By { get; init; }

    public bool Nightly { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Null until somebody took it up.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When it was last heard of; one that is silent for <see cref="Silence"/> has died and is begun again.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Orders checked so far.</summary>
    public long Orders { get; init; }

    /// <summary>Orders that the counters knew of at its beginning.</summary>
    public long About { get; init; }

    /// <summary>Who wants it to stop; null for nobody.</summary>
    public string? StoppedBy { get; init; }

    public static TimeSpan Silence { get; } = TimeSpan.FromMinutes(2);
}

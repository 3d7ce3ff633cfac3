namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>Where the sandbox keeps its files and how it behaves in time. Section <c>Sandbox</c>; tests use delays of milliseconds.</summary>
public sealed record SandboxOptions
{
    /// <summary>Folder of the gateways' own files: payments.db, miles.db, fraud.db, vouchers.db, mail.db.</summary>
    public string Folder { get; init; } = Path.Combine("data", "sandbox");

    /// <summary>Where each message sent becomes one .eml file.</summary>
    public string MailFolder { get; init; } = Path.Combine("data", "mail");

    /// <summary>How long a caller waits for an answer that never comes.</summary>
    public TimeSpan TimeoutDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a slow call takes; the answer is good.</summary>
    public TimeSpan SlowDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long look-ups do not see what a late call did.</summary>
    public TimeSpan LateDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a busy gateway asks to wait before the next try.</summary>
    public TimeSpan BusyRetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a key returns its first answer. The same key after that acts again: that is what card processors do.</summary>
    public TimeSpan KeyLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Sender of the messages.</summary>
    public string MailFrom { get; init; } = "orders@backoffice.invalid";

    /// <summary>Every setting that is wrong, by its key; empty when all are right.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(Folder))
            errors.Add("Sandbox:Folder is empty.");
        if (string.IsNullOrWhiteSpace(MailFolder))
            errors.Add("Sandbox:MailFolder is empty.");
        foreach (var (name, value) in new[]
        {
            (nameof(TimeoutDelay), TimeoutDelay), (nameof(SlowDelay), SlowDelay), (nameof(LateDelay), LateDelay), (nameof(BusyRetryAfter), BusyRetryAfter),
        })
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromHours(1))
                errors.Add($"Sandbox:{name} must be between 0 and 1 hour.");
        }
        if (KeyLifetime <= TimeSpan.Zero)
            errors.Add("Sandbox:KeyLifetime must be above 0.");
        if (!MailFrom.Contains('@', StringComparison.Ordinal) || MailFrom.Any(char.IsWhiteSpace))
            errors.Add("Sandbox:MailFrom is not an address.");
        return errors;
    }
}

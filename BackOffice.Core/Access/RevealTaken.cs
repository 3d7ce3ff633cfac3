namespace BackOffice.Core.Access;

/// <summary>A look that was counted and audited.</summary>
/// <param name="Until">When it must be hidden again: a minute after it began.</param>
/// <param name="Today">How many looks the person has had today, UTC, with this one.</param>
/// <param name="Many">More than is usual in a day; it was reported.</param>
public sealed record RevealTaken(DateTimeOffset Until, int Today, bool Many);

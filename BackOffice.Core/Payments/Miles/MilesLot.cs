namespace BackOffice.Core.Payments.Miles;

/// <summary>Miles that end on the same day.</summary>
/// <param name="Miles">Whole miles, above zero.</param>
/// <param name="ExpiresOn">The last day they count, UTC.</param>
public sealed record MilesLot(long Miles, DateOnly ExpiresOn);

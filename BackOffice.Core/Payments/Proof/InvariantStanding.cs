namespace BackOffice.Core.Payments.Proof;

/// <summary>One invariant as it stands.</summary>
/// <param name="Name"><c>I1</c> to <c>I20</c>.</param>
/// <param name="Checked">In the last whole check: orders; for I2 refunds on either side, for I19 days of people.</param>
/// <param name="Broken">How often it is broken now.</param>
public sealed record InvariantStanding(string Name, long Checked, long Broken);

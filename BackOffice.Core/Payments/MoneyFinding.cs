namespace BackOffice.Core.Payments;

/// <summary>An invariant that an order breaks.</summary>
/// <param name="Invariant"><c>I1</c> to <c>I20</c>; see <see cref="MoneyInvariants.All"/>.</param>
/// <param name="Order">The order.</param>
/// <param name="Text">What is wrong, in one sentence, without personal data.</param>
public sealed record MoneyFinding(string Invariant, string Order, string Text);

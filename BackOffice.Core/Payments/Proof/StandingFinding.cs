namespace BackOffice.Core.Payments.Proof;

/// <summary>A finding that stands.</summary>
/// <param name="Invariant"><c>I1</c> to <c>I20</c>, or <see cref="Unreadable"/>.</param>
/// <param name="Order">The order; empty for what is of more than one.</param>
/// <param name="Text">In one English sentence, without personal data.</param>
/// <param name="FoundAt">When it was first found.</param>
public sealed record StandingFinding(string Invariant, string Order, string Text, DateTimeOffset FoundAt)
{
    /// <summary>In place of an invariant: the order cannot be read.</summary>
    public const string Unreadable = "unreadable";
}

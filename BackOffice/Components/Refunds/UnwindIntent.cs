namespace BackOffice.Components.Refunds;

/// <summary>What a person was about to have undone: the same unwinding, after they have signed in again.</summary>
/// <param name="UnwindId">Made when the dialog first opened.</param>
/// <param name="Reason">In their words.</param>
/// <param name="TellCustomer">Whether the customer is written to.</param>
internal sealed record UnwindIntent(string UnwindId, string Reason, bool TellCustomer);

namespace BackOffice.Core.Payments.Proof;

/// <summary>What looking again at orders that changed brought, since it was last kept.</summary>
/// <param name="Found">By order, what it breaks now; nothing for one that is sound.</param>
/// <param name="Live">How far it has come.</param>
/// <param name="Counted">Orders looked at.</param>
/// <param name="HasMore">More waits to be followed.</param>
internal sealed record LiveResult(IReadOnlyDictionary<string, IReadOnlyList<MoneyFinding>> Found, LiveMoney Live, long Counted, bool HasMore);

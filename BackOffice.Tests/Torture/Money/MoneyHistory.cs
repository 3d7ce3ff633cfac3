using System.Collections.Concurrent;

namespace BackOffice.Tests.Torture.Money;

/// <param name="Order">The order's id.</param>
/// <param name="Persona">Who asked.</param>
/// <param name="Minor">What the preview had shown.</param>
/// <param name="Hash">The preview's.</param>
internal sealed record AskedRefund(string Order, string Persona, long Minor, string Hash);

/// <param name="Verb">approve, reject, cancel, retry or settle.</param>
/// <param name="Hash">What the person said to have seen.</param>
internal sealed record AskedDecision(string Order, string RefundId, string Verb, string Persona, string? Hash);

/// <param name="Code">In clear, as the customer has it.</param>
internal sealed record AskedRedemption(string Order, string Code, string Merchant);

/// <summary>
/// The clients' own record: what they asked for, and what they were told. An entry is <em>asked</em> before its call goes out; <em>told</em> once an answer came, which for a
/// call that was cut off may never be.
/// </summary>
internal sealed class MoneyHistory
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private int _cutOff;

    /// <summary>By idempotency key.</summary>
    public ConcurrentDictionary<string, string> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>Every key that was ever sent.</summary>
    public ConcurrentDictionary<string, bool> OrderKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>By refund id.</summary>
    public ConcurrentDictionary<string, AskedRefund> Refunds { get; } = new(StringComparer.Ordinal);

    /// <summary>By command id.</summary>
    public ConcurrentDictionary<string, AskedDecision> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>By the merchant and its key.</summary>
    public ConcurrentDictionary<string, AskedRedemption> Redemptions { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders by command id.</summary>
    public ConcurrentDictionary<string, string> VoucherActs { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that must never be.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>Calls whose answer was lost, and that were sent again.</summary>
    public int CutOff => _cutOff;

    /// <summary>Yes or no: true once the answer was one of success, false once it was a definite no; null while nobody was told.</summary>
    public bool? Told(string id) => _told.TryGetValue(id, out var yes) ? yes : null;

    public void Tell(string id, bool yes) => _told[id] = yes;

    public void WasCutOff() => Interlocked.Increment(ref _cutOff);
}

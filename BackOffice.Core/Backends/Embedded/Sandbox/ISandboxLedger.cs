using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// Reads what the sandbox gateways did, from their own files, of a stopped or a running program: the witness that each
/// (order, operation, step, unit) took effect at most once.
/// </summary>
public interface ISandboxLedger : IDisposable
{
    /// <summary>How many calls all gateways received, look-ups included.</summary>
    long CountCalls();

    /// <summary>How many effects took place.</summary>
    long CountEffects();

    /// <summary>Keys with at least so many effects, with their count, sorted by key within a gateway.</summary>
    IEnumerable<SandboxCount> EffectsByKey(int atLeast = 1);

    /// <summary>The same by (order, operation, step, unit), all attempts together; the key ends with the slash before the attempt.</summary>
    IEnumerable<SandboxCount> EffectsByUnit(int atLeast = 1);

    /// <summary>Effects and refusals of an order, gateway by gateway, oldest first.</summary>
    IReadOnlyList<SandboxEffect> EffectsOf(OrderId order);

    /// <summary>All effects and refusals, streamed.</summary>
    IEnumerable<SandboxEffect> Effects();

    /// <summary>All calls, streamed, gateway by gateway, in the order they came.</summary>
    IEnumerable<SandboxCall> Calls();

    /// <summary>What was delivered to <see cref="Payments.IPaymentCallbacks"/>.</summary>
    IReadOnlyList<SandboxCallback> Callbacks();

    /// <summary>SQLite's own check of every file; empty when all are whole.</summary>
    IReadOnlyList<string> CheckIntegrity();
}

/// <param name="Gateway">payments, miles, fraud, vouchers or mail.</param>
public sealed record SandboxCount(string Gateway, string Key, long Effects);

/// <param name="Gateway">payments, miles, fraud, vouchers or mail.</param>
/// <param name="At">UTC.</param>
/// <param name="Key">The effect key as text.</param>
/// <param name="Operation">authorise, capture, refund, release, redeem, recredit, scan, issue, void, send.</param>
/// <param name="TookEffect">False for a refusal.</param>
/// <param name="Reference">The gateway's reference of an effect.</param>
/// <param name="Code">The refusal's code.</param>
/// <param name="Amount">Where the operation has one.</param>
public sealed record SandboxEffect(
    string Gateway, DateTimeOffset At, string Key, string Operation, bool TookEffect, string? Reference, string? Code, Money? Amount);

/// <param name="Gateway">payments, miles, fraud, vouchers or mail.</param>
/// <param name="At">UTC.</param>
/// <param name="Operation">The gateway's word, or look-up.</param>
/// <param name="Key">The effect key as text.</param>
/// <param name="RequestHash">SHA-256, hex; empty for a look-up.</param>
/// <param name="Done">took effect, refused, not executed, lost, repeated, mismatch, in progress; found, not found for a look-up.</param>
/// <param name="Answered">What went over the wire; begins with none when nothing did.</param>
public sealed record SandboxCall(string Gateway, DateTimeOffset At, string Operation, string Key, string RequestHash, string Done, string Answered);

/// <param name="Delivery">1, 2, …</param>
/// <param name="Outcome">delivered, no receiver, or failed: and the exception's type.</param>
public sealed record SandboxCallback(DateTimeOffset At, string Key, int Delivery, string Outcome);

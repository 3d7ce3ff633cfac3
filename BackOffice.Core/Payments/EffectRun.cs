using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments;

/// <summary>What a step asks of the effect ledger.</summary>
public sealed record EffectRun
{
    public required StepContext Step { get; init; }

    /// <summary>A name of <see cref="StepNames"/>; part of the key.</summary>
    public required string StepName { get; init; }

    public required EffectKind Kind { get; init; }

    /// <summary>The tender, or line and unit: part of the key.</summary>
    public required string Unit { get; init; }

    public Money? Amount { get; init; }

    public required GatewayTerms Terms { get; init; }

    /// <summary>Null when the step may go on with the order as it is, else why not; asked before the intent is written.</summary>
    public Func<OrderDraft, StepFailed?>? Guard { get; init; }

    /// <summary>Makes what must be the same whenever the key is sent (a voucher's code); called once, with the first intent.</summary>
    public Func<string>? Prepare { get; init; }

    /// <summary>Sends. Throwing is an unknown outcome.</summary>
    public required Func<OrderHead, Effect, Task<GatewayAnswer>> Send { get; init; }

    /// <summary>True on the last effect of the hand-out: its outcome ends the step row.</summary>
    public bool EndsStep { get; init; } = true;
}

using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Proof;

/// <summary>How a refund of ours and the gateway's differ.</summary>
public enum DifferenceKind
{
    /// <summary>The gateway lists it, and no order knows it.</summary>
    OnlyAtGateway,

    /// <summary>We call it done, and the gateway does not list it.</summary>
    OnlyHere,

    /// <summary>Both call it done, with different amounts.</summary>
    Amount,

    /// <summary>We call it done, and the gateway says that it failed or was reversed.</summary>
    CameBack,

    /// <summary>We call it done, and the gateway has not finished.</summary>
    NotFinished,

    /// <summary>We say that it did not happen, and the gateway says that it did, or may.</summary>
    DoneThere,
}

/// <summary>One refund on which our ledger and the gateway's list disagree, looked at twice before it is one.</summary>
/// <param name="Kind">How.</param>
/// <param name="Order">The order; empty when the key names none.</param>
/// <param name="Key">The effect key, in our store and at the gateway.</param>
/// <param name="Reference">The gateway's, or the one we have.</param>
/// <param name="Ours">Our state; null when no order knows it.</param>
/// <param name="OurAmount">In our ledger.</param>
/// <param name="Theirs">The gateway's state; null when it does not list it.</param>
/// <param name="TheirAmount">In the gateway's list.</param>
public sealed record LedgerDifference(
    DifferenceKind Kind, string Order, string Key, string? Reference, EffectState? Ours, Money? OurAmount, GatewayRefundStatus? Theirs, Money? TheirAmount)
{
    /// <summary>In one English sentence, for the command line and the findings.</summary>
    public string Text => Kind switch
    {
        DifferenceKind.OnlyAtGateway => $"{Key}: the gateway lists {TheirAmount} ({Reference}), and no order knows it.",
        DifferenceKind.OnlyHere => $"{Key}: we say that {OurAmount} went back ({Reference}); the gateway does not list it.",
        DifferenceKind.Amount => $"{Key}: we say {OurAmount}, the gateway {TheirAmount}.",
        DifferenceKind.CameBack => $"{Key}: it came back, and we have not heard of it.",
        DifferenceKind.NotFinished => $"{Key}: we call it done, and the gateway has not finished.",
        DifferenceKind.DoneThere => $"{Key}: we say {Ours}, the gateway {Theirs}.",
    };
}

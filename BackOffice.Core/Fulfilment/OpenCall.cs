using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <summary>A call about a voucher whose outcome nobody knows.</summary>
/// <param name="Key">Its effect key; what settles it names it.</param>
/// <param name="What">What it was to do.</param>
/// <param name="LastSentAt">When it was sent last.</param>
/// <param name="Lookups">How often it was looked up in vain.</param>
/// <param name="NextLookupAt">When it is looked up next.</param>
public sealed record OpenCall(string Key, OpenCallKind What, DateTimeOffset? LastSentAt, int Lookups, DateTimeOffset? NextLookupAt)
{
    /// <summary>The unknown calls of commands on the voucher, oldest first. Those of a refund are the refund's.</summary>
    internal static IReadOnlyList<OpenCall> Of(IEnumerable<Effect> effects, Voucher voucher) =>
    [
        .. effects.Where(effect => effect.State is EffectState.Unknown or EffectState.Awaiting && effect.Key.Operation == voucher.Pending?.Operation)
            .OrderBy(effect => effect.FirstSentAt).Select(effect => new OpenCall(effect.Key.ToString(), KindOf(effect), effect.LastSentAt, effect.Lookups, effect.NextLookupAt)),
    ];

    private static OpenCallKind KindOf(Effect effect) => effect.Kind switch
    {
        EffectKind.IssueVoucher => OpenCallKind.RegisterCode,
        EffectKind.Notify => OpenCallKind.Send,
        _ => effect.Key.Unit.EndsWith(VoucherChanges.NewCode, StringComparison.Ordinal) ? OpenCallKind.WithdrawCode : OpenCallKind.Void,
    };
}

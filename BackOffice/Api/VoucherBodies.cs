using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
/// <param name="ExpectedVersion">Of the order as the client saw it.</param>
/// <param name="Reason">1 to 500 characters.</param>
internal sealed record VoucherBody(string? CommandId, long? ExpectedVersion, string? Reason);

/// <param name="Value">promotional or paid.</param>
/// <param name="Until">The last day, <c>2026-12-31</c>, in the voucher's own zone.</param>
internal sealed record ExtendBody(string? CommandId, long? ExpectedVersion, string? Reason, string? Value, string? Until);

/// <param name="RedemptionId">Of the late redemption.</param>
internal sealed record SettleLateBody(string? CommandId, long? ExpectedVersion, string? Reason, string? RedemptionId);

/// <param name="Vouchers">Ids; left out for all that can still be used.</param>
/// <param name="AcceptAddress">True when the address is known to be another than before and is right.</param>
internal sealed record ResendBody(string? CommandId, long? ExpectedVersion, string? Reason, List<string>? Vouchers, bool? AcceptAddress);

/// <param name="ReasonCode">customerContact, delivery, fraudCheck, merchantContact, legal or other.</param>
internal sealed record RevealBody(string? CommandId, string? ReasonCode, string? Reason);

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
internal sealed record ViewCodeBody(string? CommandId);

/// <param name="Reference">The merchant's own receipt, at most 100 characters.</param>
/// <param name="HappenedAt">When it happened, for one that is reported later.</param>
internal sealed record RedeemBody(string? Reference, DateTimeOffset? HappenedAt);

/// <summary>One of the three.</summary>
internal sealed record FindVouchersBody(string? Code, string? Last4, string? Order);

/// <param name="Items">At most 50.</param>
internal sealed record VouchersAnswer(IReadOnlyList<FoundVoucher> Items);

/// <param name="Order">The order.</param>
/// <param name="Customer">In clear.</param>
/// <param name="Until">When it must be hidden again.</param>
/// <param name="Today">How many looks this makes today.</param>
internal sealed record RevealAnswer(OrderId Order, Customer Customer, DateTimeOffset Until, int Today);

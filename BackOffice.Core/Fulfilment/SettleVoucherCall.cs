using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>A person says with evidence what became of a void, reissue or resend that nobody knows.</summary>
/// <param name="Order">The order.</param>
/// <param name="EffectKey">Of the call: see <see cref="OpenCall.Key"/>.</param>
/// <param name="CommandId">Made when the dialog opened; 1 to 64 characters.</param>
/// <param name="ExpectedVersion">The version of the order that the person saw.</param>
/// <param name="Happened">True when the issuer or the mail gateway did it.</param>
/// <param name="Reference">Its reference, 1 to 200 characters; needed when it happened.</param>
/// <param name="Evidence">Where that can be seen, 1 to 500 characters.</param>
public sealed record SettleVoucherCall(OrderId Order, string EffectKey, string CommandId, long ExpectedVersion, bool Happened, string? Reference, string Evidence);

using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>A person says with evidence what became of a call that nobody knows: of the order's own processing, or of a void, reissue or resend of its vouchers.</summary>
/// <param name="Order">The order.</param>
/// <param name="EffectKey">Of the call: see <see cref="Payments.EffectKey"/> and <see cref="Fulfilment.OpenCall.Key"/>.</param>
/// <param name="CommandId">Made when the dialog opened; 1 to 64 characters.</param>
/// <param name="ExpectedVersion">The version of the order that the person saw.</param>
/// <param name="Happened">True when the other side did it.</param>
/// <param name="Reference">Its reference, 1 to 200 characters; needed when it happened.</param>
/// <param name="Evidence">Where that can be seen, 1 to 500 characters.</param>
public sealed record SettleCall(OrderId Order, string EffectKey, string CommandId, long ExpectedVersion, bool Happened, string? Reference, string Evidence);

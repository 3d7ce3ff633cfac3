namespace BackOffice.Core.Payments;

/// <summary>
/// Where a payment gateway's callbacks arrive. They come at least once, in any order, and may overtake the answer of the call they are about; whoever
/// receives one records the outcome by effect key, and a repeated one changes nothing.
/// </summary>
public interface IPaymentCallbacks
{
    Task ReceiveAsync(PaymentCallback callback, CancellationToken cancellationToken);
}

/// <param name="Key">The effect key the call carried.</param>
/// <param name="Answer">Succeeded, Refused, Pending or Reversed.</param>
public sealed record PaymentCallback(EffectKey Key, GatewayAnswer Answer);

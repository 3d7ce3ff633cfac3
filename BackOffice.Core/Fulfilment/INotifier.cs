using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <summary>Sends a message to the customer.</summary>
public interface INotifier
{
    GatewayTerms Terms { get; }

    /// <summary>The answer's reference is the message's id.</summary>
    Task<GatewayAnswer> SendAsync(Message message, CancellationToken cancellationToken);

    Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken);
}

/// <param name="Key">Idempotency key.</param>
/// <param name="To">E-mail address.</param>
/// <param name="Locale">BCP 47.</param>
public sealed record Message(EffectKey Key, string To, string Subject, string Text, string Locale);

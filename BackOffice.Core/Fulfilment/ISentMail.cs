using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <summary>What the mail service keeps of the messages it took.</summary>
public interface ISentMail
{
    /// <summary>The message sent under the key; null when the service has none, or none any more.</summary>
    Task<SentMessage?> ReadAsync(EffectKey key, CancellationToken cancellationToken);
}

/// <param name="Text">Plain text, as the customer got it: codes are in clear.</param>
/// <param name="At">When the service took it, UTC.</param>
public sealed record SentMessage(string From, string To, string Subject, string Text, DateTimeOffset At);

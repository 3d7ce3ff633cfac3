namespace BackOffice.Interaction;

/// <summary>The sign-in behind this circuit.</summary>
public interface ICurrentSession
{
    /// <summary>Null when the circuit's session has ended.</summary>
    Task<SessionFacts?> GetAsync();
}

/// <param name="SignedInAt">When the identity provider saw the person, UTC.</param>
/// <param name="EndsAt">UTC; the session ends then, whatever happens in it.</param>
/// <param name="IdleAfter">Without a page opened for so long, the next one asks to sign in again.</param>
/// <param name="Provider">Who signed the person in: the issuer's host, or the trial sign-in's.</param>
/// <param name="IsTrial">No real identity stands behind it.</param>
public sealed record SessionFacts(DateTimeOffset SignedInAt, DateTimeOffset EndsAt, TimeSpan IdleAfter, string Provider, bool IsTrial);

using System.Globalization;
using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace BackOffice.Hosting.SignIn;

/// <summary>
/// A person who is signed in proves it once more: the provider is asked with <c>prompt=login</c> and <c>max_age</c>, and its answer counts only when it is of the
/// same person and says that it did ask. What fails leaves the session as it was.
/// </summary>
internal static class SignInAgain
{
    /// <summary>Why an answer does not count, as <c>/sign-in-failed</c> knows it.</summary>
    public const string OtherPerson = "other-person";

    /// <inheritdoc cref="OtherPerson"/>
    public const string NotAsked = "not-asked";

    /// <inheritdoc cref="OtherPerson"/>
    public const string NotTold = "not-told";

    private const string WhoItem = ".again";
    private const string SinceItem = ".again-since";

    /// <summary>Clocks of two machines differ by so much at most.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public static OpenIdConnectChallengeProperties Challenge(string actorId, string target, RefundSignIn policy, DateTimeOffset now) => new()
    {
        RedirectUri = target,
        Prompt = "login",
        // With it the provider has to say when it saw the person.
        MaxAge = policy.MaxAge,
        Items = { [WhoItem] = actorId, [SinceItem] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>Null when the answer counts, or is of a first sign-in.</summary>
    /// <param name="properties">Of the challenge, sealed in its state.</param>
    /// <param name="actorId">Who the answer is of.</param>
    /// <param name="told">When the provider says that it saw the person; null when it does not say.</param>
    public static string? WhyNot(AuthenticationProperties? properties, string actorId, DateTimeOffset? told)
    {
        if (properties?.Items.TryGetValue(WhoItem, out var who) != true)
            return null;
        if (who != actorId)
            return OtherPerson;
        var since = properties.Items.TryGetValue(SinceItem, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MaxValue;
        return told is not { } at ? NotTold : at < since - s_skew ? NotAsked : null;
    }

    /// <summary>What a provider says of the future counts as far as its clock may be ahead.</summary>
    public static DateTimeOffset Capped(DateTimeOffset told, DateTimeOffset now) => told > now + s_skew ? now + s_skew : told;
}

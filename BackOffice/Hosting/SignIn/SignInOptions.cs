namespace BackOffice.Hosting.SignIn;

/// <summary>Section <c>SignIn</c>: the OpenID provider, and which of its groups are which role.</summary>
public sealed record SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>The provider's issuer, <c>https://…</c>; empty where the trial sign-in stands in for one.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>From the environment (<c>SignIn__ClientSecret</c>) or user secrets, never from the settings file.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Null: the trial sign-in starts where it is safe and no provider is configured. True demands it, false forbids it.</summary>
    public bool? Trial { get; set; }

    /// <summary>Asked for beside <c>openid</c>.</summary>
    public string Scopes { get; set; } = "profile";

    /// <summary>The claim of the identity token that carries the person's name.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>The claim of the identity token that carries the groups, one value each.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>The provider's group (its id) to one role or several, separated by commas. Groups that are not here give nothing.</summary>
    public Dictionary<string, string> Groups { get; set; } = [];

    /// <summary>What the <c>aud</c> of an API client's token must be.</summary>
    public string ApiAudience { get; set; } = "backoffice-api";

    /// <summary>True refuses a provider that does not offer pushed authorisation requests.</summary>
    public bool RequirePushedAuthorization { get; set; }

    /// <summary>Without a request for so long the session ends.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>After so long the session ends in any case, open pages included.</summary>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(8);

    public bool HasAuthority => !string.IsNullOrWhiteSpace(Authority);
}

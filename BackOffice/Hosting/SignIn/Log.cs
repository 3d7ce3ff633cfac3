namespace BackOffice.Hosting.SignIn;

/// <summary>Events 1000 to 1019: sign-in. No claim set, name or e-mail is ever logged.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "A person signed in with: {Roles}.")]
    public static partial void SignedIn(ILogger log, string roles);

    [LoggerMessage(1001, LogLevel.Warning, "A sign-in was refused: the provider left the claim {Claim} out of the token because there are too many groups.")]
    public static partial void GroupsLeftOut(ILogger log, string claim);

    [LoggerMessage(1002, LogLevel.Warning, "A sign-in failed: {Reason} ({Exception}).")]
    public static partial void SignInFailed(ILogger log, string reason, string exception);

    [LoggerMessage(1003, LogLevel.Warning, "The identity provider's configuration could not be read ({Exception}).")]
    public static partial void ProviderUnreachable(ILogger log, string exception);
}

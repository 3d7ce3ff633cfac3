namespace BackOffice.Hosting.SignIn;

/// <summary>What a start looks like to the question whether the trial sign-in may stand in for a provider.</summary>
/// <param name="Wanted"><see cref="SignInOptions.Trial"/>: null lets the conditions decide.</param>
/// <param name="InThisBuild">False in Release.</param>
/// <param name="IsDevelopment">The environment is Development.</param>
/// <param name="IsLoopbackOnly">Every address is a loopback address.</param>
/// <param name="HasAuthority">A provider is configured.</param>
/// <param name="IsEmbedded">Both backends are on this machine: embedded, or an emulator on a loopback address.</param>
public sealed record TrialConditions(bool? Wanted, bool InThisBuild, bool IsDevelopment, bool IsLoopbackOnly, bool HasAuthority, bool IsEmbedded);

/// <param name="Starts">The trial sign-in starts.</param>
/// <param name="ExitCode">Set when the server must not start at all.</param>
/// <param name="Reasons">Why not, each with what to do.</param>
public sealed record TrialDecision(bool Starts, int? ExitCode, IReadOnlyList<string> Reasons)
{
    /// <summary>
    /// Every condition must hold. Without a provider and without the trial sign-in nobody could sign in, so the server does not start; a trial
    /// sign-in that is demanded, or that would have started had one condition not failed, is refused as unsafe and not as a mere gap.
    /// </summary>
    public static TrialDecision Of(TrialConditions conditions)
    {
        if (conditions.HasAuthority)
        {
            return conditions.Wanted is true
                ? new(false, ExitCodes.UnsafeSignIn, ["SignIn:Trial is true and SignIn:Authority is set: remove one of them."])
                : new(false, null, []);
        }

        var missing = Missing(conditions);
        if (conditions.Wanted is not false && missing.Count == 0)
            return new(true, null, []);
        var intended = conditions.Wanted is true || (conditions.Wanted is null && conditions.IsDevelopment);
        return intended
            ? new(false, ExitCodes.UnsafeSignIn, missing)
            : new(false, ExitCodes.BadConfiguration, ["SignIn:Authority: required; set the issuer of your OpenID provider, SignIn:ClientId and SignIn:Groups."]);
    }

    private static List<string> Missing(TrialConditions conditions)
    {
        var missing = new List<string>();
        if (!conditions.InThisBuild)
            missing.Add("This build has no trial sign-in (Debug builds have it): set SignIn:Authority.");
        if (!conditions.IsDevelopment)
            missing.Add("The trial sign-in exists in the Development environment alone: set SignIn:Authority.");
        if (!conditions.IsLoopbackOnly)
            missing.Add("The trial sign-in listens on loopback addresses alone: set --urls to http://localhost:5080, or set SignIn:Authority.");
        if (!conditions.IsEmbedded)
            missing.Add("The trial sign-in works with backends on this machine alone (embedded, or DynamoDB Local): set SignIn:Authority.");
        return missing;
    }
}

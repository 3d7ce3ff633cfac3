namespace BackOffice.Core.Routing.Targets;

/// <summary>How long an event is tried at a target (PutTargets, RetryPolicy; the defaults are AWS's).</summary>
/// <param name="MaximumRetryAttempts">Tries after the first, 0 to 185.</param>
/// <param name="MaximumEventAgeInSeconds">From the time the router took the event, 60 to 86,400. The first try is made however old it is.</param>
public sealed record RetryPolicy(int MaximumRetryAttempts = RetryPolicy.MostRetries, int MaximumEventAgeInSeconds = RetryPolicy.LongestAge)
{
    public const int MostRetries = 185;
    public const int ShortestAge = 60;
    public const int LongestAge = 86_400;
}

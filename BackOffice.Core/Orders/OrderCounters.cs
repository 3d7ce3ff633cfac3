namespace BackOffice.Core.Orders;

/// <summary>Counters kept on write: what the shell and the home page show without counting rows.</summary>
public static class OrderCounters
{
    /// <summary>Orders by headline: <c>headline:failed</c>.</summary>
    public const string HeadlinePrefix = "headline:";

    /// <summary>Orders by the path they were placed on: <c>path:instant</c>.</summary>
    public const string PathPrefix = "path:";

    public static string NameOf(Headline headline) => HeadlinePrefix + headline;

    /// <summary>What a commit adds and takes away.</summary>
    public static IReadOnlyDictionary<string, long> Deltas(OrderHead? before, OrderHead after)
    {
        var deltas = new Dictionary<string, long>(2);
        if (before is null)
            deltas[PathPrefix + after.Route.Path] = 1;
        if (before?.Headline == after.Headline)
            return deltas;
        deltas[NameOf(after.Headline)] = 1;
        if (before is not null)
            deltas[NameOf(before.Headline)] = -1;
        return deltas;
    }
}

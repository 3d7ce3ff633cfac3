using System.Globalization;

namespace BackOffice.Core.Orders;

/// <summary>
/// Counters kept on write: what the shell, the home page and completions show without counting rows. Those that <see cref="Of"/> names are a function of
/// the heads, so that they can be counted anew; those of <see cref="IsHappening"/> count what happened.
/// </summary>
public static class OrderCounters
{
    /// <summary>Orders by headline: <c>headline:Failed</c>.</summary>
    public const string HeadlinePrefix = "headline:";

    /// <summary>Orders by the path they are on: <c>path:Instant</c>.</summary>
    public const string PathPrefix = "path:";

    /// <summary>Failed orders by the step they stand in: <c>failing:capture-payment</c>.</summary>
    public const string FailingPrefix = "failing:";

    /// <summary>Orders that are not closed by the code of their last error: <c>error:Card.Declined</c>.</summary>
    public const string ErrorPrefix = "error:";

    /// <summary>Orders by the city of their first line, as it is written there: <c>city:New York</c>.</summary>
    public const string CityPrefix = "city:";

    /// <summary>Orders placed in an hour (UTC), by path: <c>placed:2026112018:Instant</c>.</summary>
    public const string PlacedPrefix = "placed:";

    /// <summary>
    /// Orders delivered in an hour (UTC), by path and by how long it took from the order to the voucher: <c>delivered:2026112018:Batch:14</c>. The last
    /// number is a class of <see cref="DeliveryTimes"/>.
    /// </summary>
    public const string DeliveredPrefix = "delivered:";

    /// <summary>How often an order came to be failed in an hour (UTC), by step: <c>failed:2026112018:capture-payment</c>. An order may fail twice.</summary>
    public const string FailedPrefix = "failed:";

    /// <summary>
    /// Orders placed in an hour (UTC) whose path the default dial alone decided, by the path it decided and by whether they ever failed:
    /// <c>arm:2026112018:on:failed</c>, <c>arm:2026112018:off:clean</c>. What became of them later changes nothing, nor the path they fell back to.
    /// </summary>
    public const string ArmPrefix = "arm:";

    /// <summary>What happened on a day (UTC), of whatever kind: <c>happened:20261120:voucher-void</c>. Counted once, in the commit in which it happened.</summary>
    public const string HappenedPrefix = "happened:";

    /// <summary>
    /// Hand-outs of a step that succeeded, by how long they took: <c>took:capture-payment:14</c>. The last number is a class of <see cref="DeliveryTimes"/>.
    /// </summary>
    public const string TookPrefix = "took:";

    private static readonly (string Prefix, Func<OrderHead, string?> Value)[] s_kept =
    [
        (HeadlinePrefix, head => head.Headline.ToString()),
        (PathPrefix, head => head.Route.Path.ToString()),
        ("payment:", head => head.Payment.ToString()),
        ("fulfilment:", head => head.Fulfilment.ToString()),
        ("fraud:", head => head.Fraud.ToString()),
        ("workflow:", head => head.Workflow.ToString()),
        ("attention:", head => head.Attention.ToString()),
        (CityPrefix, head => head.Lines[0].City),
        (FailingPrefix, head => head.Headline is Headline.Failed ? head.Step?.Name : null),
        (ErrorPrefix, head => head.Headline is Headline.Done or Headline.Cancelled or Headline.Refunded ? null : head.Step?.ErrorCode),
    ];

    public static string NameOf(Headline headline) => HeadlinePrefix + headline;

    /// <summary>True for a counter of what happened: no head tells how often, so that it cannot be counted anew.</summary>
    public static bool IsHappening(string name) => name.StartsWith(FailedPrefix, StringComparison.Ordinal) || name.StartsWith(TookPrefix, StringComparison.Ordinal)
        || name.StartsWith(HappenedPrefix, StringComparison.Ordinal);

    /// <summary>The hour of a moment as counters write it: <c>2026112018</c>, UTC.</summary>
    public static string HourOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);

    /// <summary>The counter of a happening on the day of a moment, UTC.</summary>
    /// <param name="what">Letters and dashes: <c>voucher-void</c>.</param>
    /// <param name="at">When.</param>
    public static string Happened(string what, DateTimeOffset at) => HappenedPrefix + at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ":" + what;

    /// <summary>Every counter to which an order adds one while it is as it is.</summary>
    public static IEnumerable<string> Of(OrderHead head)
    {
        foreach (var (prefix, value) in s_kept)
        {
            if (value(head) is { } word)
                yield return prefix + word;
        }

        yield return Placed(head);
        if (Arm(head) is { } arm)
            yield return arm;
        if (Delivered(head) is { } delivered)
            yield return delivered;
    }

    /// <summary>What a commit adds and takes away.</summary>
    /// <param name="before">Null for a new order.</param>
    /// <param name="after">As it will be.</param>
    /// <param name="happened">What happened in it, by counter.</param>
    /// <param name="finished">Hand-outs that end well in this commit.</param>
    public static IReadOnlyDictionary<string, long> Deltas(
        OrderHead? before, OrderHead after, IReadOnlyDictionary<string, long>? happened = null, IEnumerable<StepRow>? finished = null)
    {
        var deltas = happened is null ? [] : new Dictionary<string, long>(happened);
        foreach (var (prefix, value) in s_kept)
        {
            var (was, now) = (before is null ? null : value(before), value(after));
            if (was == now)
                continue;
            Add(deltas, was is null ? null : prefix + was, -1);
            Add(deltas, now is null ? null : prefix + now, 1);
        }

        // When and how an order was placed never changes, but for a path that falls back to the batch jobs.
        if (before is null || before.Route.Path != after.Route.Path)
        {
            Add(deltas, before is null ? null : Placed(before), -1);
            Add(deltas, Placed(after), 1);
        }

        if (before is null || (before.FirstFailedAt is null) != (after.FirstFailedAt is null))
        {
            Add(deltas, before is null ? null : Arm(before), -1);
            Add(deltas, Arm(after), 1);
        }

        if (before?.CompletedAt != after.CompletedAt || before?.Headline != after.Headline || before?.Route.Path != after.Route.Path)
        {
            Add(deltas, before is null ? null : Delivered(before), -1);
            Add(deltas, Delivered(after), 1);
        }

        if (after.Headline is Headline.Failed && before?.Headline is not Headline.Failed && after.Step is { } step)
            Add(deltas, $"{FailedPrefix}{HourOf(after.ChangedAt)}:{step.Name}", 1);
        foreach (var row in finished ?? [])
            Add(deltas, Took(row), 1);
        return deltas;
    }

    private static string Placed(OrderHead head) => $"{PlacedPrefix}{HourOf(head.PlacedAt)}:{head.Route.Path}";

    private static string? Arm(OrderHead head) => head is { History: false, Variant: { Reason: VariantReason.Dial, Variant: var variant } }
        ? $"{ArmPrefix}{HourOf(head.PlacedAt)}:{variant}:{(head.FirstFailedAt is null ? "clean" : "failed")}"
        : null;

    private static string? Delivered(OrderHead head) => head is { Headline: Headline.Done, CompletedAt: { } at }
        ? string.Create(CultureInfo.InvariantCulture, $"{DeliveredPrefix}{HourOf(at)}:{head.Route.Path}:{DeliveryTimes.ClassOf(at - head.PlacedAt)}")
        : null;

    private static string? Took(StepRow row) => row.EndedAt is { } ended
        ? string.Create(CultureInfo.InvariantCulture, $"{TookPrefix}{row.Step}:{DeliveryTimes.ClassOf(ended - row.StartedAt)}")
        : null;

    private static void Add(Dictionary<string, long> deltas, string? name, long delta)
    {
        if (name is null)
            return;
        var sum = deltas.GetValueOrDefault(name) + delta;
        if (sum == 0)
            deltas.Remove(name);
        else
            deltas[name] = sum;
    }
}

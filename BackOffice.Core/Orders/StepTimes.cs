using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>How long a step usually takes: its hand-outs that succeeded, whoever ran them, ever. As exact as <see cref="DeliveryTimes"/> classes are.</summary>
/// <param name="Median">Half took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="Count">How many there were.</param>
public sealed record StepTimes(TimeSpan Median, TimeSpan P95, long Count)
{
    /// <summary>By step, from counters kept on write; a step that never succeeded is not in it.</summary>
    public static async Task<Dictionary<string, StepTimes>> ReadAsync(IStore store, CancellationToken cancellationToken)
    {
        var byStep = new Dictionary<string, Dictionary<int, long>>();
        foreach (var (name, count) in await store.CountersAsync(OrderCounters.TookPrefix, cancellationToken).ConfigureAwait(false))
        {
            var parts = name.Split(':');
            if (count <= 0 || parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            if (!byStep.TryGetValue(parts[1], out var classes))
                byStep.Add(parts[1], classes = []);
            classes[number] = count;
        }

        return byStep.ToDictionary(pair => pair.Key, pair => Of(pair.Value));
    }

    private static StepTimes Of(Dictionary<int, long> classes) => new(
        DeliveryTimes.Percentile(classes, 50) ?? TimeSpan.Zero, DeliveryTimes.Percentile(classes, 95) ?? TimeSpan.Zero, classes.Values.Sum());
}

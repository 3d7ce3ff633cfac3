using System.Text.Json.Serialization;

namespace BackOffice.Cli.Bench;

/// <summary>One thread, seconds of processor time; events are of <see cref="EventBytes"/> on average.</summary>
internal sealed record RoutingReport
{
    public required int EventBytes { get; init; }

    public required IReadOnlyList<RoutingRun> Runs { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"events of {EventBytes} bytes, one thread, seconds of processor time"));
        foreach (var run in Runs)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{run.Rules,4} rules: {run.EventsASecond,9:N0} events a second (half of them hits); hits {run.HitsASecond:N0}, {run.MatchesAHit:F1} rules each, {run.BytesAHit:F1} bytes; misses {run.MissesASecond:N0}, {run.BytesAMiss:F1} bytes"));
        }
    }
}

/// <param name="Rules">Compiled together.</param>
/// <param name="EventsASecond">Of a mix of hits and misses, half and half.</param>
/// <param name="HitsASecond">Events of the source that rules ask for.</param>
/// <param name="MissesASecond">Events that no rule matches.</param>
/// <param name="MatchesAHit">How many rules match one of them.</param>
/// <param name="BytesAHit">Allocated for each event.</param>
/// <param name="BytesAMiss">Allocated for each event.</param>
internal sealed record RoutingRun(
    int Rules, double EventsASecond, double HitsASecond, double MissesASecond, double MatchesAHit, double BytesAHit, double BytesAMiss);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RoutingReport))]
internal sealed partial class RoutingJson : JsonSerializerContext;

using System.Diagnostics;
using System.Text;
using BackOffice.Core.Routing;

namespace BackOffice.Cli.Bench;

/// <summary>
/// How many events a second one core matches against so many rules, and what is allocated; no server, no disk. A second is one of processor time,
/// so that what else runs on the machine does not count.
/// </summary>
internal static class RoutingBench
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    public static RoutingReport Run(TimeSpan phase) => new()
    {
        EventBytes = (int)RoutingWorkload.Events(hits: true).Average(json => json.Length),
        Runs = [.. new[] { 10, 100, 300 }.Select(rules => Run(rules, phase))],
    };

    private static RoutingRun Run(int rules, TimeSpan phase)
    {
        var set = new RuleSet<int>(RoutingWorkload.Patterns().Take(rules).Select((text, id) => KeyValuePair.Create(id, Compile(text))));
        var matches = new List<int>(rules);
        var mixed = RoutingWorkload.Events(hits: true).Concat(RoutingWorkload.Events(hits: false)).ToArray();
        _ = Measure(set, mixed, matches, s_warmUp);
        var all = Measure(set, mixed, matches, phase);
        var hit = Measure(set, RoutingWorkload.Events(hits: true), matches, phase / 4);
        var miss = Measure(set, RoutingWorkload.Events(hits: false), matches, phase / 4);
        if (miss.Matches > 0)
            throw new InvalidOperationException("An event that was to miss has matched.");
        return new RoutingRun(rules, all.EventsASecond, hit.EventsASecond, miss.EventsASecond, hit.Matches, hit.Bytes, miss.Bytes);
    }

    private static (double EventsASecond, double Matches, double Bytes) Measure(RuleSet<int> set, byte[][] events, List<int> matches, TimeSpan phase)
    {
        long count = 0;
        long matched = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        do
        {
            foreach (var json in events)
            {
                matches.Clear();
                matched += set.Match(json, matches).Value;
            }

            count += events.Length;
        }
        while (Stopwatch.GetElapsedTime(started) < phase);
        return (count / (Environment.CpuUsage.TotalTime - processor).TotalSeconds, (double)matched / count, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count);
    }

    private static EventPattern Compile(string text) =>
        EventPattern.Parse(Encoding.UTF8.GetBytes(text)) is { IsSuccess: true } parsed ? parsed.Value : throw new InvalidOperationException(text);
}

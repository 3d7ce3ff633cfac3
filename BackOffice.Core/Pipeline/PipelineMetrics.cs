using System.Diagnostics.Metrics;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline;

/// <summary>What the pipeline measures, on the one meter. No name, address or id of a person or order is ever a tag.</summary>
internal static class PipelineMetrics
{
    private static readonly Counter<long> s_placed = Telemetry.Meter.CreateCounter<long>(
        "backoffice.orders.placed", description: "Orders placed, by path.");

    private static readonly Histogram<double> s_toDone = Telemetry.Meter.CreateHistogram<double>(
        "backoffice.orders.to_done", "s", "From placed to done, by path.");

    private static readonly Counter<long> s_stopped = Telemetry.Meter.CreateCounter<long>(
        "backoffice.orders.stopped", description: "Orders that automation stopped, by error class.");

    private static readonly Counter<long> s_effects = Telemetry.Meter.CreateCounter<long>(
        "backoffice.effects", description: "Outcomes of effects, by kind and state.");

    private static readonly Counter<long> s_commands = Telemetry.Meter.CreateCounter<long>(
        "backoffice.commands", description: "Commands, by command and outcome.");

    public static void Placed(OrderPath path) => s_placed.Add(1, new KeyValuePair<string, object?>("path", path.ToString()));

    public static void Done(OrderHead order, DateTimeOffset at) =>
        s_toDone.Record((at - order.PlacedAt).TotalSeconds, new KeyValuePair<string, object?>("path", order.Route.Path.ToString()));

    public static void Stopped(ErrorClass why) => s_stopped.Add(1, new KeyValuePair<string, object?>("class", why.ToString()));

    public static void Settled(EffectKind kind, EffectState state) => s_effects.Add(
        1, new KeyValuePair<string, object?>("kind", kind.ToString()), new KeyValuePair<string, object?>("state", state.ToString()));

    public static Result<T> Command<T>(string command, Result<T> result)
    {
        s_commands.Add(
            1, new KeyValuePair<string, object?>("command", command), new KeyValuePair<string, object?>("outcome", result.Error?.Code ?? "done"));
        return result;
    }
}

using System.Text.RegularExpressions;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Replays;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>Deliveries, their causes and replays in words.</summary>
internal static partial class DeliveryWords
{
    public static StatusLook Look(EventDelivery delivery) =>
        delivery is { State: DeliveryState.Pending, Tries: > 0 } ? StatusLook.Of(Core.Orders.StepStatus.Retrying) : StatusLook.Of(delivery.State);

    /// <summary>What the event is, as far as it is known.</summary>
    public static string TypeOf(EventDelivery delivery) => delivery.DetailType ?? T("An event");

    public static string Sentence(EventDelivery delivery) => delivery.State switch
    {
        DeliveryState.Pending when delivery.Tries == 0 => T($"{TypeOf(delivery)} is on its way to {delivery.Destination}."),
        DeliveryState.Pending => T($"{TypeOf(delivery)} has not reached {delivery.Destination} yet. We try again."),
        DeliveryState.Delivered => T($"{TypeOf(delivery)} arrived at {delivery.Destination}."),
        DeliveryState.Dead => T($"{TypeOf(delivery)} could not be delivered to {delivery.Destination}."),
        DeliveryState.Discarded => T($"{TypeOf(delivery)} was not delivered to {delivery.Destination}, and a person gave it up for good."),
    };

    /// <summary>What a cause means.</summary>
    /// <param name="code">See <see cref="SendFailed.Code"/>.</param>
    public static string Cause(string code) => code switch
    {
        "Http.401" or "Http.403" => T($"The receiver refused our sign-in ({Number(code)})."),
        "Http.404" or "Http.410" => T($"The receiver knows no such address ({Number(code)})."),
        "Http.400" or "Http.422" => T($"The receiver did not accept what was sent ({Number(code)})."),
        "Http.429" => T("The receiver was asked too often (429)."),
        _ when code.StartsWith("Http.5", StringComparison.Ordinal) => T($"The receiver failed ({Number(code)})."),
        _ when code.StartsWith("Http.", StringComparison.Ordinal) => T($"The receiver answered {Number(code)}."),
        "Call.TimedOut" => T("The receiver did not answer in time."),
        "Call.Failed" => T("The receiver could not be reached."),
        "Call.Interrupted" => T("The connection broke before the answer was there."),
        "Call.Untrusted" => T("The receiver's certificate is not to be trusted."),
        "Answer.Unusable" => T("The receiver's answer could not be read."),
        "Address.Refused" => T("The address is not one that calls may go to."),
        "Secret.Missing" => T("The secret of the destination is not configured."),
        "Destination.Missing" => T("The destination is not configured any more."),
        "Note.Refused" => T("The note could not be added to the order."),
        "Queue.Refused" => T("The queue did not take it."),
        _ when code.StartsWith("Input.", StringComparison.OrdinalIgnoreCase) => T("What should be sent cannot be made of the event."),
        _ when code.StartsWith("Workflow.", StringComparison.Ordinal) => T("The workflow could not be started."),
        _ => T($"It failed with {code}."),
    };

    public static string Count(long deliveries) => deliveries == 1 ? T("1 delivery") : T($"{Formats.Number(deliveries)} deliveries");

    /// <summary>How a redrive or a replay stands.</summary>
    public static string Progress(DeliveryCounts counts) => (counts.Dead + counts.Discarded, counts.Pending) switch
    {
        (0, 0) => T($"{Formats.Number(counts.Delivered)} arrived."),
        (0, var pending) => T($"{Formats.Number(counts.Delivered)} arrived, {Formats.Number(pending)} on their way."),
        (var dead, 0) => T($"{Formats.Number(counts.Delivered)} arrived, {Formats.Number(dead)} given up."),
        var (dead, pending) => T($"{Formats.Number(counts.Delivered)} arrived, {Formats.Number(dead)} given up, {Formats.Number(pending)} on their way."),
    };

    public static StatusLook Look(ReplayState state) => state switch
    {
        ReplayState.Running => StatusLook.Of(Core.Workflows.ExecutionStatus.Running),
        ReplayState.Stopping => StatusLook.Of(Core.Workflows.ExecutionStatus.Running) with { WordKey = Key("Stopping") },
        ReplayState.Stopped => StatusLook.Of(Core.Workflows.ExecutionStatus.Aborted),
        ReplayState.Done => StatusLook.Of(Core.Workflows.ExecutionStatus.Succeeded),
    };

    /// <summary>True for a key that is an order's id: events of rules and of others are about something else.</summary>
    public static bool IsOrder(string key) => OrderForm().IsMatch(key);

    private static string Number(string code) => code["Http.".Length..];

    [GeneratedRegex("^[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex OrderForm();
}

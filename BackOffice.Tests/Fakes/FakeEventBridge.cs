using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace BackOffice.Tests.Fakes;

/// <summary>What goes wrong with a call.</summary>
internal enum BusFault
{
    None,

    /// <summary>400 ThrottlingException; nothing is done.</summary>
    Throttled,

    /// <summary>500; nothing is done.</summary>
    Down,

    /// <summary>It is done, and the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>400 AccessDeniedException; nothing is done.</summary>
    Denied,
}

/// <summary>EventBridge's API over HTTP, JSON 1.1, on a free loopback port: buses' rules and targets with its limits, and what was put on the bus.</summary>
internal sealed class FakeEventBridge : IAsyncDisposable
{
    private readonly FakeReceiver _server;
    private readonly Lock _lock = new();

    private FakeEventBridge(FakeReceiver server)
    {
        _server = server;
        server.Answer = AnswerAsync;
    }

    public const string PartnerArn = "arn:aws:events:eu-west-1:123456789012:api-destination/partner/8a9c1f7e-0000-4000-8000-000000000001";
    public const string QueueArn = "arn:aws:sqs:eu-west-1:123456789012:orders";
    public const string RoleArn = "arn:aws:iam::123456789012:role/events";
    public const string DeadLetterArn = "arn:aws:sqs:eu-west-1:123456789012:dead";

    public SortedDictionary<string, JsonObject> Rules { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SortedDictionary<string, JsonObject>> Targets { get; } = [];

    /// <summary>Entries that the bus took, in their order.</summary>
    public List<JsonObject> Events { get; } = [];

    /// <summary>Operations as they were asked for, in their order.</summary>
    public ConcurrentQueue<(string Operation, JsonObject Body)> Calls { get; } = new();

    /// <summary>By the operation and the number of the call, from 1.</summary>
    public Func<string, int, BusFault> Fault { get; set; } = (_, _) => BusFault.None;

    /// <summary>The error code of an entry or target that is not taken, by its source or id; null takes it.</summary>
    public Func<string, string?> EntryFault { get; set; } = _ => null;

    public EventBridgeOptions Options => new()
    {
        Region = "eu-west-1", ServiceUrl = _server.Origin, Bus = "orders",
        Targets = new Dictionary<string, EventBridgeTarget>
        {
            ["partner"] = new() { Arn = PartnerArn, RoleArn = RoleArn }, ["queue"] = new() { Arn = QueueArn },
        },
        DeadLetters = new Dictionary<string, string> { ["dead-letters"] = DeadLetterArn, ["other"] = DeadLetterArn + "-other" },
    };

    public static async Task<FakeEventBridge> StartAsync() => new(await FakeReceiver.StartAsync());

    public Amazon.EventBridge.IAmazonEventBridge Client() => EventBridgeClient.Create(Options, new Amazon.Runtime.BasicAWSCredentials("key", "secret"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(Received request, HttpContext context)
    {
        var operation = request.Headers["X-Amz-Target"]["AWSEvents.".Length..];
        var body = JsonNode.Parse(request.Body)!.AsObject();
        var signed = request.Headers["Authorization"].Contains("/events/aws4_request", StringComparison.Ordinal);
        int number;
        lock (_lock)
        {
            Calls.Enqueue((operation, body));
            number = Calls.Count;
        }

        var fault = signed ? Fault(operation, number) : BusFault.Denied;
        switch (fault)
        {
            case BusFault.Throttled:
                await RefuseAsync(context, 400, "ThrottlingException", "Rate exceeded");
                return;
            case BusFault.Down:
                await RefuseAsync(context, 500, "InternalException", "This exception occurs due to unexpected causes.");
                return;
            case BusFault.Denied:
                await RefuseAsync(context, 400, "AccessDeniedException", "User is not authorized");
                return;
        }

        JsonObject? answer;
        (string Code, string Message)? refusal;
        lock (_lock)
            (answer, refusal) = Do(operation, body);
        if (fault is BusFault.AnswerLost)
            await FakeReceiver.BreakAsync(context);
        else if (refusal is { } wrong)
            await RefuseAsync(context, 400, wrong.Code, wrong.Message);
        else
            await WriteAsync(context, 200, answer!);
    }

    private (JsonObject? Answer, (string Code, string Message)? Refusal) Do(string operation, JsonObject body)
    {
        var name = Text(body, "Name") ?? Text(body, "Rule") ?? "";
        switch (operation)
        {
            case "PutRule":
                if (EventPattern.Parse(Text(body, "EventPattern") ?? "", PatternReading.Existing).Error is not null)
                    return (null, ("InvalidEventPatternException", "Event pattern is not valid. Reason: Filter is not an object"));
                Rules[name] = body;
                Targets.TryAdd(name, []);
                return (new JsonObject { ["RuleArn"] = $"arn:aws:events:eu-west-1:123456789012:rule/orders/{name}" }, null);
            case "PutTargets" when !Rules.ContainsKey(name):
            case "RemoveTargets" when !Rules.ContainsKey(name):
            case "ListTargetsByRule" when !Rules.ContainsKey(name):
                return (null, ("ResourceNotFoundException", $"Rule {name} does not exist on EventBus orders."));
            case "PutTargets":
                return (Failures(body["Targets"]!.AsArray().Select(target => Put(name, target!.AsObject()))), null);
            case "RemoveTargets":
                return (Failures(body["Ids"]!.AsArray().Select(id => Remove(name, id!.GetValue<string>()))), null);
            case "DeleteRule" when Targets.GetValueOrDefault(name)?.Count > 0:
                return (null, ("ValidationException", "Rule can't be deleted since it has targets."));
            case "DeleteRule":
                Rules.Remove(name);
                return ([], null);
            case "ListRules":
                return Page(body, [.. Rules.Where(rule => rule.Key.StartsWith(Text(body, "NamePrefix") ?? "", StringComparison.Ordinal)).Select(rule => rule.Value)], "Rules", body["Limit"]?.GetValue<int>() ?? 100);
            case "ListTargetsByRule":
                // Small pages, so that whoever reads but the first is found out.
                return Page(body, [.. Targets[name].Values], "Targets", 2);
            case "TestEventPattern":
                return (new JsonObject { ["Result"] = EventPattern.Parse(Text(body, "EventPattern")!, PatternReading.Existing).Value.Matches(Encoding.UTF8.GetBytes(Text(body, "Event")!)).Value }, null);
            case "PutEvents":
                return PutEvents(body["Entries"]!.AsArray());
            default:
                return (null, ("UnknownOperationException", operation));
        }
    }

    private JsonObject? Put(string rule, JsonObject target)
    {
        var id = Text(target, "Id")!;
        if (EntryFault(id) is { } code)
            return Failed(id, code, "Not now");
        if (!Targets[rule].ContainsKey(id) && Targets[rule].Count >= 5)
            return Failed(id, "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
        Targets[rule][id] = target.DeepClone().AsObject();
        return null;
    }

    private JsonObject? Remove(string rule, string id)
    {
        if (EntryFault(id) is { } code)
            return Failed(id, code, "Not now");
        Targets[rule].Remove(id);
        return null;
    }

    private static JsonObject Failures(IEnumerable<JsonObject?> all)
    {
        var failed = all.OfType<JsonObject>().ToArray();
        return new JsonObject { ["FailedEntryCount"] = failed.Length, ["FailedEntries"] = new JsonArray([.. failed]) };
    }

    private static JsonObject Failed(string id, string code, string message) => new() { ["TargetId"] = id, ["ErrorCode"] = code, ["ErrorMessage"] = message };

    private static (JsonObject? Answer, (string Code, string Message)? Refusal) Page(JsonObject body, IReadOnlyList<JsonObject> all, string name, int limit)
    {
        if (!int.TryParse(Text(body, "NextToken") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var from))
            return (null, ("ValidationException", "Invalid nextToken"));
        var page = new JsonObject { [name] = new JsonArray([.. all.Skip(from).Take(limit).Select(one => one.DeepClone())]) };
        if (from + limit < all.Count)
            page["NextToken"] = (from + limit).ToString(CultureInfo.InvariantCulture);
        return (page, null);
    }

    private (JsonObject? Answer, (string Code, string Message)? Refusal) PutEvents(JsonArray entries)
    {
        if (entries.Count is 0 or > 10)
            return (null, ("ValidationException", "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10"));
        if (entries.Sum(entry => 14 + Encoding.UTF8.GetByteCount(Text(entry!.AsObject(), "Detail")!)) > 256 * 1024)
            return (null, ("ValidationException", "Total size of the entries in the request is over the limit."));
        var results = entries.Select(entry => Take(entry!.AsObject())).ToArray();
        return (new JsonObject { ["FailedEntryCount"] = results.Count(result => result.ContainsKey("ErrorCode")), ["Entries"] = new JsonArray([.. results]) }, null);
    }

    private JsonObject Take(JsonObject entry)
    {
        var key = JsonDocument.Parse(Text(entry, "Detail")!).RootElement.TryGetProperty("orderId", out var order) ? order.GetString()! : Text(entry, "Source")!;
        if (EntryFault(key) is { } code)
            return new JsonObject { ["ErrorCode"] = code, ["ErrorMessage"] = "Not now" };
        Events.Add(entry.DeepClone().AsObject());
        return new JsonObject { ["EventId"] = Guid.NewGuid().ToString() };
    }

    private static string? Text(JsonObject body, string name) => body[name]?.GetValue<string>();

    private static Task RefuseAsync(HttpContext context, int status, string code, string message) => WriteAsync(context, status, new JsonObject { ["__type"] = code, ["message"] = message });

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}

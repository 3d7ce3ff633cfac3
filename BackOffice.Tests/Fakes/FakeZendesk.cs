using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace BackOffice.Tests.Fakes;

/// <summary>A ticket as Zendesk keeps it.</summary>
internal sealed record FakeTicket(long Id, string ExternalId, JsonObject Fields, List<string> Comments)
{
    public bool IsClosed { get; set; }

    /// <summary>Every order that a comment names.</summary>
    public HashSet<string> Orders => [.. Comments.SelectMany(comment => comment.Split('\n')).Where(line => line.StartsWith("GC-", StringComparison.Ordinal))];
}

/// <summary>Zendesk's ticket API over real HTTP: create with Idempotency-Key, list by external_id, comment; and the faults that a test asks for.</summary>
internal sealed class FakeZendesk : IAsyncDisposable
{
    private readonly FakeReceiver _receiver;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeTicket> _byKey = [];

    private FakeZendesk(FakeReceiver receiver)
    {
        _receiver = receiver;
        receiver.Answer = AnswerAsync;
    }

    public string Origin => _receiver.Origin;

    public IReadOnlyCollection<Received> Requests => _receiver.Requests;

    public List<FakeTicket> Tickets { get; } = [];

    /// <summary>Asked before each request is worked on: true when the fault answered it.</summary>
    public Func<Received, HttpContext, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Asked after a ticket was made or commented, before the answer: true loses the answer.</summary>
    public Func<bool> LosesAnswer { get; set; } = () => false;

    /// <summary>True forgets Idempotency-Keys, as Zendesk does after some two hours.</summary>
    public bool ForgetsKeys { get; set; }

    public static async Task<FakeZendesk> StartAsync() => new(await FakeReceiver.StartAsync());

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private async Task AnswerAsync(Received request, HttpContext context)
    {
        if (await Fault(request, context))
            return;
        if (request.Headers.GetValueOrDefault("Authorization") != "Basic " + Convert.ToBase64String("agent@example.test/token:zendesk-secret"u8))
        {
            context.Response.StatusCode = 401;
            return;
        }

        var (status, body) = Work(request, context.Response.Headers);
        if (status < 300 && request.Method != "GET" && LosesAnswer())
        {
            await FakeReceiver.BreakAsync(context);
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private (int Status, string Body) Work(Received request, IHeaderDictionary headers)
    {
        lock (_gate)
        {
            return (request.Method, request.Path) switch
            {
                ("POST", "/api/v2/tickets.json") => Create(request, headers),
                ("GET", "/api/v2/tickets.json") => (200, new JsonObject { ["tickets"] = new JsonArray([.. Tickets.Where(ticket => request.Query == "?external_id=" + ticket.ExternalId).Select(Json)]) }.ToJsonString()),
                ("PUT", var path) when Tickets.FirstOrDefault(ticket => path == $"/api/v2/tickets/{ticket.Id}.json") is { } ticket => Comment(ticket, request),
                _ => (404, "{\"error\":\"RecordNotFound\"}"),
            };
        }
    }

    private (int Status, string Body) Create(Received request, IHeaderDictionary headers)
    {
        var key = request.Headers.GetValueOrDefault("Idempotency-Key") ?? "";
        if (!ForgetsKeys && key.Length > 0 && _byKey.TryGetValue(key, out var known))
        {
            headers["x-idempotency-lookup"] = "hit";
            return (201, new JsonObject { ["ticket"] = Json(known) }.ToJsonString());
        }

        var fields = JsonNode.Parse(request.Body)!["ticket"]!.AsObject();
        var ticket = new FakeTicket(35_000 + Tickets.Count + 1, fields["external_id"]?.GetValue<string>() ?? "", fields, [fields["comment"]!["body"]!.GetValue<string>()]);
        Assert.False(fields["comment"]!["public"]!.GetValue<bool>());
        Tickets.Add(ticket);
        _byKey[key] = ticket;
        headers["x-idempotency-lookup"] = "miss";
        return (201, new JsonObject { ["ticket"] = Json(ticket) }.ToJsonString());
    }

    private static (int Status, string Body) Comment(FakeTicket ticket, Received request)
    {
        if (ticket.IsClosed)
            return (422, "{\"error\":\"RecordInvalid\",\"description\":\"closed prevents ticket update\"}");
        var comment = JsonNode.Parse(request.Body)!["ticket"]!["comment"]!;
        Assert.False(comment["public"]!.GetValue<bool>());
        ticket.Comments.Add(comment["body"]!.GetValue<string>());
        return (200, new JsonObject { ["ticket"] = Json(ticket) }.ToJsonString());
    }

    private static JsonNode Json(FakeTicket ticket) => new JsonObject { ["id"] = ticket.Id, ["external_id"] = ticket.ExternalId, ["status"] = ticket.IsClosed ? "closed" : "open" };
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BackOffice.Tests.Torture.Money;

/// <summary>People at refunds.</summary>
internal sealed class RefundClients(MoneyCaller caller, HttpClient gateway, MoneyHistory history, Func<int, int> roll, Func<string, string> newId, Action<string> count)
{
    public async Task AskAsync(string order, CancellationToken cancellationToken)
    {
        count("refund");
        var persona = Pick([.. PersonaHandler.Agents, .. PersonaHandler.Leads]);
        var ask = Ask();
        if (await PreviewAsync(order, persona, ask, cancellationToken) is not { } preview)
            return;
        var id = newId("r");
        await RequestAsync(order, persona, id, ask, preview, cancellationToken);
        // A double click, or a circuit that came back.
        if (roll(5) == 0)
            await RequestAsync(order, persona, id, ask, preview, cancellationToken);
    }

    /// <summary>Two agents, who saw the same, at the same moment.</summary>
    public async Task AskTwoAtOnceAsync(string order, CancellationToken cancellationToken)
    {
        count("refund, two at once");
        var ask = Ask();
        if (await PreviewAsync(order, PersonaHandler.Agents[0], ask, cancellationToken) is not { } preview)
            return;
        await Task.WhenAll(
            RequestAsync(order, PersonaHandler.Agents[0], newId("r"), ask, preview, cancellationToken),
            RequestAsync(order, PersonaHandler.Agents[1], newId("r"), ask, preview, cancellationToken));
    }

    /// <summary>From the queue, as leads do.</summary>
    public async Task DecideAsync(CancellationToken cancellationToken)
    {
        count("decide");
        var queue = await caller.GetAsync(PersonaHandler.Leads[0], "/api/refunds?state=pending&limit=20", cancellationToken);
        if (queue.Json?["items"] is not JsonArray { Count: > 0 } items || items[roll(items.Count)] is not { } found)
            return;
        var order = found["order"]!.GetValue<string>();
        var id = found["case"]!["refundId"]!.GetValue<string>();
        var maker = found["case"]!["requestedBy"]!["id"]!.GetValue<string>();
        var hash = found["case"]!["previewHash"]!.GetValue<string>();
        var (verb, said) = roll(20) switch
        {
            0 => ("reject", hash),
            1 => ("cancel", hash),
            < 5 => ("approve", new string('0', 64)),
            _ => ("approve", hash),
        };
        var persona = PersonaHandler.Leads.FirstOrDefault(lead => PersonaHandler.ActorOf(lead) == maker && roll(2) == 0) ?? Pick(PersonaHandler.Leads);
        var answer = await DecideAsync(order, found, id, verb, persona, said, cancellationToken);
        if (!answer.Yes || verb != "approve")
            return;
        if (said != hash)
            history.Complaints.Enqueue($"{order}, {id}: {persona} approved a preview that is not the case's");
        if (maker == PersonaHandler.ActorOf(persona))
            history.Complaints.Enqueue($"{order}, {id}: {persona} approved what {persona} had asked for");
    }

    public async Task RetryAsync(string order, CancellationToken cancellationToken)
    {
        count("retry");
        if ((await CasesAsync(order, cancellationToken)).FirstOrDefault(one => State(one) == "needsAttention") is { } found)
            await DecideAsync(order, found, found["case"]!["refundId"]!.GetValue<string>(), "retry", Pick(PersonaHandler.Leads), null, cancellationToken);
    }

    /// <summary>Operations ask the gateway about a leg that nobody knows, and say so when it happened. That it did not happen nobody can see yet: it may be on its way.</summary>
    public async Task SettleAsync(string order, CancellationToken cancellationToken)
    {
        count("settle");
        foreach (var found in await CasesAsync(order, cancellationToken))
        {
            if (found["case"]!["legs"]!.AsArray().FirstOrDefault(leg => leg!["state"]!.GetValue<string>() == "unknown" && leg["kind"]!.GetValue<string>() == "cash") is not { } leg)
                continue;
            var id = found["case"]!["refundId"]!.GetValue<string>();
            var key = $"{order}/{id}/{leg["step"]!.GetValue<string>()}/{leg["unit"]!.GetValue<string>()}/{leg["attempt"]!.GetValue<int>()}";
            var truth = await gateway.GetFromJsonAsync<GatewayReply>("/truth?key=" + Uri.EscapeDataString(key), cancellationToken);
            if (truth is not { Said: GatewayReply.Succeeded, Reference: { } reference })
                continue;
            await DecideAsync(order, found, id, "settle", PersonaHandler.Operations, null, cancellationToken, body =>
            {
                body["legId"] = leg["legId"]!.GetValue<string>();
                body["happened"] = true;
                body["reference"] = reference;
                body["evidence"] = "The gateway's own list.";
            });
        }
    }

    private async Task<MoneyAnswer> DecideAsync(
        string order, JsonNode found, string id, string verb, string persona, string? hash, CancellationToken cancellationToken, Action<JsonObject>? more = null)
    {
        var command = newId("c");
        var body = new JsonObject
        {
            ["commandId"] = command, ["expectedVersion"] = found["orderVersion"]!.GetValue<long>(), ["previewHash"] = hash, ["reason"] = "Torture.",
        };
        more?.Invoke(body);
        history.Decisions[command] = new AskedDecision(order, id, verb, persona, hash);
        var answer = await caller.PostAsync(persona, $"/api/orders/{order}/refunds/{id}/{verb}", body, cancellationToken);
        history.Tell(command, answer.Yes);
        return answer;
    }

    private async Task<JsonNode?> PreviewAsync(string order, string persona, JsonObject ask, CancellationToken cancellationToken)
    {
        var preview = await caller.PostAsync(persona, $"/api/orders/{order}/refunds/preview", ask.DeepClone(), cancellationToken);
        return preview.Yes ? preview.Json : null;
    }

    private async Task RequestAsync(string order, string persona, string id, JsonObject ask, JsonNode preview, CancellationToken cancellationToken)
    {
        var body = (JsonObject)ask.DeepClone();
        body["refundId"] = id;
        body["previewHash"] = preview["hash"]!.GetValue<string>();
        history.Refunds[id] = new AskedRefund(order, persona, preview["total"]!["minor"]!.GetValue<long>(), preview["hash"]!.GetValue<string>());
        var answer = await caller.PostAsync(persona, $"/api/orders/{order}/refunds", body, cancellationToken);
        if (history.Told(id) is true && !answer.Yes)
            history.Complaints.Enqueue($"{order}, {id}: acknowledged, and the same again was answered {answer.Status} {answer.Json?.ToJsonString()}");
        history.Tell(id, answer.Yes || history.Told(id) is true);
    }

    /// <summary>Units of the line, or a kindness that is now and then more than was ever paid.</summary>
    private JsonObject Ask()
    {
        if (roll(10) < 6)
        {
            return new JsonObject
            {
                ["kind"] = "orderReduction", ["reasonCode"] = "customer-request", ["reason"] = "Torture.",
                ["lines"] = new JsonArray(new JsonObject { ["lineId"] = 1, ["quantity"] = 1 + roll(2) }),
            };
        }

        return new JsonObject
        {
            ["kind"] = "goodwill", ["reasonCode"] = "service-failure", ["reason"] = "Torture.", ["amount"] = MoneyClients.Money(100 + roll(roll(4) == 0 ? 40_000 : 5_000)),
        };
    }

    private async Task<IReadOnlyList<JsonNode>> CasesAsync(string order, CancellationToken cancellationToken)
    {
        var cases = await caller.GetAsync(PersonaHandler.Leads[0], $"/api/orders/{order}/refunds", cancellationToken);
        return cases.Json?["items"] is JsonArray items ? [.. items.OfType<JsonNode>()] : [];
    }

    private static string State(JsonNode one) => one["case"]!["state"]!.GetValue<string>();

    private string Pick(IReadOnlyList<string> people) => people[roll(people.Count)];
}

using System.Text.Json.Nodes;

namespace BackOffice.Tests.Torture.Money;

/// <summary>Operations at orders that failed half way, or whose outcome nobody knows yet: what they did is undone, now and then by two people at once, and now and then while somebody else has them retried.</summary>
internal sealed class UnwindClients(MoneyCaller caller, MoneyHistory history, Func<int, int> roll, Func<string, string> newId, Action<string> count)
{
    private const string Persona = PersonaHandler.Operations;

    public async Task UnwindAsync(CancellationToken cancellationToken)
    {
        count("unwind");
        if (await FailedAsync(cancellationToken) is not { } order)
            return;
        var check = await caller.GetAsync(Persona, $"/api/orders/{order}/unwind", cancellationToken);
        if (!check.Yes || check.Json?["preview"] is not { } preview)
            return;
        var executions = check.Json["executions"]!;
        var id = newId("u");
        var twice = roll(6) == 0;
        switch (roll(6))
        {
            case 0:
                await Task.WhenAll(StartAsync(order, id, executions, preview, cancellationToken), StartAsync(order, newId("u"), executions, preview, cancellationToken));
                break;
            case 1:
                await Task.WhenAll(StartAsync(order, id, executions, preview, cancellationToken), RetryAsync(order, cancellationToken));
                break;
            default:
                await StartAsync(order, id, executions, preview, cancellationToken);
                break;
        }

        if (twice)
            await StartAsync(order, id, executions, preview, cancellationToken);
    }

    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        count("retry an order");
        if (await FailedAsync(cancellationToken) is { } order)
            await RetryAsync(order, cancellationToken);
    }

    private async Task<string?> FailedAsync(CancellationToken cancellationToken)
    {
        var found = await caller.GetAsync(Persona, $"/api/orders?query=status:{(roll(2) == 0 ? "unknown" : "failed")}&limit=20", cancellationToken);
        var failed = (found.Json?["items"] as JsonArray ?? []).Where(order => order!["workflow"]!.GetValue<string>() == "failed").ToList();
        return failed.Count > 0 ? failed[roll(failed.Count)]!["id"]!.GetValue<string>() : null;
    }

    private async Task StartAsync(string order, string id, JsonNode executions, JsonNode preview, CancellationToken cancellationToken)
    {
        var hash = preview["hash"]!.GetValue<string>();
        history.Refunds[id] = new AskedRefund(order, Persona, preview["total"]!["minor"]!.GetValue<long>(), hash);
        var answer = await caller.PostAsync(
            Persona, $"/api/orders/{order}/unwind",
            new JsonObject { ["unwindId"] = id, ["executions"] = executions.DeepClone(), ["previewHash"] = hash, ["reason"] = "Torture." }, cancellationToken);
        if (history.Told(id) is true && !answer.Yes)
            history.Complaints.Enqueue($"{order}, {id}: acknowledged, and the same again was answered {answer.Status} {answer.Json?.ToJsonString()}");
        history.Tell(id, answer.Yes || history.Told(id) is true);
    }

    /// <summary>What it does is the program's to decide; here it only gets in the way.</summary>
    private async Task RetryAsync(string order, CancellationToken cancellationToken)
    {
        var seen = await caller.GetAsync(Persona, $"/api/orders/{order}", cancellationToken);
        if (seen.Json?["head"]?["version"]?.GetValue<long>() is { } version)
            await caller.PostAsync(Persona, $"/api/orders/{order}/retry", new JsonObject { ["commandId"] = newId("t"), ["expectedVersion"] = version, ["reason"] = "Torture." }, cancellationToken);
    }
}

#if DEBUG
using System.Net;
using System.Text.Json;
using BackOffice.Core.Common;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Http;

/// <summary>Commands over HTTP against orders that the running pipeline moves.</summary>
[Collection(HttpCollection.Name)]
public sealed class CommandApiTests(HttpLab lab)
{
    private const string Rollout = "api/rollouts/city_orders_instant_processing";

    [Fact]
    public async Task Hold_ApprovedOverHttp_GoesOnAndTheSecondDecisionIsRefused()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "holds:decide", "rollout:read", "rollout:set", "audit:read", "notes:write");
        await DialFullyAsync(client);
        using var placed = await HttpLab.PlaceAsync(client, "hold-1", HttpLab.Order().Replace("dora.whitfield@", "dora.whitfield+review@", StringComparison.Ordinal));
        var order = placed.Headers.Location?.OriginalString ?? throw new InvalidOperationException();
        using var held = await UntilAsync(client, order, "held");
        var hold = Uri.EscapeDataString(held.RootElement.GetProperty("hold").GetProperty("holdId").GetString() ?? "");
        var version = held.RootElement.GetProperty("head").GetProperty("version").GetInt64();

        using var stale = await client.PostAsync($"{order}/holds/{hold}/decision", Decision("hold-a", version - 1));
        using var approved = await DecideAsync(client, order, hold, "hold-b");
        using var second = await client.PostAsync($"{order}/holds/{hold}/decision", Decision("hold-c", version));
        using var noted = await client.PostAsync($"{order}/notes", HttpLab.Json("""{"commandId":"note-a","text":"Called the customer."}"""));

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, noted.StatusCode);
        using var done = await UntilAsync(client, order, "done");
        var actions = done.RootElement.GetProperty("audit").EnumerateArray().Select(entry => entry.GetProperty("entry").GetProperty("action").GetString()).ToList();
        Assert.Contains("hold.approved", actions);
        Assert.All(
            done.RootElement.GetProperty("audit").EnumerateArray().Where(entry => entry.GetProperty("entry").GetProperty("action").GetString() == "hold.approved"),
            entry => Assert.Equal("client:trial-api", entry.GetProperty("entry").GetProperty("actorId").GetString()));
    }

    /// <summary>As a client does it: the engine's own commit may come between reading the version and deciding on it; then one looks again.</summary>
    private static async Task<HttpResponseMessage> DecideAsync(HttpClient client, string order, string hold, string commandId)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var held = await UntilAsync(client, order, "held");
            var answer = await client.PostAsync($"{order}/holds/{hold}/decision", Decision(commandId, held.RootElement.GetProperty("head").GetProperty("version").GetInt64()));
            if (answer.StatusCode != HttpStatusCode.Conflict || attempt == 10)
                return answer;
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Retry_DeclinedCard_IsCheckedDoneAndRepeatedToTheSameResult()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "orders:retry", "rollout:read", "rollout:set");
        await DialFullyAsync(client);
        using var placed = await HttpLab.PlaceAsync(client, "retry-1", HttpLab.Order("tok_declined_1"));
        var order = placed.Headers.Location?.OriginalString ?? throw new InvalidOperationException();
        using var failed = await UntilAsync(client, order, "failed");
        using var check = JsonDocument.Parse(await client.GetStringAsync(order + "/retry-check"));
        var command = $$"""{"commandId":"retry-a","expectedVersion":{{check.RootElement.GetProperty("version").GetInt64()}},"reason":"the bank says it is fine now"}""";

        using var first = await client.PostAsync(order + "/retry", HttpLab.Json(command));
        using var again = await client.PostAsync(order + "/retry", HttpLab.Json(command));

        Assert.NotEqual("notPossible", check.RootElement.GetProperty("mode").GetString());
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var repeated = await HttpLab.JsonAsync(again);
        Assert.True(repeated.RootElement.GetProperty("repeated").GetBoolean());
        using var done = await UntilAsync(client, order, "done");
    }

    [Fact]
    public async Task SettleCall_SaidNotDone_IsRecordedOnce_AndTheOrderFailsForAPerson()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "effects:settle", "rollout:read", "rollout:set");
        await DialFullyAsync(client);
        using var placed = await HttpLab.PlaceAsync(client, "settle-1", HttpLab.Order("tok_timeout_always"));
        var order = placed.Headers.Location?.OriginalString ?? throw new InvalidOperationException();

        var (status, command) = await SettleAsync(client, order);
        using var again = await client.PostAsync(order + "/settle-call", HttpLab.Json(command));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (status, again.StatusCode));
        using var repeated = await HttpLab.JsonAsync(again);
        Assert.True(repeated.RootElement.GetProperty("repeated").GetBoolean());
        using var failed = await UntilAsync(client, order, "failed", "Attested.NotDone");
    }

    /// <summary>As a client does it: the engine's own commit may come between reading the version and settling.</summary>
    private static async Task<(HttpStatusCode Status, string Command)> SettleAsync(HttpClient client, string order)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var unknown = await UntilAsync(client, order, "unknown");
            var version = unknown.RootElement.GetProperty("head").GetProperty("version").GetInt64();
            var command = $$"""{"effectKey":"{{order.Split('/')[^1]}}/checkout/authorise-payment/1/1","commandId":"settle-a","expectedVersion":{{version}},"happened":false,"evidence":"The bank's page."}""";
            using var answer = await client.PostAsync(order + "/settle-call", HttpLab.Json(command));
            if (answer.StatusCode != HttpStatusCode.Conflict || attempt == 10)
                return (answer.StatusCode, command);
        }
    }

    [Fact]
    public async Task DeadLetter_Redriven_IsBackOnceAndAudited()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "queues:read", "queues:redrive", "audit:read");
        using var placed = await HttpLab.PlaceAsync(client, "dead-1", HttpLab.Order());
        var queues = lab.Services.GetRequiredService<IQueues>();
        while (await queues.RelayAsync(Topics.DomainEvents, 100, default) > 0)
        {
            // Until all are in the queue.
        }

        var message = Assert.Single(await queues.ReceiveAsync(Topics.DomainEvents, 1, TimeSpan.FromMinutes(1), default));
        await queues.ReleaseAsync(Topics.DomainEvents, message, TimeSpan.Zero, maxReceives: 1, "made up by a test", default);
        var path = $"api/queues/{Topics.DomainEvents}/dead-letters/{message.Id}/redrive";

        using var first = await client.PostAsync(path, HttpLab.Json("""{"commandId":"dead-a","reason":"the cause is gone"}"""));
        using var again = await client.PostAsync(path, HttpLab.Json("""{"commandId":"dead-a","reason":"the cause is gone"}"""));
        using var other = await client.PostAsync(path, HttpLab.Json("""{"commandId":"dead-b","reason":"the cause is gone"}"""));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var audit = JsonDocument.Parse(await client.GetStringAsync("api/audit?action=dead-letter.redriven"));
        var entry = Assert.Single(audit.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal("order/" + message.Key, entry.GetProperty("entry").GetProperty("subject").GetString());
    }

    private static StringContent Decision(string command, long version) =>
        HttpLab.Json($$"""{"approve":true,"commandId":"{{command}}","expectedVersion":{{version}},"reason":"known customer"}""");

    internal static async Task DialFullyAsync(HttpClient client)
    {
        using var policy = JsonDocument.Parse(await client.GetStringAsync(Rollout));
        if (policy.RootElement.GetProperty("dial").GetInt32() == 10_000)
            return;
        using var set = await client.PutAsync(
            Rollout, HttpLab.Json($$"""{"commandId":"{{Guid.NewGuid():N}}","expectedVersion":{{policy.RootElement.GetProperty("version").GetInt64()}},"reason":"test","dial":10000}"""));
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    internal static async Task<JsonDocument> UntilAsync(HttpClient client, string order, string headline, string? error = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var view = JsonDocument.Parse(await client.GetStringAsync(order, patience.Token));
            var head = view.RootElement.GetProperty("head");
            if (head.GetProperty("headline").GetString() == headline && (error is null || head.GetProperty("step").GetProperty("errorCode").GetString() == error))
                return view;
            view.Dispose();
            await Task.Delay(50, patience.Token);
        }
    }
}
#endif

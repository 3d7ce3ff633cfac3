#if DEBUG
using System.Net;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Tests.Core.Refunds;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Http;

/// <summary>Refunds over HTTP, run by the pipeline of the real program.</summary>
[Collection(HttpCollection.Name)]
public sealed class RefundApiTests(HttpLab lab)
{
    private const string Two = """ "kind":"orderReduction","reasonCode":"customer-request","reason":"Asked by phone.","lines":[{"lineId":1,"quantity":2}] """;

    [Fact]
    public async Task Refund_AboveTheAgentsLimit_IsPreviewedAskedApprovedBySomebodyElseAndRun()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "refunds:request", "refunds:approve", "rollout:read", "rollout:set");
        var order = await DoneAsync(client, "refund-api-1");

        using var previewed = await client.PostAsync($"{order}/refunds/preview", HttpLab.Json("{" + Two + "}"));
        using var preview = await HttpLab.JsonAsync(previewed);
        Assert.Equal((HttpStatusCode.OK, "lead", 17_800), (
            previewed.StatusCode, preview.RootElement.GetProperty("level").GetString(), preview.RootElement.GetProperty("total").GetProperty("minor").GetInt64()));
        var hash = preview.RootElement.GetProperty("hash").GetString();
        using var asked = await client.PostAsync($"{order}/refunds", HttpLab.Json($$"""{"refundId":"api-r-1","previewHash":"{{hash}}",{{Two}}}"""));
        using var again = await client.PostAsync($"{order}/refunds", HttpLab.Json($$"""{"refundId":"api-r-1","previewHash":"{{hash}}",{{Two}}}"""));
        using var outcome = await HttpLab.JsonAsync(asked);
        using var repeated = await HttpLab.JsonAsync(again);
        Assert.Equal("pendingApproval", outcome.RootElement.GetProperty("state").GetString());
        Assert.True(repeated.RootElement.GetProperty("repeated").GetBoolean());

        using var queue = JsonDocument.Parse(await client.GetStringAsync("api/refunds?state=pending"));
        var waiting = queue.RootElement.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("case").GetProperty("refundId").GetString() == "api-r-1");
        var version = waiting.GetProperty("orderVersion").GetInt64();
        using var own = await client.PostAsync(
            $"{order}/refunds/api-r-1/approve", HttpLab.Json($$"""{"commandId":"api-c-1","expectedVersion":{{version}},"previewHash":"{{hash}}","reason":"Mine."}"""));
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        Assert.Contains("refunds:approve", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var id = new OrderId(order[(order.LastIndexOf('/') + 1)..]);
        var approved = await lab.Services.GetRequiredService<IRefunds>().ApproveAsync(
            new DecideRefund(id, "api-r-1", "api-c-2", version, hash, "Checked."), RefundWorld.Lead, default);
        Assert.True(approved.IsSuccess, approved.Error?.Message);
        using var cases = await UntilAsync(client, order, "succeeded");
        Assert.DoesNotContain("token", cases.RootElement.GetRawText(), StringComparison.OrdinalIgnoreCase);
        using var whole = JsonDocument.Parse(await client.GetStringAsync(order));
        Assert.Equal("refunded", whole.RootElement.GetProperty("head").GetProperty("headline").GetString());
    }

    [Fact]
    public async Task Refund_WithoutTheScopeOrWithWrongFields_NamesWhatIsMissing()
    {
        using var reader = await lab.ClientAsync("orders:read");
        using var agent = await lab.ClientAsync("orders:read", "refunds:request");

        using var forbidden = await reader.PostAsync("api/orders/GC-0000-0000/refunds/preview", HttpLab.Json("{" + Two + "}"));
        using var queue = await reader.GetAsync("api/refunds");
        using var wrong = await agent.PostAsync("api/orders/GC-0000-0000/refunds", HttpLab.Json("""{"kind":"everything"}"""));
        using var unknown = await agent.PostAsync("api/orders/GC-0000-0000/refunds/preview", HttpLab.Json("{" + Two + "}"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (forbidden.StatusCode, queue.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var problem = await wrong.Content.ReadAsStringAsync();
        Assert.All(new[] { "/kind", "/refundId", "/previewHash", "/reason" }, field => Assert.Contains(field, problem, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Unwind_OfAFailedOrderWithMiles_IsCheckedStartedAndRun()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "orders:unwind", "rollout:read", "rollout:set");
        await DoneAsync(client, "unwind-api-0");
        var (price, quantity) = (8_900, 2);
        using var placed = await HttpLab.PlaceAsync(client, "unwind-api-1", $$"""
            {
              "kind": "DealVoucher", "brand": "gilt-city", "customer": { "name": "Ana Invented", "email": "ana@example.test" },
              "lines": [{ "city": "Boston", "offerId": "SOLDOUT-sail", "unitId": "adult", "title": "Harbour sail", "quantity": {{quantity}},
                "unitPrice": { "minor": {{price}}, "unit": "USD" }, "unitMiles": { "minor": 100, "unit": "MILES" } }],
              "tenders": [{ "kind": "Card", "token": "tok_ok", "amount": { "minor": {{price * quantity}}, "unit": "USD" } },
                { "kind": "Miles", "token": "mem_ok", "amount": { "minor": {{100 * quantity}}, "unit": "MILES" } }]
            }
            """);
        var order = placed.Headers.Location?.OriginalString ?? throw new InvalidOperationException();
        await HeadlineAsync(client, order, "failed");

        using var check = JsonDocument.Parse(await client.GetStringAsync($"{order}/unwind"));
        var executions = check.RootElement.GetProperty("executions").GetRawText();
        var hash = check.RootElement.GetProperty("preview").GetProperty("hash").GetString();
        Assert.Equal(["miles", "release"], check.RootElement.GetProperty("preview").GetProperty("undone").EnumerateArray().Select(one => one.GetProperty("kind").GetString()));
        var command = $$"""{"unwindId":"api-u-1","executions":{{executions}},"previewHash":"{{hash}}","reason":"Sold out."}""";
        using var foreign = await client.PostAsync($"{order}/unwind", HttpLab.Json(command.Replace(executions, "[\"GC-SOME-ELSE-1\"]", StringComparison.Ordinal)));
        using var started = await client.PostAsync($"{order}/unwind", HttpLab.Json(command));
        await HeadlineAsync(client, order, "cancelled");
        using var again = await client.PostAsync($"{order}/unwind", HttpLab.Json(command));
        using var repeated = await HttpLab.JsonAsync(again);
        using var late = JsonDocument.Parse(await client.GetStringAsync($"{order}/unwind"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (foreign.StatusCode, started.StatusCode));
        Assert.True(repeated.RootElement.GetProperty("repeated").GetBoolean());
        Assert.Contains("being undone already", late.RootElement.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unwind_WithoutTheScopeOrWithWrongFields_NamesWhatIsMissing()
    {
        using var agent = await lab.ClientAsync("orders:read", "refunds:request");
        using var operations = await lab.ClientAsync("orders:unwind");

        using var forbidden = await agent.GetAsync("api/orders/GC-0000-0000/unwind");
        using var wrong = await operations.PostAsync("api/orders/GC-0000-0000/unwind", HttpLab.Json("{}"));
        using var unknown = await operations.GetAsync("api/orders/GC-0000-0000/unwind");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (forbidden.StatusCode, wrong.StatusCode, unknown.StatusCode));
        Assert.Contains("orders:unwind", await forbidden.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var problem = await wrong.Content.ReadAsStringAsync();
        Assert.All(new[] { "/unwindId", "/previewHash", "/reason" }, field => Assert.Contains(field, problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Close_WithoutTheScopeOrWithoutAReason_IsRefused()
    {
        using var lead = await lab.ClientAsync("orders:read", "refunds:approve");
        using var operations = await lab.ClientAsync("orders:unwind");
        const string path = "api/orders/GC-0000-0000/refunds/u-1/close";
        var body = """{"commandId":"api-close-1","expectedVersion":1,"reason":"Refunded by hand."}""";

        using var forbidden = await lead.PostAsync(path, HttpLab.Json(body));
        using var wrong = await operations.PostAsync(path, HttpLab.Json("{}"));
        using var unknown = await operations.PostAsync(path, HttpLab.Json(body));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (forbidden.StatusCode, wrong.StatusCode, unknown.StatusCode));
        Assert.Contains("orders:unwind", await forbidden.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task HeadlineAsync(HttpClient client, string order, string headline)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var view = JsonDocument.Parse(await client.GetStringAsync(order, patience.Token));
            if (view.RootElement.GetProperty("head").GetProperty("headline").GetString() == headline)
                return;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<string> DoneAsync(HttpClient client, string key)
    {
        using var read = JsonDocument.Parse(await client.GetStringAsync("api/rollouts/city_orders_instant_processing"));
        if (read.RootElement.GetProperty("dial").GetInt32() != 10_000)
        {
            using var set = await client.PutAsync(
                "api/rollouts/city_orders_instant_processing",
                HttpLab.Json($$"""{"commandId":"{{Guid.NewGuid():N}}","expectedVersion":{{read.RootElement.GetProperty("version").GetInt64()}},"reason":"Test","dial":10000}"""));
        }

        using var placed = await HttpLab.PlaceAsync(client, key, HttpLab.Order());
        var order = placed.Headers.Location?.OriginalString ?? throw new InvalidOperationException();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var view = JsonDocument.Parse(await client.GetStringAsync(order, patience.Token));
            if (view.RootElement.GetProperty("head").GetProperty("headline").GetString() == "done")
                return order;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<JsonDocument> UntilAsync(HttpClient client, string order, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var cases = JsonDocument.Parse(await client.GetStringAsync($"{order}/refunds", patience.Token));
            if (cases.RootElement.GetProperty("items")[0].GetProperty("case").GetProperty("state").GetString() == state)
                return cases;
            cases.Dispose();
            await Task.Delay(100, patience.Token);
        }
    }
}
#endif

#if DEBUG
using System.Net;
using System.Text.Json;

namespace BackOffice.Tests.Http;

public sealed class RetryJobApiTests(HttpLab lab) : IClassFixture<HttpLab>
{
    [Fact]
    public async Task Retries_OfManyOrders_RunAsOneJobThatSaysWhatBecameOfEach()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "orders:retry", "rollout:read", "rollout:set");
        await CommandApiTests.DialFullyAsync(client);
        var orders = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var placed = await HttpLab.PlaceAsync(client, $"bulk-{i}", HttpLab.Order("tok_declined_1"));
            orders.Add(placed.Headers.Location?.OriginalString ?? throw new InvalidOperationException());
        }

        foreach (var order in orders)
            (await CommandApiTests.UntilAsync(client, order, "failed")).Dispose();
        var ids = string.Join(',', orders.Select(order => $"\"{order[(order.LastIndexOf('/') + 1)..]}\""));
        var body = $$"""{"jobId":"bulk-a","orders":[{{ids}}],"reason":"the bank says it is fine now"}""";

        using var first = await client.PostAsync("api/orders/retries", HttpLab.Json(body));
        using var again = await client.PostAsync("api/orders/retries", HttpLab.Json(body));
        foreach (var order in orders)
            (await CommandApiTests.UntilAsync(client, order, "done")).Dispose();
        JsonElement job;
        do
        {
            job = JsonDocument.Parse(await client.GetStringAsync("api/orders/retries/bulk-a")).RootElement;
        }
        while (job.GetProperty("state").GetString() == "running");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(("done", 3, 3, 0), (job.GetProperty("state").GetString(), job.GetProperty("total").GetInt32(), job.GetProperty("accepted").GetInt32(), job.GetProperty("refused").GetInt32()));
        Assert.All(job.GetProperty("items").EnumerateArray(), item => Assert.Equal("accepted", item.GetProperty("state").GetString()));
        using var preview = await client.PostAsync("api/orders/retries/preview", HttpLab.Json("""{"query":"status:done"}"""));
        var found = JsonDocument.Parse(await preview.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(0, found.GetProperty("retryable").GetInt32());
        Assert.Contains("Everything is done", found.GetProperty("leftOut").GetRawText(), StringComparison.Ordinal);
        using var nothing = await client.PostAsync("api/orders/retries", HttpLab.Json("""{"jobId":"bulk-b","query":"status:done","reason":"x"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        using var unknown = await client.GetAsync("api/orders/retries/never-begun");
        using var wrong = await client.PostAsync("api/orders/retries", HttpLab.Json("""{"orders":[]}"""));
        using var reader = await lab.ClientAsync("orders:read");
        using var forbidden = await reader.PostAsync("api/orders/retries", HttpLab.Json(body));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden), (unknown.StatusCode, wrong.StatusCode, forbidden.StatusCode));
    }
}
#endif

#if DEBUG
using System.Net;
using System.Text.Json;

namespace BackOffice.Tests.Http;

/// <summary>What the pages of holds, batch jobs, executions, mail, queues and audit show and do, over HTTP.</summary>
[Collection(HttpCollection.Name)]
public sealed class PageApiTests(HttpLab lab)
{
    [Theory]
    [InlineData("api/holds", "orders:read")]
    [InlineData("api/batches", "executions:read")]
    [InlineData("api/batches/fraud/runs", "executions:read")]
    [InlineData("api/executions", "executions:read")]
    [InlineData("api/definitions", "executions:read")]
    [InlineData("api/mail", "orders:read")]
    [InlineData("api/mail/message?key=x", "orders:read")]
    [InlineData("api/audit/entry?subject=flag/x&number=1", "audit:read")]
    [InlineData("api/audit/export", "audit:read")]
    [InlineData("api/queues/order-notifications/dead-letters", "queues:read")]
    [InlineData("api/rollouts/city_orders_instant_processing/reach?dial=100", "rollout:read")]
    public async Task Get_WithoutTheScope_IsForbiddenAndNamesIt(string path, string permission)
    {
        using var client = await lab.ClientAsync("notes:write");

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(permission, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/batches/fraud/run", "batches:run")]
    [InlineData("api/queues/order-notifications/dead-letters/1/discard", "queues:discard")]
    public async Task Post_WithoutTheScope_IsForbiddenAndNamesIt(string path, string permission)
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await client.PostAsync(path, HttpLab.Json("""{"commandId":"page-1","reason":"Try"}"""));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(permission, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BatchRun_AskedOverHttp_IsDoneAndKeptWithItsReason()
    {
        using var client = await lab.ClientAsync("executions:read", "batches:run");

        using var asked = await client.PostAsync("api/batches/payment/run", HttpLab.Json("""{"commandId":"page-run-1","reason":"The bank is back"}"""));
        using var again = await client.PostAsync("api/batches/payment/run", HttpLab.Json("""{"commandId":"page-run-1","reason":"The bank is back"}"""));
        using var nowhere = await client.PostAsync("api/batches/lunch/run", HttpLab.Json("""{"commandId":"page-run-2","reason":"x"}"""));

        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("\"repeated\":true", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        var body = "";
        await Fakes.Eventually.TrueAsync(() =>
        {
            body = client.GetStringAsync("api/batches/payment/runs").GetAwaiter().GetResult();
            return body.Contains("page-run-1", StringComparison.Ordinal);
        });
        Assert.Contains("The bank is back", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditExport_OverHttp_EndsWithItsCountAndIsItselfInTheLog()
    {
        using var client = await lab.ClientAsync("audit:read", "executions:read", "batches:run");
        using var some = await client.PostAsync("api/batches/fallback/run", HttpLab.Json("""{"commandId":"page-export-1","reason":"=1+1"}"""));

        var lines = (await client.GetStringAsync("api/audit/export?kind=batch&format=jsonl")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var csv = await client.GetStringAsync("api/audit/export?kind=batch&format=csv");

        using var end = JsonDocument.Parse(lines[^1]);
        Assert.Equal((lines.Length - 1, false), (end.RootElement.GetProperty("end").GetProperty("rows").GetInt32(), end.RootElement.GetProperty("end").GetProperty("cut").GetBoolean()));
        Assert.All(lines[..^1], line => Assert.Contains("\"subject\":\"batch/", line, StringComparison.Ordinal));
        Assert.Contains("'=1+1", csv, StringComparison.Ordinal);
        Assert.Contains($"#end,{lines.Length - 1},complete", csv, StringComparison.Ordinal);
        Assert.Contains("audit.exported", await client.GetStringAsync("api/audit?kind=export&action=audit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/executions?from=yesterday", "from")]
    [InlineData("api/executions?status=broken", "status")]
    [InlineData("api/audit?before=x", "before")]
    [InlineData("api/audit/export?format=pdf", "format")]
    [InlineData("api/rollouts/city_orders_instant_processing/reach?dial=10001", "dial")]
    public async Task Get_WrongParameter_IsNamed(string path, string field)
    {
        using var client = await lab.ClientAsync("executions:read", "audit:read", "rollout:read", "orders:read");

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
#endif

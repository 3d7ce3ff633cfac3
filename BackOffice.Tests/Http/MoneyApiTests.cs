#if DEBUG
using System.Net;
using System.Text.Json;

namespace BackOffice.Tests.Http;

/// <summary>The standing of the money over HTTP, and its whole check run by the real program.</summary>
[Collection(HttpCollection.Name)]
public sealed class MoneyApiTests(HttpLab lab)
{
    [Fact]
    public async Task Check_AskedFor_IsRunByTheServer_AndKept()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "money:read", "money:verify");
        using var placed = await HttpLab.PlaceAsync(client, "money-1", HttpLab.Order("tok_ok"));
        Assert.True(placed.IsSuccessStatusCode);

        using var first = await client.PostAsync("api/money/checks", HttpLab.Json("""{"commandId":"money-check-1"}"""));
        using var again = await client.PostAsync("api/money/checks", HttpLab.Json("""{"commandId":"money-check-1"}"""));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        JsonElement standing;
        do
        {
            standing = JsonDocument.Parse(await client.GetStringAsync("api/money")).RootElement.GetProperty("standing");
        }
        while (standing.TryGetProperty("run", out _));

        var check = Assert.Single(standing.GetProperty("checks").EnumerateArray(), one => one.GetProperty("id").GetString() == "money-check-1");
        Assert.Equal(("whole", 0), (check.GetProperty("end").GetString(), check.GetProperty("broken").GetInt64()));
        Assert.True(check.GetProperty("orders").GetInt64() >= 1);
        Assert.Equal(BackOffice.Core.Payments.MoneyInvariants.All.Count, standing.GetProperty("invariants").GetArrayLength());
        Assert.Equal(0, standing.GetProperty("comparison").GetProperty("different").GetInt64());
    }

    [Fact]
    public async Task Verify_AnswersEachInvariantWithItsCount()
    {
        using var client = await lab.ClientAsync("money:verify");

        using var answer = await client.PostAsync("api/money/verify", null);

        using var report = await HttpLab.JsonAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(report.RootElement.GetProperty("invariants").EnumerateArray(), one => Assert.Equal(0, one.GetProperty("broken").GetInt64()));
    }

    [Theory]
    [InlineData("GET", "api/money", "money:read")]
    [InlineData("POST", "api/money/verify", "money:verify")]
    [InlineData("POST", "api/money/checks", "money:verify")]
    [InlineData("POST", "api/money/checks/x/stop", "money:verify")]
    public async Task WithoutPermission_NamesIt(string method, string path, string permission)
    {
        using var client = await lab.ClientAsync("audit:read", "orders:read");
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? HttpLab.Json("""{"commandId":"x"}""") : null };

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(permission, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettleCall_NamesEveryFieldThatIsMissing_AndACallThatIsNotThere()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "effects:settle");
        using var placed = await HttpLab.PlaceAsync(client, "money-2", HttpLab.Order("tok_ok"));
        var order = placed.Headers.Location?.OriginalString;

        using var wrong = await client.PostAsync($"{order}/settle-call", HttpLab.Json("{}"));
        using var missing = await client.PostAsync(
            $"{order}/settle-call", HttpLab.Json("""{"effectKey":"none","commandId":"s-1","expectedVersion":1,"happened":false,"evidence":"Ticket 44."}"""));
        using var reader = await lab.ClientAsync("orders:read");
        using var forbidden = await reader.PostAsync(
            $"{order}/settle-call", HttpLab.Json("""{"effectKey":"none","commandId":"s-1","expectedVersion":1,"happened":false,"evidence":"Ticket 44."}"""));

        var text = await wrong.Content.ReadAsStringAsync();
        Assert.All(["effectKey", "commandId", "expectedVersion", "happened", "evidence"], field => Assert.Contains(field, text, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (wrong.StatusCode, missing.StatusCode, forbidden.StatusCode));
    }
}
#endif

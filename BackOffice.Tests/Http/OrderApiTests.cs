#if DEBUG
using System.Net;
using System.Text.Json;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class OrderApiTests(HttpLab lab)
{
    [Fact]
    public async Task Place_SameKeyAndBody_AnswersTheFirstOrder()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read");

        using var first = await HttpLab.PlaceAsync(client, "same-1", HttpLab.Order());
        using var second = await HttpLab.PlaceAsync(
            client, "same-1", "{ \"brand\": \"gilt-city\"," + HttpLab.Order()[1..].Replace(",\"brand\":\"gilt-city\"", "", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        using var read = await client.GetAsync(first.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task Place_SameKeyOtherBody_IsConflict()
    {
        using var client = await lab.ClientAsync("orders:write");
        using var first = await HttpLab.PlaceAsync(client, "other-1", HttpLab.Order());

        using var second = await HttpLab.PlaceAsync(client, "other-1", HttpLab.Order(quantity: 3));

        await AssertProblemAsync(second, HttpStatusCode.Conflict, "order.key-reused");
    }

    [Fact]
    public async Task Place_WrongFields_NamesThemAll()
    {
        using var client = await lab.ClientAsync("orders:write");

        using var answer = await HttpLab.PlaceAsync(client, key: null, HttpLab.Order(quantity: -1).Replace("USD", "XXX", StringComparison.Ordinal));

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid");
        var errors = problem.RootElement.GetProperty("errors").EnumerateArray().ToList();
        var places = errors.Select(error => error.TryGetProperty("pointer", out var pointer) ? pointer.GetString() : error.GetProperty("parameter").GetString()).ToList();
        Assert.Contains("Idempotency-Key", places);
        Assert.Contains("#/lines/0/quantity", places);
        Assert.Contains("#/lines/0/unitPrice/unit", places);
        Assert.Contains("#/tenders/0/amount/unit", places);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"\\ud800\"")]
    public async Task Place_NotAnOrder_IsBadRequest(string body)
    {
        using var client = await lab.ClientAsync("orders:write");

        using var answer = await HttpLab.PlaceAsync(client, "poison", body);

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task Place_TooDeep_IsBadRequest()
    {
        using var client = await lab.ClientAsync("orders:write");

        using var answer = await HttpLab.PlaceAsync(client, "deep", new string('[', 10_000) + new string(']', 10_000));

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task Place_FiveMegabytes_IsTooLarge()
    {
        using var client = await lab.ClientAsync("orders:write");
        client.DefaultRequestHeaders.ExpectContinue = true; // So that the refusal is read before the body is sent.

        using var answer = await HttpLab.PlaceAsync(client, "large", new string(' ', 5_000_000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Place_NotJson_IsUnsupported()
    {
        using var client = await lab.ClientAsync("orders:write");

        using var answer = await HttpLab.PlaceAsync(client, "text", HttpLab.Order(), "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Place_WithoutTheScope_IsForbiddenAndNamesIt()
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await HttpLab.PlaceAsync(client, "no-scope", HttpLab.Order());

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("orders:write", problem.RootElement.GetProperty("permission").GetString());
    }

    [Fact]
    public async Task Get_TellsNoSecrets()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "executions:read");
        using var placed = await HttpLab.PlaceAsync(client, "secrets-key", HttpLab.Order());

        var order = await client.GetStringAsync(placed.Headers.Location);
        var listed = await client.GetStringAsync("api/orders?limit=200");

        foreach (var secret in new[] { "tok_ok", "codeHash", "codeCipher", "secrets-key", "resultJson", "\"token\"" })
        {
            Assert.DoesNotContain(secret, order, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_UnknownOrder_IsNotFound()
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await client.GetAsync("api/orders/GC-0000-0000");

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.NotFound, "order.not-found");
    }

    [Fact]
    public async Task Search_WrongParameters_NamesThemAll()
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await client.GetAsync("api/orders?query=status:done,glad%20foo:1&zone=Nowhere&limit=0");

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(["zone", "limit", "query", "query"], problem.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("parameter").GetString()));
    }

    [Fact]
    public async Task Retry_EmptyBody_NamesEveryMissingField()
    {
        using var client = await lab.ClientAsync("orders:retry");

        using var answer = await client.PostAsync("api/orders/GC-0000-0000/retry", HttpLab.Json("{}"));

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(
            ["#/commandId", "#/expectedVersion", "#/reason"],
            problem.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Retry_FieldOfTheWrongType_NamesIt()
    {
        using var client = await lab.ClientAsync("orders:retry");

        using var answer = await client.PostAsync("api/orders/GC-0000-0000/retry", HttpLab.Json("""{"expectedVersion":"one"}"""));

        using var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid");
        Assert.Equal("#/expectedVersion", problem.RootElement.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Rollout_StaleVersion_IsConflict()
    {
        using var client = await lab.ClientAsync("rollout:read", "rollout:set");
        using var before = JsonDocument.Parse(await client.GetStringAsync("api/rollouts/city_orders_instant_processing"));
        var version = before.RootElement.GetProperty("version").GetInt64();
        var command = $$"""{"commandId":"http-dial-1","expectedVersion":{{version}},"reason":"test","dial":{{(before.RootElement.GetProperty("dial").GetInt32() + 100) % 10_000}}}""";
        using var first = await client.PutAsync("api/rollouts/city_orders_instant_processing", HttpLab.Json(command));

        using var second = await client.PutAsync(
            "api/rollouts/city_orders_instant_processing", HttpLab.Json(command.Replace("http-dial-1", "http-dial-2", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var problem = await AssertProblemAsync(second, HttpStatusCode.Conflict, "rollout.version");
        Assert.Equal("trial-api", problem.RootElement.GetProperty("by").GetString());
    }

    [Theory]
    [InlineData("api/executions/none-1", "executions:read", HttpStatusCode.NotFound)]
    [InlineData("api/executions/none-1/history", "executions:read", HttpStatusCode.NotFound)]
    [InlineData("api/executions/none-1", "orders:read", HttpStatusCode.Forbidden)]
    [InlineData("api/executions/none-1/history", "orders:read", HttpStatusCode.Forbidden)]
    [InlineData("api/audit", "orders:read", HttpStatusCode.Forbidden)]
    [InlineData("api/audit", "audit:read", HttpStatusCode.OK)]
    [InlineData("api/queues", "orders:read", HttpStatusCode.Forbidden)]
    [InlineData("api/queues", "queues:read", HttpStatusCode.OK)]
    [InlineData("api/status", "queues:read", HttpStatusCode.Forbidden)]
    [InlineData("api/rollouts/city_orders_instant_processing", "orders:read", HttpStatusCode.Forbidden)]
    [InlineData("api/rollouts/none", "rollout:read", HttpStatusCode.NotFound)]
    public async Task Read_WithScope_AnswersAsItMay(string path, string scope, HttpStatusCode expected)
    {
        using var client = await lab.ClientAsync(scope);

        using var answer = await client.GetAsync(path);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("openapi/v1.json", "/api/orders/{id}/retry")]
    [InlineData("schemas/order.schema.json", "DealVoucher")]
    [InlineData("schemas/order-import.schema.json", "key")]
    public async Task Documents_Anonymous_AreThere(string path, string contains)
    {
        using var browser = lab.Browser();

        var document = await browser.GetStringAsync(path);

        Assert.Contains(contains, document, StringComparison.Ordinal);
    }

    private static async Task<JsonDocument> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await HttpLab.JsonAsync(answer);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        return problem;
    }
}
#endif

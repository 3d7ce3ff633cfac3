#if DEBUG
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Hosting;
using BackOffice.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class VoucherApiTests(HttpLab lab)
{
    [Theory]
    [InlineData("/api/vouchers/GLT-7KQ2-M4XD-93TV-B/redeem", "/api/vouchers/hidden/redeem", "GLT-7KQ2-M4XD-93TV-B")]
    [InlineData("/API/Vouchers/7kq2m4xd93tvb", "/api/vouchers/hidden", "7kq2m4xd93tvb")]
    [InlineData("/api/vouchers/find", null, null)]
    [InlineData("/api/vouchers/", null, null)]
    [InlineData("/api/orders/GC-1", null, null)]
    public void Path_WithACode_IsHidden(string path, string? expected, string? code)
    {
        var found = HiddenCode.In(path);

        Assert.Equal((expected, code), (found?.Path, found?.Code.Value));
    }

    [Fact]
    public async Task Orders_ReadByAnyClient_AreMasked_AndRevealIsTheWayToSee()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "customers:reveal");
        using var reader = await lab.ClientAsync("orders:read");
        var id = await PlaceAsync(client, "masked-1");

        var texts = new[] { await reader.GetStringAsync("api/orders/" + id), await reader.GetStringAsync("api/orders?query=" + id), await client.GetStringAsync("api/orders/" + id) };
        using var refused = await reader.PostAsync($"api/orders/{id}/reveal", HttpLab.Json("""{"commandId":"rv-0","reasonCode":"legal","reason":"x"}"""));
        using var revealed = await client.PostAsync($"api/orders/{id}/reveal", HttpLab.Json("""{"commandId":"rv-1","reasonCode":"customerContact","reason":"She asked."}"""));

        Assert.All(texts, text =>
        {
            Assert.Contains("d•••@e•••.com", JsonDocument.Parse(text).RootElement.ToString() + text.Replace("\\u2022", "•", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
            Assert.DoesNotContain("whitfield", text, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, revealed.StatusCode));
        Assert.Contains("dora.whitfield@example.com", await revealed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchByTheWholeAddress_StillFindsTheOrder()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read");
        var id = await PlaceAsync(client, "masked-2");

        Assert.Contains(id, await client.GetStringAsync("api/orders?query=dora.whitfield%40example.com&limit=200"), StringComparison.Ordinal);
        Assert.Contains(id, await client.GetStringAsync($"api/orders?query=same:{id}&limit=200"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redeem_OverHttp_OnceByKey_UniformRefusals_AndNoCodeInLogsOrTraces()
    {
        var lines = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => lines.Enqueue(activity.DisplayName + " " + string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var logged = await LoggedLab.StartAsync(lines);
        using var client = await logged.Lab.ClientAsync("orders:write", "orders:read", "vouchers:redeem", "vouchers:manage", "vouchers:reveal");
        var id = await PlaceAsync(client, "redeem-1");
        var codes = await logged.CodesAsync(id);

        using var first = await RedeemAsync(client, codes[0], "r-1");
        using var again = await RedeemAsync(client, codes[0], "r-1");
        using var unknown = await RedeemAsync(client, VoucherCode.New(), "r-2");
        var version = JsonDocument.Parse(await client.GetStringAsync("api/orders/" + id)).RootElement.GetProperty("head").GetProperty("version").GetInt64();
        using var suspended = await client.PostAsync($"api/orders/{id}/vouchers/01.02/suspend", HttpLab.Json($$"""{"commandId":"s-1","expectedVersion":{{version}},"reason":"Shared."}"""));
        using var held = await RedeemAsync(client, codes[1], "r-3");
        using var found = await client.GetAsync("api/vouchers/" + codes[1]);
        using var posted = await client.PostAsync("api/vouchers/find", HttpLab.Json($$"""{"code":"{{codes[1]}}"}"""));
        using var revealed = await client.PostAsync($"api/orders/{id}/vouchers/01.02/reveal", HttpLab.Json("""{"commandId":"rc-1","reason":"A test."}"""));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK],
            new[] { first, again, unknown, suspended, held, found, posted, revealed }.Select(answer => answer.StatusCode));
        Assert.Equal(WithoutTrace(await unknown.Content.ReadAsStringAsync()), WithoutTrace(await held.Content.ReadAsStringAsync()));
        Assert.Contains(codes[1], await revealed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var answer in new[] { first, found, posted })
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain(codes, code => text.Contains(code, StringComparison.Ordinal));
            Assert.DoesNotContain("codeHash", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(lines, line => line.Contains("Request starting", StringComparison.Ordinal) && line.Contains("/api/vouchers/hidden", StringComparison.Ordinal));
        foreach (var secret in codes.Concat(codes.Select(code => code.Replace("-", "", StringComparison.Ordinal))).Append("Whitfield").Append("dora.whitfield"))
            Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<string> PlaceAsync(HttpClient client, string key)
    {
        using var placed = await HttpLab.PlaceAsync(client, key, HttpLab.Order());
        return (await HttpLab.JsonAsync(placed)).RootElement.GetProperty("id").GetString() ?? throw new InvalidOperationException("No id.");
    }

    private static async Task<HttpResponseMessage> RedeemAsync(HttpClient client, string code, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/vouchers/{code}/redeem") { Content = HttpLab.Json("{}") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static string WithoutTrace(string problem) => problem[..problem.IndexOf("\"traceId\"", StringComparison.Ordinal)];

    /// <summary>A server of its own whose every log line, down to the finest, is kept.</summary>
    private sealed class LoggedLab(HttpLab lab) : IAsyncDisposable
    {
        public HttpLab Lab { get; } = lab;

        public static async Task<LoggedLab> StartAsync(ConcurrentQueue<string> lines)
        {
            var lab = new HttpLab { Logs = new Lines(lines) };
            await lab.InitializeAsync();
            return new LoggedLab(lab);
        }

        /// <summary>Makes the order one whose vouchers are delivered, without waiting for the pipeline; their codes.</summary>
        public async Task<IReadOnlyList<string>> CodesAsync(string order)
        {
            var (orders, vault) = (Lab.Services.GetRequiredService<OrderWriter>(), Lab.Services.GetRequiredService<VoucherVault>());
            string[] codes = [VoucherCode.New(), VoucherCode.New()];
            var written = await orders.ChangeAsync(
                new OrderId(order),
                draft =>
                {
                    var now = DateTimeOffset.UtcNow;
                    draft.Head = draft.Head with { Payment = PaymentStatus.Captured, Fulfilment = FulfilmentStatus.Done, Workflow = WorkflowStatus.Done, NotifiedAt = now, CompletedAt = now };
                    for (var i = 0; i < codes.Length; i++)
                    {
                        draft.Put(SampleVouchers.Of(VoucherState.Issued, i + 1) with { CodeHash = vault.HashOf(codes[i]), CodeLast4 = VoucherCode.Last4Of(codes[i]), CodeCipher = vault.Seal(codes[i]) });
                        VoucherChanges.AddKeys(draft, vault.HashOf(codes[i]), VoucherCode.Last4Of(codes[i]));
                    }

                    return null;
                },
                default);
            Assert.True(written.IsSuccess, written.Error?.Message);
            return codes;
        }

        public ValueTask DisposeAsync() => new(Lab.DisposeAsync());
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
            // Nothing is held open.
        }
    }
}
#endif

#if DEBUG
using System.Net;
using System.Text.Json;
using BackOffice.Cli;
using BackOffice.Cli.Bench;
using BackOffice.Hosting;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class SampleApiTests(HttpLab lab)
{
    [Fact]
    public async Task Samples_OverTheApiAndTheCommandLine_StartAndStop()
    {
        using var client = await lab.ClientAsync("samples:run", "orders:read");

        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["samples", "start", "--orders", "5", "--no-trickle", "--data", lab.Data], TextWriter.Null));
        using var seen = JsonDocument.Parse(await client.GetStringAsync("api/samples"));
        var version = seen.RootElement.GetProperty("version").GetInt64();
        using var stopped = await client.PostAsync("api/samples/stop", HttpLab.Json($$"""{"commandId":"stop-{{Guid.NewGuid():N}}","expectedVersion":{{version}}}"""));
        using var stale = await client.PostAsync("api/samples/start", HttpLab.Json($$"""{"commandId":"start-{{Guid.NewGuid():N}}","expectedVersion":{{version}},"orders":5}"""));

        Assert.True(version >= 1);
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
    }

    [Fact]
    public async Task Start_WithoutANumber_NamesIt()
    {
        using var client = await lab.ClientAsync("samples:run", "orders:read");

        using var answer = await client.PostAsync("api/samples/start", HttpLab.Json("""{"commandId":"x","expectedVersion":0}"""));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("/orders", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_InProduction_AreRefused()
    {
        var data = Path.Combine(Path.GetTempPath(), "bo-production-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            await using var server = await BenchServer.StartAsync(data, default);

            using var status = await server.Client.GetAsync("api/samples");
            using var start = await server.Client.PostAsync("api/samples/start", HttpLab.Json("""{"commandId":"x","expectedVersion":0,"orders":5}"""));

            Assert.Contains("samples.not-here", await status.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("samples.not-here", await start.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.False(start.IsSuccessStatusCode);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task CommandLine_WithoutAServer_SaysThatOneIsNeeded()
    {
        var data = Path.Combine(Path.GetTempPath(), "bo-cli-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            Assert.Equal(ExitCodes.Refused, await CommandLine.RunAsync(["samples", "start", "--data", data], TextWriter.Null));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
#endif

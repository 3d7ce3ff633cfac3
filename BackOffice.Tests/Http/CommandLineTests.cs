#if DEBUG
using System.Net.Sockets;
using BackOffice.Cli;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Hosting;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class CommandLineTests(HttpLab lab)
{
    [Theory]
    [InlineData("status")]
    [InlineData("rollout", "show")]
    [InlineData("status", "--json")]
    public async Task Verb_RunningServer_Answers(params string[] verb) =>
        Assert.Equal(ExitCodes.Success, await RunAsync([.. verb, "--data", lab.Data]));

    [Fact]
    public async Task Import_BadLines_AreLeftOutAndTheRestIsSafeToRepeat()
    {
        var file = Path.Combine(lab.Data, "import.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            "{\"key\":\"cli-1\"," + HttpLab.Order().ReplaceLineEndings("")[1..],
            "",
            "{ not json",
            new string('x', 300_000),
            "{\"key\":\"cli-2\"," + HttpLab.Order().ReplaceLineEndings("")[1..],
        ]);
        using var client = await lab.ClientAsync("audit:read");

        var first = await RunAsync("import", file, "--data", lab.Data);
        var second = await RunAsync("import", file, "--data", lab.Data);

        Assert.Equal(ExitCodes.SomeLinesBad, first);
        Assert.Equal(ExitCodes.SomeLinesBad, second);
        using var audit = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("api/audit?limit=200&action=order.imported&actor=" + Uri.EscapeDataString("cli:" + Environment.UserName)));
        Assert.Equal(2, audit.RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task RolloutSet_StaleVersion_IsRefused() =>
        Assert.Equal(ExitCodes.Refused, await RunAsync("rollout", "set", "--dial", "12.5", "--reason", "test", "--expected-version", "99999", "--data", lab.Data));

    [Theory]
    [InlineData("improt")]
    [InlineData("import", "/nowhere/file.jsonl")]
    [InlineData("rollout", "set", "--dial", "100.001")]
    [InlineData("rollout", "set", "--dial", "101")]
    [InlineData("rollout", "set", "--kill", "--revive")]
    [InlineData("rollout", "set")]
    [InlineData("--set", "novalue")]
    [InlineData("bench", "pipeline", "--orders", "0")]
    public async Task WrongArguments_EndWithUsage(params string[] args) => Assert.Equal(ExitCodes.Usage, await RunAsync(args));

    [Fact]
    public void Socket_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;

        var mode = File.GetUnixFileMode(Path.Combine(lab.Data, CommandLineSocket.FileName));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task Socket_HostOfTheCommandLine_IsNobodyOverTcp()
    {
        using var browser = lab.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Host = CommandLineSocket.HostName;

        using var answer = await browser.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Serve_DataInUse_SaysSo()
    {
        using var errors = new StringWriter();

        var code = await CommandLine.RunAsync(["--data", lab.Data, "--urls", "http://127.0.0.1:0", "--set", "SignIn:Authority=https://id.example", "--set", "SignIn:ClientId=x", "--set", "SignIn:Groups:g=Operations"], errors);

        Assert.Equal(ExitCodes.DataInUse, code);
        Assert.Contains("in use", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_NoServer_StartsOneOnTheSocketAndLeavesNothingBehind()
    {
        var data = Path.Combine(Path.GetTempPath(), "bo-cli-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            // What a killed server leaves: a socket that nobody listens on.
            using (var folder = DataFolder.Open(data, TimeProvider.System))
            using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                stale.Bind(new UnixDomainSocketEndPoint(Path.Combine(data, CommandLineSocket.FileName)));

            var set = await RunAsync("rollout", "set", "--dial", "40", "--reason", "test", "--data", data);
            var shown = await RunAsync("rollout", "show", "--data", data);

            Assert.Equal(ExitCodes.Success, set);
            Assert.Equal(ExitCodes.Success, shown);
            using var again = DataFolder.Open(data, TimeProvider.System);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, TextWriter.Null);
}
#endif

using System.Diagnostics;
using System.Text;

namespace BackOffice.Tests.Torture;

/// <param name="Loud">Orders that neither ended nor wait for a person in time.</param>
/// <param name="Findings">Broken invariants.</param>
internal sealed record Verdict(IReadOnlyList<string> Loud, IReadOnlyList<string> Findings);

/// <summary>One run: an import through a server that is killed again and again, until everything is quiet.</summary>
internal sealed class TortureRun(TortureSettings settings, Action<string> say) : IDisposable
{
    /// <summary>How many look-ups the run's settings plan before a person is asked.</summary>
    public const int PlannedLookups = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bo-torture-");
    private readonly Random _random = new(settings.Seed);
    private readonly int _port = ServerProcess.FreePort();
    private readonly CancellationTokenSource _stopImport = new();
    private Task<(int ExitCode, string Output)>? _import;
    private ServerProcess? _server;
    private OrderClient? _client;

    public string Data => Path.Combine(_folder.FullName, "data");

    public string Log => Path.Combine(_folder.FullName, "server.log");

    /// <summary>Kept when the run went wrong, so that somebody can look.</summary>
    public bool Keep { get; set; } = true;

    public IReadOnlyList<MixedOrder> Orders { get; } = OrderMix.Make(settings.Orders, settings.Seed);

    /// <summary>Further settings of the child, for seeded bugs.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["Pipeline__BatchEvery"] = "00:00:02",
        ["Pipeline__LookEvery"] = "00:00:00.200",
        ["Pipeline__Lease"] = "00:00:06",
        ["Pipeline__InstantDue"] = "00:30:00",
        ["Pipeline__BatchDue"] = "00:30:00",
        ["Pipeline__DispatchVisibility"] = "00:00:05",
        ["Pipeline__DispatchTries"] = "50",
        ["Pipeline__KeyMargin"] = "00:01:00",
        ["Pipeline__LookUpAfter__0"] = "00:00:00.500",
        ["Pipeline__LookUpAfter__1"] = "00:00:01",
        ["Pipeline__LookUpAfter__2"] = "00:00:02",
        ["Sandbox__TimeoutDelay"] = "00:00:00.020",
        ["Sandbox__SlowDelay"] = "00:00:00.100",
        ["Sandbox__LateDelay"] = "00:00:02",
        ["Sandbox__BusyRetryAfter"] = "00:00:00.100",
        ["Sandbox__KeyLifetime"] = "00:30:00",
    };

    /// <summary>What the client was told.</summary>
    public OrderClient Client => _client ??= new OrderClient(Data);

    /// <summary>The whole run, and everything the witnesses say against it.</summary>
    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        say($"seed {settings.Seed}, {settings.Orders} orders, {settings.Kills} kills, {Log}");
        await PlaceUnderKillsAsync(cancellationToken);
        var loud = await WaitUntilQuietAsync(cancellationToken);
        await EndImportAsync();
        var (stopped, verified, output) = await StopAndVerifyAsync(cancellationToken);
        List<string> findings = [.. Client.Complaints, .. new TortureCheck(Orders, Client.Acknowledged, PlannedLookups).Run(Data)];
        if (stopped != 0)
            findings.Add($"the server ended with {stopped} when it was told to stop");
        if (verified != 0)
            findings.Add($"verify ended with {verified}: {output}");
        return new(loud, findings);
    }

    /// <summary>
    /// Brings every order in, half by import and half by a client of the API, killing the server so many times on the way, and now and then once more
    /// while it recovers. Returns when the client was told of all of its orders; the last import then waits for the pipeline.
    /// </summary>
    public async Task PlaceUnderKillsAsync(CancellationToken cancellationToken)
    {
        var lines = Path.Combine(_folder.FullName, "orders.jsonl");
        await File.WriteAllLinesAsync(
            lines, Orders.Where((_, index) => index % 2 == 0).Select(order => order.ImportLine()), new UTF8Encoding(false), cancellationToken);
        _server = await StartAsync(cancellationToken);
        var (dialled, told) = await ServerProcess.RunAsync(
            Settings, cancellationToken, "rollout", "set", "--dial", "70", "--reason", "Torture: both paths.", "--data", Data);
        Assert.True(dialled == 0, told);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var client = Client.PlaceAllAsync(Orders.Where((_, index) => index % 2 == 1), stop.Token);
        try
        {
            for (var kills = settings.Kills; kills > 0; kills--)
                await KillAsync(lines, kills, cancellationToken);
            _import = ServerProcess.RunAsync(Settings, _stopImport.Token, "import", lines, "--process", "--data", Data);
            await client;
        }
        finally
        {
            await stop.CancelAsync();
            await client.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Imports, kills after a pause, and starts again.</summary>
    private async Task KillAsync(string lines, int kills, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var import = ServerProcess.RunAsync(Settings, stop.Token, "import", lines, "--process", "--data", Data);
        // Exponential pauses: a kill is as likely in the first millisecond as in any other.
        var pause = TimeSpan.FromMilliseconds(Math.Min(8_000, -Math.Log(1 - _random.NextDouble()) * 2_000));
        await Task.Delay(pause, cancellationToken);
        _server?.Kill();
        await stop.CancelAsync();
        await import.ContinueWith(_ => { }, TaskScheduler.Default);
        say($"killed after {pause.TotalMilliseconds:F0} ms; {kills - 1} to go");
        _server = await RestartAsync(interrupt: kills % 3 == 2, cancellationToken);
    }

    /// <summary>The last import ends by itself once everything is quiet; null when it did well, else what it did instead.</summary>
    public async Task<string?> ImportEndedAsync(CancellationToken cancellationToken)
    {
        if (_import is null)
            return "no import was begun";
        if (await Task.WhenAny(_import, Task.Delay(TimeSpan.FromSeconds(15), cancellationToken)) != _import)
            return "import --process still waits, and everything is quiet";
        var (exitCode, output) = await _import;
        return exitCode == 0 ? null : $"import ended with {exitCode}: {output}";
    }

    /// <summary>Waits until every order is final or waits for a person; the result is what is still not quiet, empty when all is.</summary>
    public async Task<IReadOnlyList<string>> WaitUntilQuietAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            List<string> loud;
            using (var file = new OrdersFile(Data))
            {
                var there = file.CountOrders();
                loud = [.. file.Orders(openOnly: true).Select(order => (order.Head, Why: Quiet.WhyNot(order, PlannedLookups)))
                    .Where(order => order.Why is not null).Select(order => $"{order.Head.Id}: {order.Why}")];
                if (there < Orders.Count)
                    loud.Add($"{there} of {Orders.Count} orders are there");
                if (file.CountQueued() is > 0 and var queued)
                    loud.Add($"{queued} messages queued");
            }
            if (loud.Count == 0 || clock.Elapsed > settings.QuietWithin)
            {
                say($"quiet after {clock.Elapsed.TotalSeconds:F1} s, {loud.Count} not");
                return loud;
            }
            Assert.False(_server?.HasExited, $"the server ended by itself; see {Log}");
            await Task.Delay(500, cancellationToken);
        }
    }

    private async Task EndImportAsync()
    {
        await _stopImport.CancelAsync();
        if (_import is not null)
            await _import.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Ends the server as an operator would, and verifies the audit log.</summary>
    private async Task<(int Stopped, int Verified, string Output)> StopAndVerifyAsync(CancellationToken cancellationToken)
    {
        var stopped = _server is null ? 0 : await _server.StopAsync(cancellationToken);
        var (verified, output) = await ServerProcess.RunAsync(Settings, cancellationToken, "verify", "--data", Data);
        return (stopped, verified, output);
    }

    public void Dispose()
    {
        _stopImport.Cancel();
        _server?.Dispose();
        _stopImport.Dispose();
        if (!Keep)
            _folder.Delete(recursive: true);
    }

    private Task<ServerProcess> StartAsync(CancellationToken cancellationToken) => ServerProcess.StartAsync(Data, _port, Log, Settings, cancellationToken);

    private async Task<ServerProcess> RestartAsync(bool interrupt, CancellationToken cancellationToken)
    {
        _server?.Dispose();
        if (interrupt)
        {
            using var recovering = ServerProcess.Start(Data, _port, Log, Settings);
            await Task.Delay(_random.Next(200, 2_000), cancellationToken);
            recovering.Kill();
            say("killed while recovering");
        }
        return await StartAsync(cancellationToken);
    }
}

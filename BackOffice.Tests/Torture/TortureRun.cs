using System.Diagnostics;
using System.Text;

namespace BackOffice.Tests.Torture;

/// <summary>One run: an import through a server that is killed again and again, until everything is quiet.</summary>
internal sealed class TortureRun(TortureSettings settings, Action<string> say) : IDisposable
{
    /// <summary>How many look-ups the run's settings plan before a person is asked.</summary>
    public const int PlannedLookups = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bo-torture-");
    private readonly Random _random = new(settings.Seed);
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _server;

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
        ["Pipeline__KeyMargin"] = "00:00:10",
        ["Pipeline__LookUpAfter__0"] = "00:00:00.500",
        ["Pipeline__LookUpAfter__1"] = "00:00:01",
        ["Pipeline__LookUpAfter__2"] = "00:30:00",
        ["Sandbox__TimeoutDelay"] = "00:00:00.020",
        ["Sandbox__SlowDelay"] = "00:00:00.100",
        ["Sandbox__LateDelay"] = "00:00:02",
        ["Sandbox__BusyRetryAfter"] = "00:00:00.100",
        ["Sandbox__KeyLifetime"] = "00:01:00",
    };

    /// <summary>Imports everything, killing the server so many times on the way, and once more while it recovers.</summary>
    public async Task ImportUnderKillsAsync(CancellationToken cancellationToken)
    {
        var lines = Path.Combine(_folder.FullName, "orders.jsonl");
        await File.WriteAllLinesAsync(lines, Orders.Select(order => order.ImportLine()), new UTF8Encoding(false), cancellationToken);
        _server = await StartAsync(cancellationToken);
        var kills = settings.Kills;
        while (true)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var import = ServerProcess.RunAsync(Settings, stop.Token, "import", lines, "--process", "--data", Data);
            if (kills > 0)
            {
                // Exponential pauses: a kill is as likely in the first millisecond as in any other.
                var pause = TimeSpan.FromMilliseconds(Math.Min(8_000, -Math.Log(1 - _random.NextDouble()) * 1_500));
                await Task.WhenAny(import, Task.Delay(pause, cancellationToken));
                await Task.Delay(import.IsCompleted ? pause : TimeSpan.Zero, cancellationToken);
                kills--;
                _server.Kill();
                await stop.CancelAsync();
                await import.ContinueWith(_ => { }, TaskScheduler.Default);
                say($"killed after {pause.TotalMilliseconds:F0} ms; {kills} to go");
                _server = await RestartAsync(interrupt: kills % 3 == 1, cancellationToken);
                continue;
            }
            var (exitCode, output) = await import;
            Assert.True(exitCode == 0, $"import ended with {exitCode}: {output}");
            return;
        }
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
                loud = [.. file.Orders(openOnly: true).Select(order => (order.Head, Why: Quiet.WhyNot(order, PlannedLookups)))
                    .Where(order => order.Why is not null).Select(order => $"{order.Head.Id}: {order.Why}")];
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

    /// <summary>Ends the server as an operator would, and verifies the audit log.</summary>
    public async Task<(int Stopped, int Verified, string Output)> StopAndVerifyAsync(CancellationToken cancellationToken)
    {
        var stopped = _server is null ? 0 : await _server.StopAsync(cancellationToken);
        var (verified, output) = await ServerProcess.RunAsync(Settings, cancellationToken, "verify", "--data", Data);
        return (stopped, verified, output);
    }

    public void Dispose()
    {
        _server?.Dispose();
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

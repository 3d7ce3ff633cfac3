using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>One run: orders through an engine that is killed again and again, also while it recovers, until all have ended.</summary>
internal sealed class EngineTortureRun(TortureSettings settings, Action<string> say, string? bug = null) : IDisposable
{
    private const int InFlight = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bo-engine-torture-");
    private readonly Random _random = new(settings.Seed);
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];

    /// <summary>Kept when the run went wrong, so that somebody can look.</summary>
    public bool Keep { get; set; } = true;

    private string Ledger => Path.Combine(_folder.FullName, "ledger.tsv");

    private string Data => _folder.CreateSubdirectory("data").FullName;

    /// <summary>Everything the witnesses say against it; empty when nothing is wrong.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var orders = TortureOrder.Make(settings.Orders, settings.Seed);
        var watch = Stopwatch.StartNew();
        say($"seed {settings.Seed}, {settings.Orders} orders, {settings.Kills} kills, {_folder.FullName}");
        for (var kill = 1; kill <= settings.Kills; kill++)
        {
            if (kill % 3 == 0)
                await KillWhileItRecoversAsync(cancellationToken);
            using var engine = TalkingProcess.Start(bug, Data, Ledger);
            await engine.UntilAsync("ready", cancellationToken);

            // So many more orders by the time of this kill; the kill itself comes anywhere on the way, or a little later.
            var share = orders.Take((int)((long)orders.Count * kill / settings.Kills)).Where(order => !_acknowledged.Contains(order.Name)).ToList();
            await FeedAsync(engine, share, _random.Next(share.Count + 1), cancellationToken);
            if (_random.Next(2) == 0)
                await Task.Delay(_random.Next(60), cancellationToken);
            engine.Kill();
            await DrainAsync(engine, cancellationToken);
        }

        say($"killed {settings.Kills} times after {watch.Elapsed.TotalSeconds:F0} s, {_acknowledged.Count} of {orders.Count} acknowledged");
        using var last = TalkingProcess.Start(bug, Data, Ledger);
        await last.UntilAsync("ready", cancellationToken);
        var rest = orders.Where(order => !_acknowledged.Contains(order.Name)).ToList();
        await FeedAsync(last, rest, rest.Count, cancellationToken);
        await WaitUntilAllEndedAsync(last, cancellationToken);
        if (await last.StopAsync(cancellationToken) is var code and not 0)
            _findings.Add($"the engine ended with {code} when its input ended");
        say($"ended after {watch.Elapsed.TotalSeconds:F0} s");

        await new EngineCheck(orders, _acknowledged, _findings).RunAsync(Data, Ledger);
        say($"checked after {watch.Elapsed.TotalSeconds:F0} s");
        return _findings;
    }

    public void Dispose()
    {
        if (!Keep)
            _folder.Delete(recursive: true);
    }

    private async Task KillWhileItRecoversAsync(CancellationToken cancellationToken)
    {
        using var recovering = TalkingProcess.Start(bug, Data, Ledger);
        await recovering.UntilAsync("opening", cancellationToken);
        await Task.Delay(_random.Next(120), cancellationToken);
        recovering.Kill();
    }

    /// <summary>Sends them, a few at once, until so many were acknowledged in this process's life.</summary>
    private async Task FeedAsync(TalkingProcess engine, IReadOnlyList<TortureOrder> orders, int until, CancellationToken cancellationToken)
    {
        var (sent, heard) = (0, 0);
        while (heard < until)
        {
            while (sent < orders.Count && sent - heard < InFlight)
            {
                if (!engine.TrySend(orders[sent++].Line))
                    return;
            }

            if (await engine.ReadAsync(cancellationToken) is not { } line)
                return;
            Hear(line);
            heard++;
        }
    }

    private async Task DrainAsync(TalkingProcess engine, CancellationToken cancellationToken)
    {
        while (await engine.ReadAsync(cancellationToken) is { } line)
            Hear(line);
    }

    private void Hear(string line)
    {
        if (line.StartsWith("ok ", StringComparison.Ordinal))
            _acknowledged.Add(line[3..]);
        else if (line.StartsWith("no ", StringComparison.Ordinal))
            _findings.Add($"a start was refused: {line[3..]}");
    }

    private async Task WaitUntilAllEndedAsync(TalkingProcess engine, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "workflows.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        using var open = connection.CreateCommand();
        open.CommandText = "SELECT COUNT(*) FROM executions WHERE status <> 1";
        while (Convert.ToInt64(await open.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) is > 0 and var left)
        {
            if (engine.HasExited)
            {
                _findings.Add("the engine's process ended by itself");
                return;
            }

            if (watch.Elapsed > settings.QuietWithin)
            {
                _findings.Add($"{left} executions have not ended after {watch.Elapsed.TotalSeconds:F0} s");
                return;
            }

            await Task.Delay(100, cancellationToken);
        }
    }
}

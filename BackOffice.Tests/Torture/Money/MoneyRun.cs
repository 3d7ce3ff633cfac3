using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Torture.Money;

/// <summary>One run: clients at a server that is killed again and again, with a gateway in a storm, until all is settled; then the three records are compared.</summary>
internal sealed class MoneyRun : IDisposable
{
    /// <summary>A larger store is looked at after every tenth kill.</summary>
    private const int SmallStore = 400;

    private readonly MoneySettings _settings;
    private readonly Action<string> _say;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bo-money-");
    private readonly Random _random;
    private readonly Dictionary<string, string> _environment;
    private readonly string _url = $"http://127.0.0.1:{ServerProcess.FreePort()}";
    private readonly List<string> _findings = [];
    private readonly decimal _dailyAlone;
    private readonly HttpClient _gateway = new();
    private string _gatewayUrl = "";
    private LoggedProcess? _server;

    public MoneyRun(MoneySettings settings, Action<string> say, string? bug = null)
    {
        (_settings, _say, _random) = (settings, say, new Random(settings.Seed));
        _dailyAlone = Math.Max(100, settings.Operations / 4);
        _environment = new(StringComparer.Ordinal)
        {
            ["Pipeline__BatchEvery"] = "00:00:02",
            ["Pipeline__LookEvery"] = "00:00:00.200",
            ["Pipeline__Lease"] = "00:00:06",
            ["Pipeline__InstantDue"] = "00:30:00",
            ["Pipeline__BatchDue"] = "00:30:00",
            ["Pipeline__DispatchVisibility"] = "00:00:05",
            ["Pipeline__DispatchTries"] = "50",
            ["Pipeline__MaxSends"] = "50",
            ["Pipeline__MaxFallbacks"] = "50",
            ["Pipeline__LookUpAfter__0"] = "00:00:01",
            ["Pipeline__LookUpAfter__1"] = "00:00:01",
            ["Pipeline__LookUpAfter__2"] = "00:00:02",
            ["Pipeline__LookUpAfter__3"] = "00:00:02",
            ["Vouchers__Merchants__harbour__0"] = "*",
            ["Vouchers__Merchants__spa__0"] = "*",
            ["Vouchers__CodesAMinute"] = "100000",
            ["Vouchers__MissesAMinute"] = "100000",
            ["Vouchers__ResendsAnHour"] = "100000",
            ["Vouchers__ResendsADay"] = "100000",
            ["Vouchers__RefuseAfter"] = "00:00:00",
            ["Refunds__AgentAlone__Cash"] = "70",
            ["Refunds__Lead__Cash"] = "160",
            ["Refunds__DailyAlone__Cash"] = _dailyAlone.ToString(CultureInfo.InvariantCulture),
        };
        if (bug is not null)
            _environment["BACKOFFICE_SEEDED_BUG"] = bug;
    }

    public MoneyHistory History { get; } = new();

    /// <summary>Kept when the run went wrong, so that somebody can look.</summary>
    public bool Keep { get; set; } = true;

    /// <summary>Nothing was found yet; what was found ends the run.</summary>
    private bool Sound => _findings.Count == 0 && History.Complaints.IsEmpty;

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Journal => Path.Combine(_folder.FullName, "gateway.jsonl");

    /// <summary>Everything that speaks against it; empty when nothing is wrong.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        _say($"seed {_settings.Seed}, {_settings.Operations} operations, {_settings.Kills} kills, {_folder.FullName}");
        using var gateway = LoggedProcess.Start(
            Path.Combine(_folder.FullName, "gateway.log"), new Dictionary<string, string>(), "money-gateway", Journal, _url + MoneyServerChild.CallbackPath,
            _settings.Seed.ToString(CultureInfo.InvariantCulture));
        _gatewayUrl = await gateway.ReadyAsync(cancellationToken);
        _gateway.BaseAddress = new Uri(_gatewayUrl);
        _server = await StartAsync(cancellationToken);
        using var caller = new MoneyCaller(new Uri(_url), History);
        await DialAsync(caller, cancellationToken);
        var clients = new MoneyClients(caller, _gateway, History, _settings);
        await LoadAsync(clients, cancellationToken);
        using (await _gateway.PostAsync(new Uri("/calm", UriKind.Relative), null, cancellationToken))
        {
            // From here on the gateway answers everything.
        }

        await SettleAsync(cancellationToken);
        var verdict = await caller.GetAsync(PersonaHandler.Operations, MoneyServerChild.AuditPath, cancellationToken);
        if (await _server.StopAsync(cancellationToken) is var code and not 0)
            _findings.Add($"the server ended with {code} when it was told to stop");
        var orders = MoneyFiles.Read(Data);
        var book = BookLine.Read(Journal);
        _findings.AddRange(new MoneyCheck(orders, book, History).AtEnd(_dailyAlone));
        _findings.AddRange(History.Complaints);
        _findings.AddRange(OrdersFile.CheckIntegrity(Data));
        _findings.AddRange(verdict.Json?["findings"] is JsonArray own ? own.Select(finding => $"verify: {finding}") : [$"verify answered {verdict.Status}"]);
        Summarise(clients, orders, book, verdict, clock.Elapsed);
        return _findings;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _gateway.Dispose();
        if (!Keep)
            _folder.Delete(recursive: true);
    }

    private async Task LoadAsync(MoneyClients clients, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = clients.RunAsync(stop.Token);
        try
        {
            for (var kill = 1; kill <= _settings.Kills && Sound; kill++)
            {
                // Spread over the operations, and as likely in any millisecond as in another.
                var from = (long)_settings.Operations * kill / (_settings.Kills + 1);
                while (clients.Done < from && !load.IsCompleted)
                    await Task.Delay(10, cancellationToken);
                await Task.Delay(_random.Next(250), cancellationToken);
                await KillAsync(kill, cancellationToken);
            }

            if (Sound)
                await load;
        }
        finally
        {
            await stop.CancelAsync();
            await load.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task KillAsync(int kill, CancellationToken cancellationToken)
    {
        _server?.Kill();
        var told = History.Refunds.Keys.Count;
        if (History.Orders.Count <= SmallStore || kill % 10 == 0)
            _findings.AddRange(new MoneyCheck(MoneyFiles.Read(Data), BookLine.Read(Journal), History).AtKill(_dailyAlone).Select(finding => $"after kill {kill}: {finding}"));
        if (kill % 20 == 0 || kill == _settings.Kills)
            _say($"kill {kill}: {History.Orders.Count} orders, {told} refunds asked for, {_findings.Count} findings");
        _server?.Dispose();
        if (kill % 4 == 0)
        {
            using var recovering = Start();
            await Task.Delay(_random.Next(300, 1_800), cancellationToken);
            recovering.Kill();
        }

        _server = await StartAsync(cancellationToken);
    }

    /// <summary>Until nothing moves by itself, at the gateway or here; what does then is found by the check.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (Sound && clock.Elapsed < _settings.QuietWithin)
        {
            if (_server is { HasExited: true })
                _findings.Add("the server ended by itself");
            if (await _gateway.GetFromJsonAsync<int>("/restless", cancellationToken) == 0 && Loud() is null)
                break;
            await Task.Delay(500, cancellationToken);
        }

        _say($"settled after {clock.Elapsed.TotalSeconds:F1} s; {Loud() ?? "nothing moves"}");
    }

    /// <summary>The first order that moves, from the live file: what only readers see of it is enough here.</summary>
    private string? Loud()
    {
        using var file = new OrdersFile(Data);
        return file.CountQueued() > 0 ? "messages are queued" : MoneyFiles.ReadLive(Data).Select(order => MoneyFiles.WhyNotQuiet(order) is { } why ? $"{order.Head.Id}: {why}" : null).FirstOrDefault(why => why is not null);
    }

    private async Task DialAsync(MoneyCaller caller, CancellationToken cancellationToken)
    {
        const string path = "/api/rollouts/city_orders_instant_processing";
        var policy = await caller.GetAsync(PersonaHandler.Product, path, cancellationToken);
        var set = await caller.AskAsync(
            PersonaHandler.Product, HttpMethod.Put, path,
            new JsonObject { ["commandId"] = "dial-1", ["expectedVersion"] = policy.Json?["version"]?.GetValue<long>() ?? 0, ["reason"] = "Torture.", ["dial"] = 9_000 }, null, cancellationToken);
        Assert.True(set.Yes, set.Json?.ToJsonString());
    }

    private LoggedProcess Start() => LoggedProcess.Start(Path.Combine(_folder.FullName, "server.log"), _environment, "money-server", Data, _url, _gatewayUrl);

    private async Task<LoggedProcess> StartAsync(CancellationToken cancellationToken)
    {
        var server = Start();
        await server.ReadyAsync(cancellationToken);
        return server;
    }

    private void Summarise(MoneyClients clients, IReadOnlyList<OrderDraft> orders, IReadOnlyList<BookLine> book, MoneyAnswer verdict, TimeSpan took)
    {
        var refunds = book.Where(line => line is { What: "took", Operation: "refund" }).ToList();
        var miles = book.Where(line => line is { What: "took", Operation: "recredit" }).ToList();
        var unwindings = orders.SelectMany(order => order.Refunds()).Where(refund => refund.Ask.Kind is RefundKind.Unwind).ToList();
        _say($"{string.Join(", ", clients.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"))}; {History.CutOff} calls cut off");
        _say($"{orders.Count} orders, {orders.Sum(order => order.Refunds().Count())} cases, {refunds.Count} payouts of {refunds.Sum(line => line.Minor) / 100m:N2}, {miles.Count} recredits of {miles.Sum(line => line.Minor):N0} miles, "
            + $"{unwindings.Count} unwindings, {unwindings.Count(refund => refund.State is RefundState.Succeeded)} of them done; "
            + $"{book.Count(line => line is { What: "became", State: GatewayReply.Reversed })} came back; {orders.Sum(order => order.Vouchers().Count(voucher => voucher.Redemptions.Count > 0))} vouchers redeemed; "
            + $"{orders.Sum(order => order.Effects().Sum(effect => effect.Lookups))} look-ups; {book.Count(line => line.What == "called")} calls at the gateway");
        var invariants = verdict.Json?["invariants"] as JsonArray ?? [];
        _say($"{Number("lost")} lost, {Number("phantom")} phantoms, {Number("double")} double effects, {Number("over-refund")} over-refunds, {Number("books differ")} differences to the gateway's books, "
            + $"{Number("not settled")} not settled; I1 to I20: {invariants.Sum(one => one?["checked"]?.GetValue<long>() ?? 0)} checks, {invariants.Sum(one => one?["broken"]?.GetValue<long>() ?? 0)} broken; {_findings.Count} findings; {took.TotalSeconds:F0} s");

        int Number(string word) => _findings.Count(finding => finding.Contains(word, StringComparison.Ordinal));
    }
}

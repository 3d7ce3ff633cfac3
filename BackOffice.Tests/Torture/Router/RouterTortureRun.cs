using System.Collections.Concurrent;
using System.Diagnostics;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace BackOffice.Tests.Torture.Router;

/// <summary>One run: events through a router that is killed again and again, to a receiver that misbehaves, until nothing is pending.</summary>
internal sealed class RouterTortureRun(TortureSettings settings, Action<string> say, string? bug = null) : IDisposable
{
    private const int InFlight = 32;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bo-router-torture-");
    private readonly Random _random = new(settings.Seed);
    private readonly ConcurrentDictionary<string, int> _arrived = new();
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];
    private int _calls, _made, _lost, _dead;

    /// <summary>Kept when the run went wrong, so that somebody can look.</summary>
    public bool Keep { get; set; } = true;

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Everything that speaks against it; empty when nothing is wrong.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var receiver = await FakeReceiver.StartAsync();
        receiver.Answer = AnswerAsync;
        var events = Enumerable.Range(1, settings.Orders).Select(i => FormattableString.Invariant($"e-{settings.Seed}-{i}")).ToList();
        say($"seed {settings.Seed}, {events.Count} events, {settings.Kills} kills, {_folder.FullName}");
        for (var kill = 1; kill <= settings.Kills; kill++)
        {
            using var router = TalkingProcess.Start(bug, "router", Data, receiver.Origin);
            await router.UntilAsync(kill % 4 == 0 ? "opening" : "ready", cancellationToken);
            var share = kill % 4 == 0 ? [] : events.Take((int)((long)events.Count * kill / settings.Kills)).Where(e => !_acknowledged.Contains(e)).ToList();
            await FeedAsync(router, share, _random.Next(share.Count + 1), cancellationToken);
            await Task.Delay(_random.Next(150), cancellationToken);
            router.Kill();
            while (await router.ReadAsync(cancellationToken) is { } line)
                Hear(line);
        }

        using var last = TalkingProcess.Start(bug, "router", Data, receiver.Origin);
        await last.UntilAsync("ready", cancellationToken);
        var rest = events.Where(e => !_acknowledged.Contains(e)).ToList();
        await FeedAsync(last, rest, rest.Count, cancellationToken);
        await QuietAsync(last, cancellationToken);
        if (await last.StopAsync(cancellationToken) is var code and not 0)
            _findings.Add($"the router's process ended with {code} when its input ended");
        await CheckAsync(events);
        say(Summary(events.Count));
        return _findings;
    }

    public void Dispose()
    {
        if (!Keep)
            _folder.Delete(recursive: true);
    }

    /// <summary>One in five calls fails, in one of three ways; what is answered well has arrived.</summary>
    private async Task AnswerAsync(Received request, HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        // So that kills come while calls are on their way.
        await Task.Delay(Random.Shared.Next(30));
        switch (Random.Shared.Next(15))
        {
            case 0:
                context.Response.StatusCode = 503;
                return;
            case 1:
                await FakeReceiver.BreakAsync(context);
                return;
            case 2:
                context.Abort();
                return;
        }

        var id = request.Headers[WebhookSignature.IdHeader].Split(".all.")[0];
        _arrived.AddOrUpdate(id, 1, (_, count) => count + 1);
    }

    private async Task FeedAsync(TalkingProcess router, IReadOnlyList<string> events, int until, CancellationToken cancellationToken)
    {
        var (sent, heard) = (0, 0);
        while (heard < until)
        {
            while (sent < events.Count && sent - heard < InFlight)
            {
                if (!router.TrySend(events[sent++]))
                    return;
            }

            if (await router.ReadAsync(cancellationToken) is not { } line)
                return;
            Hear(line);
            heard++;
        }
    }

    private void Hear(string line)
    {
        if (line.StartsWith("ok ", StringComparison.Ordinal))
            _acknowledged.Add(line[3..]);
        else if (line.StartsWith("no ", StringComparison.Ordinal))
            _findings.Add($"a commit was refused: {line[3..]}");
    }

    /// <summary>Nothing pending, twice in a row with a pause between, so that the intake has come to its end.</summary>
    private async Task QuietAsync(TalkingProcess router, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var quiet = 0;
        while (quiet < 3)
        {
            if (watch.Elapsed > settings.QuietWithin)
            {
                _findings.Add("deliveries are pending still");
                return;
            }

            await Task.Delay(200, cancellationToken);
            router.TrySend("pending?");
            quiet = await router.ReadAsync(cancellationToken) == "pending 0" ? quiet + 1 : 0;
        }
    }

    /// <summary>No call of the receiver fails for good, so that every dead letter is a wrong one.</summary>
    private string Summary(int events) =>
        FormattableString.Invariant($"torture router: {settings.Kills} kills, {events} events, {_made} deliveries in {_calls} calls, ")
        + FormattableString.Invariant($"{_arrived.Values.Count(times => times > 1)} told more than once, {_lost} lost, {_dead} wrongly dead-lettered (seed {settings.Seed})");

    private async Task CheckAsync(IReadOnlyList<string> events)
    {
        using var folder = DataFolder.Open(Data, TimeProvider.System);
        await using var file = RouterFile.Open(folder);
        var deliveries = (await new EmbeddedDeliveries(file, RouterLab.Fast, TimeProvider.System).ListAsync(new DeliveryQuery(), null, 1_000_000, default)).Value.Items;
        var states = deliveries.ToDictionary(delivery => delivery.EventId, delivery => delivery);
        foreach (var e in events)
        {
            if (!_arrived.ContainsKey(e))
            {
                _lost++;
                _findings.Add($"{e} was acknowledged and is lost: {(states.TryGetValue(e, out var one) ? one.State.ToString() : "no delivery was made")}");
            }
            else if (!states.TryGetValue(e, out var made) || made.State is not DeliveryState.Delivered)
                _findings.Add($"{e} arrived, and its delivery is {(made is null ? "not there" : made.State is DeliveryState.Dead ? "a dead letter" : "pending")}");
        }

        _made = deliveries.Count;
        foreach (var dead in deliveries.Where(delivery => delivery.State is DeliveryState.Dead))
        {
            _dead++;
            _findings.Add($"{dead.EventId} is a dead letter after {dead.Tries} tries: {dead.ErrorCode}");
        }

        if (deliveries.Count > events.Count)
            _findings.Add($"{deliveries.Count} deliveries of {events.Count} events");
    }
}

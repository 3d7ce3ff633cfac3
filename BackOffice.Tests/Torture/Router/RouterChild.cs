using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Torture.Router;

/// <summary>
/// The process that is killed: store and router, and a client on standard input. A line of input is an event's id, answered with <c>ok ID</c> once its commit is
/// acknowledged; <c>pending?</c> is answered with how many deliveries are.
/// </summary>
internal static class RouterChild
{
    public static async Task<int> RunAsync(string path, Uri receiver)
    {
        var options = RouterLab.Fast with
        {
            AllowLoopback = true,
            Destinations = new Dictionary<string, DestinationOptions>
            {
                ["partner"] = new() { Kind = DestinationKind.Webhook, Url = receiver.AbsoluteUri, Secret = "key", PerSecond = 1_000, Parallel = 16, Timeout = TimeSpan.FromSeconds(2) },
            },
        };
        Say("opening");
        using var folder = DataFolder.Open(path, TimeProvider.System);
        await using var store = SqliteStore.Open(folder, new CommitFeed(), new EmbeddedStoreOptions(), NullLogger<SqliteStore>.Instance);
        await using var file = RouterFile.Open(folder);
        var live = new EmbeddedRuleStore(file);
        await live.PutRuleAsync(new LiveRule("all", """{"source":["torture"]}""", Enabled: true), default);
        await live.PutTargetsAsync("all", [new RuleTarget { Id = "t1", Destination = "partner", Retry = new RetryPolicy() }], default);
        using var http = new OutboundHttp(options, TimeProvider.System);
        var senders = new DestinationSenders(
            options, http, new OneSecret(), new EmbeddedCauses(file), store, new SqliteQueues(store, TimeProvider.System), new FakeWorkflows(), new FakeOrderNotes(), TimeProvider.System);
        using var router = new EventRouter(store, file, senders, options, TimeProvider.System, NullLogger<EventRouter>.Instance);
        await router.StartAsync(default);
        Say("ready");

        var deliveries = new EmbeddedDeliveries(file, options, TimeProvider.System);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "pending?")
                Say(FormattableString.Invariant($"pending {(await deliveries.ListAsync(new DeliveryQuery { State = DeliveryState.Pending }, null, 1, default)).Value.Items.Count}"));
            else
                await CommitAsync(store, line);
        }

        await router.StopAsync(default);
        return 0;
    }

    /// <summary>An id that is committed already was acknowledged to nobody, and is now.</summary>
    private static async Task CommitAsync(IStore store, string id)
    {
        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = new SubjectId("event/" + id), ExpectedVersion = 0, Head = "{}"u8.ToArray(),
                Events = [new OutboxEvent(Topics.DomainEvents, id, "torture", "Test", id, TimeProvider.System.GetUtcNow(), "{\"x\":1}"u8.ToArray())],
            },
            default);
        Say(committed.IsSuccess || committed.Error is Conflict { Code: "store.exists" } ? "ok " + id : $"no {id} {committed.Error.Message}");
    }

    private static void Say(string line)
    {
        lock (Console.Out)
            Console.Out.WriteLine(line);
    }

    private sealed class OneSecret : ISecrets
    {
        public string? Find(string name) => "torture-key";
    }
}

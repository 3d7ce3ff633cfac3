using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace BackOffice.Tests.Torture.Money;

/// <summary>
/// The load: shops place orders; agents ask for refunds, also too much, also two at once, also twice; leads approve, makers try to, some with a hash that they never saw;
/// people void, reissue and send vouchers again; operations undo or retry what failed half way; merchants redeem, also twice at once, also with codes that were replaced.
/// </summary>
internal sealed class MoneyClients(MoneyCaller caller, HttpClient gateway, MoneyHistory history, MoneySettings settings)
{
    private const int AtOnce = 6;

    /// <summary>Clients keep to the newest so many orders that have had time to be paid.</summary>
    private const int Window = 24;

    private static readonly TimeSpan s_paidWithin = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly Random _random = new(settings.Seed);
    private readonly List<(string Id, long At)> _orders = [];
    private readonly ConcurrentDictionary<string, int> _done = new(StringComparer.Ordinal);
    private int _left = settings.Operations;
    private int _number;

    public int Done => settings.Operations - Math.Max(0, Volatile.Read(ref _left));

    /// <summary>How often each operation was done.</summary>
    public IReadOnlyDictionary<string, int> Counts => _done;

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(
        async () =>
        {
            while (Interlocked.Decrement(ref _left) >= 0)
            {
                var order = Pick(out var few);
                while (order is null && !few)
                {
                    await Task.Delay(20, cancellationToken);
                    order = Pick(out few);
                }

                await (order is null ? PlaceAsync(cancellationToken) : DoAsync(order, cancellationToken));
            }
        },
        cancellationToken)));

    private Task DoAsync(string order, CancellationToken cancellationToken)
    {
        var vouchers = new VoucherClients(caller, gateway, history, Roll, NewId, Count);
        var refunds = new RefundClients(caller, gateway, history, Roll, NewId, Count);
        var unwinds = new UnwindClients(caller, history, Roll, NewId, Count);
        return Roll(100) switch
        {
            < 14 => PlaceAsync(cancellationToken),
            < 36 => refunds.AskAsync(order, cancellationToken),
            < 43 => refunds.AskTwoAtOnceAsync(order, cancellationToken),
            < 57 => refunds.DecideAsync(cancellationToken),
            < 62 => unwinds.UnwindAsync(cancellationToken),
            < 63 => unwinds.RetryAsync(cancellationToken),
            < 68 => refunds.RetryAsync(order, cancellationToken),
            < 70 => refunds.SettleAsync(order, cancellationToken),
            < 74 => vouchers.ActAsync("void", order, cancellationToken),
            < 81 => vouchers.ActAsync("reissue", order, cancellationToken),
            < 84 => vouchers.ResendAsync(order, cancellationToken),
            < 93 => vouchers.RedeemAsync(order, cancellationToken),
            _ => vouchers.RedeemTwiceAtOnceAsync(order, cancellationToken),
        };
    }

    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        Count("place");
        var key = NewId("order");
        var (units, price, miles) = (1 + Roll(3), 1_000 + (Roll(90) * 100), Roll(3) == 0 ? 500 + (Roll(40) * 50) : 0);
        var line = new JsonObject { ["city"] = "Boston", ["offerId"] = "spa-1", ["unitId"] = "adult", ["title"] = "Spa day", ["quantity"] = units, ["unitPrice"] = Money(price) };
        var tenders = new JsonArray(new JsonObject { ["kind"] = "Card", ["token"] = "tok_ok", ["amount"] = Money(units * price) });
        if (miles > 0)
        {
            line["unitMiles"] = Money(miles, "MILES");
            tenders.Add(new JsonObject { ["kind"] = "Miles", ["token"] = "mem-" + key, ["amount"] = Money(units * miles, "MILES") });
        }

        var body = new JsonObject
        {
            ["kind"] = "DealVoucher",
            ["brand"] = "gilt-city",
            ["customer"] = new JsonObject { ["userGuid"] = "user-" + key, ["name"] = "Ana Invented", ["email"] = $"{key}@example.test" },
            ["lines"] = new JsonArray(line),
            ["tenders"] = tenders,
        };
        history.OrderKeys[key] = true;
        var answer = await caller.PostAsync(PersonaHandler.Shop, "/api/orders", body, cancellationToken, key);
        if (!answer.Yes || answer.Text("id") is not { } id)
        {
            history.Complaints.Enqueue($"{key}: a good order was answered {answer.Status} {answer.Json?.ToJsonString()}");
            return;
        }

        history.Orders[key] = id;
        lock (_gate)
            _orders.Add((id, Stopwatch.GetTimestamp()));
    }

    public static JsonObject Money(long minor, string unit = "USD") => new() { ["minor"] = minor, ["unit"] = unit };

    /// <param name="few">True when more orders are wanted before anything else.</param>
    private string? Pick(out bool few)
    {
        lock (_gate)
        {
            few = _orders.Count < Window / 2;
            var ready = _orders.FindLastIndex(order => Stopwatch.GetElapsedTime(order.At) > s_paidWithin) + 1;
            return few || ready < 5 ? null : _orders[ready - 1 - _random.Next(Math.Min(Window, ready))].Id;
        }
    }

    private int Roll(int sides)
    {
        lock (_gate)
            return _random.Next(sides);
    }

    private string NewId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{settings.Seed}-{Interlocked.Increment(ref _number)}");

    private void Count(string operation) => _done.AddOrUpdate(operation, 1, (_, count) => count + 1);
}

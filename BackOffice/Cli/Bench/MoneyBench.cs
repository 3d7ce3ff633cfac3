using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using BackOffice.Api;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Cli.Bench;

/// <summary>
/// Fills an empty installation with orders that went the whole way, and with refunds, approvals, voids, reissues, resends and redemptions of them, each by the
/// command that people and clients give; then checks the money of all of them.
/// </summary>
internal sealed class MoneyBench(BenchServer server, int orders, int clients, TextWriter progress)
{
    /// <summary>Redemptions are limited a client; so many clients redeem.</summary>
    public const int Merchants = 60;

    private const long Price = 8900;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private static readonly Actor s_site = Client("bench-site", Permission.VouchersView);
    private readonly ConcurrentDictionary<string, int> _done = [];
    private readonly ConcurrentDictionary<string, int> _refused = [];

    /// <summary>Settings that the load needs beside the usual ones.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = Enumerable.Range(0, Merchants)
        .ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"Vouchers:Merchants:bench-till-{i}:0"), _ => (string?)"*");

    private IRefunds Refunds => server.Service<IRefunds>();

    private IVoucherCommands Vouchers => server.Service<IVoucherCommands>();

    public async Task<MoneyBenchReport> RunAsync(CancellationToken cancellationToken)
    {
        await PipelineBench.DialAsync(server, cancellationToken);
        var watch = Stopwatch.StartNew();
        var placed = new OrderId[orders];
        await EachAsync(orders, "orders placed", async (i, token) => placed[i] = await PlaceAsync(i, token), cancellationToken);
        await QuietAsync("orders on their way", [Headline.Queued, Headline.Running, Headline.Retrying], cancellationToken);
        var orderTime = watch.Elapsed;
        watch.Restart();
        await EachAsync(orders, "orders acted on", (i, token) => ActAsync(placed[i], i, token), cancellationToken);
        await QuietAsync("refunds on their way", [Headline.Refunding, Headline.Unknown, Headline.Running], cancellationToken);
        var actTime = watch.Elapsed;
        var report = await server.Service<MoneyAudit>().CheckAsync(server.Actor, cancellationToken);
        return new MoneyBenchReport
        {
            Placing = orderTime,
            Acting = actTime,
            Done = _done.ToDictionary(),
            Refused = _refused.ToDictionary(),
            Money = report.IsSuccess ? report.Value : throw new InvalidOperationException(report.Error.Message),
        };
    }

    /// <summary>What becomes of an order follows from its number, so that two runs are alike.</summary>
    private async Task ActAsync(OrderId order, int i, CancellationToken cancellationToken)
    {
        switch (i % 20)
        {
            case 0 or 1 or 2:
                await RefundAsync(order, i, Units(1), cancellationToken);
                break;
            case 3:
                await RefundAsync(order, i, Units(QuantityOf(i)), cancellationToken);
                break;
            case 4:
                await RefundAsync(order, i, new RefundAsk { Kind = RefundKind.Goodwill, ReasonCode = "service-failure", Reason = "Bench.", Amount = new Money(500, "USD") }, cancellationToken);
                break;
            case 5:
                await RedeemAsync(order, i, cancellationToken);
                if (i % 40 == 5)
                    await RefundAsync(order, i, Units(QuantityOf(i)) with { Override = true }, cancellationToken);
                break;
            case 6:
                await VoucherAsync("void", order, i, Vouchers.VoidAsync, cancellationToken);
                break;
            case 7:
                await VoucherAsync("reissue", order, i, Vouchers.ReissueAsync, cancellationToken);
                break;
            case 8:
                Count("resend", await Vouchers.ResendAsync(new ResendVouchers(order, [], Id("s", i), await VersionAsync(order, cancellationToken), "Bench."), Lead(i), cancellationToken));
                break;
        }
    }

    private async Task RefundAsync(OrderId order, int i, RefundAsk ask, CancellationToken cancellationToken)
    {
        var agent = new Actor($"client:bench-agent-{i / 200}", "bench", ActorKind.Client, RolePermissions.Of(Role.SupportAgent));
        var preview = await Refunds.PreviewAsync(order, ask, agent, cancellationToken);
        if (!preview.IsSuccess)
        {
            Count("refund preview", preview);
            return;
        }

        var asked = await Refunds.RequestAsync(new RequestRefund(order, Id("r", i), ask, preview.Value.Hash), agent, cancellationToken);
        Count(preview.Value.Level is RefundApprovalLevel.None ? "refund alone" : "refund asked for", asked);
        // Some of those that wait are left waiting, and every eleventh is rejected.
        for (var approver = 0; asked is { IsSuccess: true, Value.State: RefundState.PendingApproval } && approver < 2 && i % 60 != 23; approver++)
        {
            var decision = new DecideRefund(order, Id("r", i), Id($"a{approver}", i), await VersionAsync(order, cancellationToken), preview.Value.Hash, "Bench.");
            asked = i % 11 == 0 ? await Refunds.RejectAsync(decision, Lead(i), cancellationToken) : await Refunds.ApproveAsync(decision, Lead(i + approver), cancellationToken);
            Count(i % 11 == 0 ? "refund rejected" : "refund approved", asked);
        }
    }

    private async Task RedeemAsync(OrderId order, int i, CancellationToken cancellationToken)
    {
        var code = await Vouchers.ViewAsync(new VoucherCommand(order, VoucherOf(1), Id("v", i), 0, ""), s_site, cancellationToken);
        Count("view", code);
        if (!code.IsSuccess)
            return;
        var till = Client($"bench-till-{i / 20 % Merchants}", Permission.VouchersRedeem);
        Count("redeem", await server.Service<IRedemptions>().RedeemAsync(new RedeemVoucher(code.Value.Code, Id("t", i)), till, cancellationToken));
    }

    private async Task VoucherAsync(
        string name, OrderId order, int i, Func<VoucherCommand, Actor, CancellationToken, Task<Result<CommandOutcome>>> act, CancellationToken cancellationToken) =>
        Count(name, await act(new VoucherCommand(order, VoucherOf(1), Id("c", i), await VersionAsync(order, cancellationToken), "Bench."), Lead(i), cancellationToken));

    private async Task<OrderId> PlaceAsync(int i, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/orders") { Content = new ByteArrayContent(BodyOf(i)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(PlaceOrderEndpoint.KeyHeader, Id("o", i));
        using var response = await server.Client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"An order was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        var location = response.Headers.Location?.OriginalString ?? throw new InvalidOperationException("The answer names no order.");
        return new OrderId(location[(location.LastIndexOf('/') + 1)..]);
    }

    /// <summary>One to three units; every fiftieth card is declined.</summary>
    private static byte[] BodyOf(int i)
    {
        var total = Price * QuantityOf(i);
        var token = i % 50 == 19 ? "tok_declined" : "tok_ok";
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"kind":"DealVoucher","brand":"gilt-city","customer":{"name":"Dora Whitfield","email":"dora.{{{i}}}@example.com"},
            "lines":[{"city":"boston","offerId":"HARBOUR-2","unitId":"u-1","title":"Harbour Sail","quantity":{{{QuantityOf(i)}}},"unitPrice":{"minor":{{{Price}}},"unit":"USD"}}],
            "tenders":[{"kind":"Card","token":"{{{token}}}","brand":"visa","last4":"4242","amount":{"minor":{{{total}}},"unit":"USD"}}]}
            """);
    }

    private static int QuantityOf(int i) => 1 + (i % 3);

    private static RefundAsk Units(int quantity) =>
        new() { Kind = RefundKind.OrderReduction, ReasonCode = "customer-request", Reason = "Bench.", Lines = [new RefundLineAsk(1, quantity)] };

    private static string VoucherOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"01.{unit:D2}");

    private static string Id(string prefix, int i) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}");

    private static Actor Lead(int i) => new($"client:bench-lead-{i % 5}", "bench", ActorKind.Client, RolePermissions.Of(Role.SupportLead));

    private static Actor Client(string name, Permission permission) => new("client:" + name, name, ActorKind.Client, [permission]);

    private async Task<long> VersionAsync(OrderId order, CancellationToken cancellationToken) =>
        await server.Store.GetAsync(order.Subject, cancellationToken) is { } stored ? stored.Version : throw new InvalidOperationException($"{order} was answered and is not there.");

    private void Count<T>(string what, Result<T> result)
    {
        if (result.IsSuccess)
            _done.AddOrUpdate(what, 1, (_, count) => count + 1);
        else
            _refused.AddOrUpdate($"{what}: {result.Error.Code}", 1, (_, count) => count + 1);
    }

    private async Task EachAsync(int count, string what, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var (begun, told) = (0, Stopwatch.StartNew());
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken }, async (i, token) =>
        {
            await act(i, token);
            if (Interlocked.Increment(ref begun) % 10_000 == 0)
                await progress.WriteLineAsync(FormattableString.Invariant($"{begun:N0} {what}, {told.Elapsed.TotalSeconds:F0} s"));
        });
    }

    /// <summary>Waits until no order is counted under the headlines any more.</summary>
    private async Task QuietAsync(string what, IReadOnlyList<Headline> headlines, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < s_patience)
        {
            var counts = await server.Store.CountersAsync(OrderCounters.HeadlinePrefix, cancellationToken);
            if (headlines.Sum(headline => counts.GetValueOrDefault(OrderCounters.NameOf(headline))) == 0)
                return;
            await Task.Delay(200, cancellationToken);
        }

        throw new TimeoutException($"There are still {what} after {s_patience.TotalMinutes:F0} minutes.");
    }
}

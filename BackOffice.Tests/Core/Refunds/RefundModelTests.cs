using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;
using CsCheck;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>
/// Random sequences of orders, paid partly with miles or not, requests, unwindings and their closing, approvals, faults, callbacks, reversals, retries, attestations, time and crashes; every invariant holds after each step, and
/// at the end our ledger is the bank's. REFUND_SEQUENCES says how many (60 by default).
/// </summary>
public sealed class RefundModelTests(ITestOutputHelper output)
{
    private static readonly Weather[] s_weathers =
        [Weather.Fine, Weather.Fine, Weather.Fine, Weather.Refused, Weather.Busy, Weather.LostBefore, Weather.LostAfter, Weather.CallbackFirst, Weather.Pending];

    private static readonly Actor[] s_people = [RefundWorld.Agent, RefundWorld.OtherAgent, RefundWorld.Lead, RefundWorld.OtherLead];

    [Fact]
    public void Sequences_OfEverythingThatCanHappen_KeepEveryInvariant()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("REFUND_SEQUENCES") ?? "60", CultureInfo.InvariantCulture);
        var (steps, refunds, paid, unwound, closed) = (0L, 0L, 0L, 0L, 0L);
        Gen.UInt.Array[5, 40].Sample(
            script =>
            {
                var world = new Sequence(script);
                world.RunAsync().GetAwaiter().GetResult();
                Interlocked.Add(ref steps, script.Length);
                Interlocked.Add(ref refunds, world.Refunds);
                Interlocked.Add(ref paid, world.Paid);
                Interlocked.Add(ref unwound, world.Unwound);
                Interlocked.Add(ref closed, world.Closed);
            },
            iter: count, threads: 1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} sequences, {steps} steps, {refunds} refund cases, {unwound} unwindings of which {closed} were closed by hand, {paid} payouts"));
        Assert.True(paid > 0);
        Assert.True(closed > 0 || count < 60);
    }

    /// <summary>One script: each number is a step and its choices.</summary>
    private sealed class Sequence(uint[] script)
    {
        private readonly RefundWorld _world = new();
        private readonly List<OrderId> _orders = [];
        private readonly List<PaymentCallback> _delivered = [];
        private uint _dice;
        private int _number;

        public int Refunds { get; private set; }

        public int Unwound { get; private set; }

        public int Closed { get; private set; }

        public int Paid => _world.Bank.Paid.Count;

        public async Task RunAsync()
        {
            _world.Policy = _world.Policy with { AgentAlone = new RefundLimit { Cash = 60m }, Lead = new RefundLimit { Cash = 120m }, DailyAlone = new RefundLimit { Cash = 300m } };
            _world.Bank.Weather = _ => s_weathers[Roll(s_weathers.Length)];
            foreach (var number in script)
            {
                _dice = number;
                try
                {
                    if (_world.Crash.Dead)
                        _world.Restart();
                    await StepAsync();
                }
                catch (ProcessDied)
                {
                    // The next step starts it again.
                }

                foreach (var order in _orders)
                    await _world.CheckAsync(order, quiet: false);
            }

            await EndAsync();
        }

        private int Roll(int sides)
        {
            _dice = (_dice * 1_664_525) + 1_013_904_223;
            return (int)((_dice >> 8) % (uint)sides);
        }

        private async Task StepAsync()
        {
            if (_orders.Count == 0 || Roll(12) == 0)
            {
                var quantity = 1 + Roll(3);
                var price = 1_000 + Roll(9_000);
                var split = Roll(2) == 0 ? null : new[] { ((long)price * quantity / 3) + 1, ((long)price * quantity) - ((long)price * quantity / 3) - 1 };
                var miles = Roll(3) == 0 ? 0 : 1 + Roll(4_000);
                if (Roll(6) == 0)
                    await StoppedAsync(miles, Lots(miles * 2));
                else if (Roll(4) == 0)
                    _orders.Add(await _world.FailedAsync(new Past { Quantity = quantity, Issued = Roll(quantity + 1), Captured = Roll(2) == 0, UnitMiles = miles, Lots = Lots(miles * quantity) }));
                else
                    _orders.Add(await _world.PaidAsync([(price, quantity)], split, vouchers: Roll(3) > 0, unitMiles: miles, lots: Lots(miles * quantity)));
                return;
            }

            var order = _orders[Roll(_orders.Count)];
            switch (Roll(14))
            {
                case 13:
                    await CloseAsync(order);
                    break;
                case 12:
                    await UnwindAsync(order);
                    break;
                case 0 or 1 or 2:
                    await AskAsync(order);
                    break;
                case 3 or 4:
                    await DecideAsync(order);
                    break;
                case 5:
                    _world.Crash.DieAt(1 + Roll(8));
                    await _world.WorkAsync();
                    break;
                case 6 or 7:
                    await _world.WorkAsync();
                    await _world.LookAsync();
                    break;
                case 8:
                    _world.Clock.Advance(TimeSpan.FromSeconds(31 * (1 + Roll(10))));
                    await _world.LookAsync();
                    break;
                case 9:
                    await CallBackAsync(order);
                    break;
                case 10:
                    await AttestAsync(order);
                    break;
                case 11:
                    _world.Clock.Advance(TimeSpan.FromHours(Roll(26)));
                    await _world.LookAsync();
                    break;
            }
        }

        private async Task AskAsync(OrderId order)
        {
            var actor = s_people[Roll(s_people.Length)];
            var ask = Roll(4) switch
            {
                0 => RefundWorld.Goodwill(1 + Roll(9_000)),
                1 => new RefundAsk { Kind = RefundKind.Overpayment, ReasonCode = "overcharged", Reason = "Model." },
                _ => RefundWorld.Units(1 + Roll(3)),
            };
            var preview = await _world.Refunds.PreviewAsync(order, ask, actor, default);
            if (!preview.IsSuccess)
                return;
            var command = new RequestRefund(order, $"r-{++_number}", ask, preview.Value.Hash);
            var asked = await _world.Refunds.RequestAsync(command, actor, default);
            Refunds += asked.IsSuccess ? 1 : 0;
            if (Roll(3) == 0)
                await _world.Refunds.RequestAsync(command, actor, default);
        }

        /// <summary>Two lots, of which one ends within the days that a sequence may take, or has ended.</summary>
        private List<MilesLot>? Lots(long miles)
        {
            if (miles < 2)
                return null;
            var early = 1 + Roll((int)miles - 1);
            var today = DateOnly.FromDateTime(_world.Clock.GetUtcNow().UtcDateTime);
            return [new MilesLot(early, today.AddDays(Roll(4) - 1)), new MilesLot(miles - early, today.AddDays(90))];
        }

        /// <summary>An order whose unwinding stopped: one of its vouchers is void, the void of the other was refused.</summary>
        private async Task StoppedAsync(int miles, List<MilesLot>? lots)
        {
            var order = await _world.FailedAsync(new Past { Quantity = 2, Issued = 2, Captured = true, UnitMiles = miles, Lots = lots });
            _orders.Add(order);
            var weather = _world.Bank.Weather;
            _world.Bank.Weather = key => key is { Step: StepNames.VoidVoucher, Unit: "1.2" } && key.Order == order ? Weather.Refused : Weather.Fine;
            try
            {
                await UnwindAsync(order);
                await _world.SettleAsync();
            }
            finally
            {
                _world.Bank.Weather = weather;
            }
        }

        private async Task UnwindAsync(OrderId order)
        {
            var check = await _world.Unwinds.CheckAsync(order, tellCustomer: true, RefundWorld.Operations, default);
            if (check is not { IsSuccess: true, Value.Preview: { } preview })
                return;
            var started = await _world.Unwinds.StartAsync(new UnwindOrder(order, $"u-{++_number}", check.Value.Executions, preview.Hash, "Model."), RefundWorld.Operations, default);
            Unwound += started.IsSuccess ? 1 : 0;
        }

        /// <summary>
        /// Somebody closes an unwinding that stopped: the bank has paid back all that it took, but for fees. What came back at the bank and has not been heard of here
        /// counts as paid: it opens the case again when it is.
        /// </summary>
        private async Task CloseAsync(OrderId order)
        {
            var draft = await _world.DraftAsync(order);
            if (draft.Refunds().FirstOrDefault(refund => refund.Ask.Kind is RefundKind.Unwind) is not { } unwinding)
                return;
            var closed = await _world.Refunds.CloseAsync(
                new DecideRefund(order, unwinding.RefundId, $"close-{++_number}", draft.Head.Version, null, "Model."), RefundWorld.Operations, default);
            if (!closed.IsSuccess)
                return;
            Closed++;
            draft = await _world.DraftAsync(order);
            Assert.DoesNotContain(draft.Vouchers(), voucher => voucher.IsLive);
            var done = draft.Effects().Where(effect => effect.State is EffectState.Succeeded).Select(effect => effect.Key.ToString()).ToHashSet(StringComparer.Ordinal);
            foreach (var tender in draft.Head.Tenders.Where(tender => tender.Captured.IsPositive))
            {
                var back = _world.Bank.Paid.Where(row => row.Capture == (tender.CaptureId ?? tender.RedemptionId) && (!row.Back || done.Contains(row.Key))).Sum(row => row.Minor);
                var fees = draft.Refunds().Where(refund => !refund.IsVoid).SelectMany(refund => refund.Lines)
                    .Sum(line => (tender.Kind is TenderKind.Miles ? line.MilesFee?.Minor : line.Fee.Minor) ?? 0);
                Assert.True(back + fees >= tender.Captured.Minor, $"{order} was closed with {back} of {tender.Captured} back.");
            }
        }

        private async Task DecideAsync(OrderId order)
        {
            if (await AnyAsync(order) is not { } refund)
                return;
            var decision = new DecideRefund(order, refund.RefundId, $"c-{++_number}", (await _world.HeadAsync(order)).Version, refund.PreviewHash, "Model.");
            var actor = s_people[Roll(s_people.Length)];
            _ = Roll(6) switch
            {
                0 => await _world.Refunds.RejectAsync(decision, actor, default),
                1 => await _world.Refunds.CancelAsync(decision, actor, default),
                2 => await _world.Refunds.RetryAsync(decision, actor, default),
                _ => await _world.Refunds.ApproveAsync(decision, actor, default),
            };
        }

        /// <summary>A pending refund ends, a paid one comes back, or an old callback comes again.</summary>
        private async Task CallBackAsync(OrderId order)
        {
            if (_delivered.Count > 0 && Roll(3) == 0)
            {
                await _world.Callbacks.ReceiveAsync(_delivered[Roll(_delivered.Count)], default);
                return;
            }

            if (await AnyAsync(order) is not { } refund || refund.Legs.FirstOrDefault(leg => leg is { IsMoney: true, State: LegState.AwaitingExternal or LegState.Succeeded }) is not { } leg)
                return;
            var key = leg.KeyOf(order, refund.RefundId);
            if (!_world.Bank.Paid.Any(row => row.Key == key.ToString() && !row.Back))
                return;
            var callback = leg.State is LegState.Succeeded ? _world.Bank.Reverse(key) : _world.Bank.Finish(key, Roll(2) == 0);
            _delivered.Add(callback);
            await _world.Callbacks.ReceiveAsync(callback, default);
        }

        /// <summary>A person looks at the bank's books and tells the truth.</summary>
        private async Task AttestAsync(OrderId order)
        {
            if (await AnyAsync(order) is not { } refund || refund.Legs.FirstOrDefault(leg => leg is { IsValue: true, State: LegState.Unknown }) is not { } leg)
                return;
            var happened = _world.Bank.Has(leg.KeyOf(order, refund.RefundId));
            await _world.Refunds.SettleAsync(
                new SettleRefundLeg(order, refund.RefundId, leg.LegId, $"s-{++_number}", (await _world.HeadAsync(order)).Version, happened, happened ? "ref" : null, "The bank's list."),
                RefundWorld.Operations, default);
        }

        private async Task<Refund?> AnyAsync(OrderId order)
        {
            var refunds = (await _world.DraftAsync(order)).Refunds().ToList();
            return refunds.Count == 0 ? null : refunds[Roll(refunds.Count)];
        }

        /// <summary>The weather clears and a day passes: nothing is unknown or reserved any more but for what waits for people, and both books say the same.</summary>
        private async Task EndAsync()
        {
            _world.Crash.Spare();
            if (_world.Crash.Dead)
                _world.Restart();
            _world.Bank.Weather = _ => Weather.Fine;
            _world.Bank.LooksUp = true;
            for (var day = 0; day < 3; day++)
            {
                await _world.SettleAsync(TimeSpan.FromHours(2));
                foreach (var order in _orders)
                {
                    if (_world.Crash.Dead)
                        _world.Restart();
                    foreach (var refund in (await _world.DraftAsync(order)).Refunds().Where(refund => refund.State is RefundState.Running).ToList())
                    {
                        foreach (var leg in refund.Legs.Where(leg => leg is { IsValue: true, State: LegState.AwaitingExternal or LegState.Unknown }))
                            await EndLegAsync(order, refund, leg);
                    }
                }
            }

            // A gateway repeats a callback until it is acknowledged: one that met a dying process comes again.
            foreach (var callback in _delivered)
                await _world.Callbacks.ReceiveAsync(callback, default);
            await _world.SettleAsync(TimeSpan.FromHours(2));
            foreach (var order in _orders)
            {
                await RefundTheRestAsync(order);
                await CloseAsync(order);
                await _world.CheckAsync(order);
            }
        }

        /// <summary>What a stopped unwinding left goes back by a refund, where that can be.</summary>
        private async Task RefundTheRestAsync(OrderId order)
        {
            if (!(await _world.DraftAsync(order)).Refunds().Any(refund => refund is { Ask.Kind: RefundKind.Unwind, State: RefundState.NeedsAttention }))
                return;
            for (var units = 2; units > 0; units--)
            {
                var ask = RefundWorld.Units(units, reason: "not-delivered");
                if (await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default) is not { IsSuccess: true, Value: { } preview })
                    continue;
                var id = $"r-{++_number}";
                Assert.True((await _world.Refunds.RequestAsync(new RequestRefund(order, id, ask, preview.Hash), RefundWorld.Agent, default)).IsSuccess);
                await _world.ApproveAsync(order, RefundWorld.Lead, id);
                await _world.ApproveAsync(order, RefundWorld.OtherLead, id);
                await _world.SettleAsync(TimeSpan.FromHours(2));
                return;
            }
        }

        private async Task EndLegAsync(OrderId order, Refund refund, RefundLeg leg)
        {
            var key = leg.KeyOf(order, refund.RefundId);
            var paid = _world.Bank.Has(key);
            if (leg.State is LegState.AwaitingExternal && paid)
            {
                await _world.Callbacks.ReceiveAsync(_world.Bank.Finish(key, succeeded: true), default);
                return;
            }

            await _world.Refunds.SettleAsync(
                new SettleRefundLeg(order, refund.RefundId, leg.LegId, $"s-{++_number}", (await _world.HeadAsync(order)).Version, paid, paid ? "ref" : null, "The bank's list."),
                RefundWorld.Operations, default);
        }
    }
}

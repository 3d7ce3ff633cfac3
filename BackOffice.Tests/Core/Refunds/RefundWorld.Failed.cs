using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>What an order did before it failed.</summary>
internal sealed record Past
{
    public int Quantity { get; init; } = 2;

    /// <summary>False where the card was declined, and nothing came after.</summary>
    public bool Authorised { get; init; } = true;

    /// <summary>Vouchers made before it failed.</summary>
    public int Issued { get; init; } = 1;

    public bool Captured { get; init; }

    /// <summary>Of a unit; 0 without a miles tender.</summary>
    public long UnitMiles { get; init; }

    public IReadOnlyList<MilesLot>? Lots { get; init; }

    /// <summary>Who made the vouchers, where it was not the execution.</summary>
    public string? IssuedBy { get; init; }

    public WorkflowStatus Workflow { get; init; } = WorkflowStatus.Failed;

    public bool Notified { get; init; }
}

/// <summary>Orders that failed, and their undoing.</summary>
internal sealed partial class RefundWorld
{
    public const long UnitPrice = 8_900;

    public async Task<OrderId> FailedAsync(Past past)
    {
        var now = Clock.GetUtcNow();
        _next++;
        var id = new OrderId(string.Create(CultureInfo.InvariantCulture, $"GC-FAIL-{_next:D4}"));
        var execution = id + "-1";
        var price = new Money(UnitPrice, "USD");
        var miles = past.UnitMiles == 0 ? (Money?)null : new Money(past.UnitMiles, Money.Miles);
        var sample = SampleOrders.Head(now, past.Quantity);
        var head = sample with
        {
            Id = id,
            Lines = [sample.Lines[0] with { UnitMiles = miles }],
            Workflow = past.Workflow,
            Fraud = FraudStatus.Passed,
            Fulfilment = past.Issued == 0 ? FulfilmentStatus.NotStarted : past.Issued < past.Quantity ? FulfilmentStatus.Partial : FulfilmentStatus.Done,
            VouchersIssued = past.Issued,
            NotifiedAt = past.Notified ? now : null,
            Attention = past.Workflow is WorkflowStatus.Failed ? AttentionStatus.NeedsAgent : AttentionStatus.None,
            Step = new CurrentStep(StepNames.IssueVouchers, StepStatus.Failed, 1, ErrorCodes.VoucherRefused, "The offer is sold out.", now),
            Intake = new IntakeStamp("test", id.Value, new string('a', 64)),
            Route = new Route
            {
                Path = OrderPath.Instant, Execution = execution, Runs = 1, Epoch = 3,
                BatchStage = past.Workflow is WorkflowStatus.FellBack ? BatchStage.Fulfilment : null, NextBatchAt = past.Workflow is WorkflowStatus.FellBack ? now : null,
            },
        };
        var draft = OrderDraft.New(head);
        Do(EffectKind.Authorise, StepNames.AuthorisePayment, "1", execution, "auth-1", price * past.Quantity);
        if (past.Authorised)
        {
            draft.Append(1, LedgerType.Authorise, price * past.Quantity, Key(StepNames.AuthorisePayment, "1"), execution, now, "auth-1");
            draft.Head = draft.Head with { Tenders = [draft.Head.Tenders[0] with { AuthorisationId = "auth-1" }] };
        }
        else
        {
            draft.Put(draft.Effects().Single() with { State = EffectState.Failed, ExternalId = null, ErrorCode = ErrorCodes.CardDeclined, ErrorMessage = "The bank declined the card." });
        }

        if (miles is { } unit)
        {
            Redeem(draft, id, past.Lots, now);
            Do(EffectKind.RedeemMiles, StepNames.RedeemMiles, "2", execution, $"{id}-mil", unit * past.Quantity);
        }

        for (var number = 1; number <= past.Issued; number++)
        {
            Do(EffectKind.IssueVoucher, StepNames.IssueVouchers, string.Create(CultureInfo.InvariantCulture, $"1.{number}"), past.IssuedBy ?? execution, $"vch-{number}", price);
            draft.Put(new Voucher
            {
                VoucherId = VoucherIds.Of(1, number), LineId = 1, Unit = number, CodeHash = $"{id}-{number}", CodeLast4 = $"1{number:D3}", CodeCipher = "x",
                State = VoucherState.Issued, PaidValue = price, IssuedAt = now, IssuedBy = past.IssuedBy ?? execution, IssuerReference = $"vch-{number}",
            });
        }

        if (past.Captured)
        {
            Do(EffectKind.Capture, StepNames.CapturePayment, "1", execution, $"{id}-cap-1", price * past.Quantity);
            draft.Append(1, LedgerType.Capture, price * past.Quantity, Key(StepNames.CapturePayment, "1"), execution, now, $"{id}-cap-1");
            draft.Head = draft.Head with { Tenders = [.. draft.Head.Tenders.Select(tender => tender.TenderId == 1 ? tender with { CaptureId = $"{id}-cap-1" } : tender)] };
            Bank.Captured($"{id}-cap-1", (price * past.Quantity).Minor);
        }

        Assert.True((await _memory.CommitAsync(draft.Build(now), default)).IsSuccess);
        return id;

        EffectKey Key(string step, string unitName) => new(id, EffectKey.Checkout, step, unitName, 1);

        void Do(EffectKind kind, string step, string unitName, string owner, string reference, Money amount) => draft.Put(new Effect
        {
            Key = Key(step, unitName), Kind = kind, State = EffectState.Succeeded, Amount = amount, RequestHash = "h", Owner = owner, Epoch = 1, FirstSentAt = now, LastSentAt = now,
            KeyValidUntil = now.AddHours(24), SettledAt = now.AddSeconds(_next), ExternalId = reference, Sends = 1,
        });
    }

    public async Task<UnwindCheck> CheckUnwindAsync(OrderId order)
    {
        var check = await Unwinds.CheckAsync(order, tellCustomer: true, Operations, default);
        Assert.True(check.IsSuccess, check.Error?.Message);
        return check.Value;
    }

    /// <summary>Starts what the check shows.</summary>
    public async Task<Result<RefundOutcome>> UnwindAsync(OrderId order, string id = "u-1", Actor? actor = null)
    {
        var check = await CheckUnwindAsync(order);
        Assert.True(check.Preview is not null, check.Why?.ToString());
        return await Unwinds.StartAsync(new UnwindOrder(order, id, check.Executions, check.Preview.Hash, "The merchant closed."), actor ?? Operations, default);
    }

    /// <summary>Changes the order as somebody else's part of the program would.</summary>
    public async Task ChangeAsync(OrderId order, Action<OrderDraft> change) => Assert.True((await new OrderWriter(_memory, Clock).ChangeAsync(
        order,
        draft =>
        {
            change(draft);
            return null;
        },
        default)).IsSuccess);
}

using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>How the outside misbehaves on a call.</summary>
public enum Weather
{
    Fine,
    Refused,
    Busy,

    /// <summary>Nothing took effect; no answer.</summary>
    LostBefore,

    /// <summary>It took effect; no answer.</summary>
    LostAfter,

    /// <summary>It took effect; the callback overtakes the answer and comes twice.</summary>
    CallbackFirst,
    Pending,

    /// <summary>The merchant had redeemed the voucher.</summary>
    Redeemed,
}

/// <summary>
/// The outside in one: card processor, loyalty programme, voucher issuer and mail. It keeps its own books, which no code of the product writes: what left by key, its own ceiling by
/// capture, and answers by key for as long as a key lives.
/// </summary>
internal sealed class Bank(CrashPlan crash, TimeProvider clock) : IPaymentGateway, IMilesGateway, IVoucherIssuer, INotifier, IFraudGateway
{
    public static readonly TimeSpan KeyLives = TimeSpan.FromHours(24);
    private readonly Dictionary<string, (GatewayAnswer First, GatewayAnswer Now, DateTimeOffset At)> _answers = [];
    private readonly Dictionary<string, long> _captured = [];
    private readonly Dictionary<string, List<MilesLot>> _lots = [];
    private readonly Dictionary<string, string?> _pending = [];

    public GatewayTerms Terms => new(KeyLives, CanLookUp: true);

    /// <summary>Asked for every call.</summary>
    public Func<EffectKey, Weather> Weather { get; set; } = _ => Refunds.Weather.Fine;

    /// <summary>False: look-ups have no answer.</summary>
    public bool LooksUp { get; set; } = true;

    /// <summary>True: look-ups do not see what is still on its way.</summary>
    public bool Hides { get; set; }

    /// <summary>Delivered in the call, before its answer.</summary>
    public Func<PaymentCallback, Task> CallBack { get; set; } = _ => Task.CompletedTask;

    /// <summary>Money that left, by key: two of one key are two payouts.</summary>
    public List<(string Key, string Capture, long Minor, bool Back)> Paid { get; } = [];

    public List<string> Voided { get; } = [];

    /// <summary>Authorisations let go, by key.</summary>
    public List<(string Key, string Authorisation)> Released { get; } = [];

    /// <summary>Everything that took effect, in order, by key.</summary>
    public List<string> Did { get; } = [];

    public List<Message> Sent { get; } = [];

    /// <summary>True when what the key asked for happened and was not undone.</summary>
    public bool Has(EffectKey key) => Paid.Any(row => row.Key == key.ToString() && !row.Back) || Released.Any(row => row.Key == key.ToString());

    public int Calls { get; private set; }

    public long NetOut => Paid.Where(row => !row.Back).Sum(row => row.Minor);

    public void Captured(string capture, long minor) => _captured[capture] = minor;

    /// <summary>It knows the key, whoever used it.</summary>
    public void Answered(string key, GatewayAnswer answer) => _answers[key] = (answer, answer, clock.GetUtcNow());

    public void Redeemed(string redemption, IReadOnlyList<MilesLot> lots) => (_captured[redemption], _lots[redemption]) = (lots.Sum(lot => lot.Miles), [.. lots]);

    /// <summary>The bank sends the money of a refund back.</summary>
    public PaymentCallback Reverse(EffectKey key)
    {
        var index = Paid.FindIndex(row => row.Key == key.ToString() && !row.Back);
        Paid[index] = Paid[index] with { Back = true };
        var answer = new GatewayReversed("The card was lost.");
        Become(key, answer);
        return new PaymentCallback(key, answer);
    }

    /// <summary>A pending refund ends.</summary>
    public PaymentCallback Finish(EffectKey key, bool succeeded)
    {
        var index = Paid.FindIndex(row => row.Key == key.ToString() && !row.Back);
        if (!succeeded && index >= 0)
            Paid[index] = Paid[index] with { Back = true };
        GatewayAnswer answer = succeeded ? new GatewaySucceeded("ref-" + key.Unit, _pending.GetValueOrDefault(key.ToString())) : new GatewayRefused(ErrorCodes.RefundRefused, "The bank did not take it.");
        Become(key, answer);
        return new PaymentCallback(key, answer);
    }

    public Task<GatewayAnswer> RefundAsync(RefundPaymentRequest request, CancellationToken cancellationToken) => CallAsync(request.Key, () =>
    {
        var left = _captured.GetValueOrDefault(request.CaptureId) - Paid.Where(row => row.Capture == request.CaptureId && !row.Back).Sum(row => row.Minor);
        if (request.Amount.Minor <= 0 || request.Amount.Minor > left)
            return new GatewayRefused(ErrorCodes.RefundRefused, "More than is left of the capture.");
        Paid.Add((request.Key.ToString(), request.CaptureId, request.Amount.Minor, false));
        return new GatewaySucceeded("ref-" + request.Key.Unit);
    });

    public Task<GatewayAnswer> ReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) => CallAsync(request.Key, () =>
    {
        Released.Add((request.Key.ToString(), request.AuthorisationId));
        return new GatewaySucceeded("rel-" + request.Key.Unit);
    });

    /// <summary>The lots that end last first; what had ended is forfeited. All of it counts against the redemption.</summary>
    public Task<GatewayAnswer> RecreditAsync(RecreditMilesRequest request, CancellationToken cancellationToken) => CallAsync(request.Key, () =>
    {
        var before = Paid.Where(row => row.Capture == request.RedemptionId && !row.Back).Sum(row => row.Minor);
        if (request.Amount.Minor <= 0 || request.Amount.Minor > _captured.GetValueOrDefault(request.RedemptionId) - before)
            return new GatewayRefused(ErrorCodes.MilesRefused, "More than is left of the redemption.");
        Paid.Add((request.Key.ToString(), request.RedemptionId, request.Amount.Minor, false));
        var (want, expired) = (request.Amount.Minor, 0L);
        foreach (var lot in _lots[request.RedemptionId].OrderByDescending(lot => lot.ExpiresOn))
        {
            var left = Math.Max(0, lot.Miles - before);
            before = Math.Max(0, before - lot.Miles);
            var part = Math.Min(left, want);
            want -= part;
            expired += lot.ExpiresOn < DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime) ? part : 0;
        }

        return new GatewaySucceeded(
            "rec-" + request.Key.Unit, JsonSerializer.Serialize(new MilesRecredited(request.Amount.Minor - expired, expired), StoreJson.Default.MilesRecredited));
    });

    /// <summary>What it gave back; what was redeemed is not asked of it.</summary>
    public async Task<Page<GatewayMiles>> MovementsAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        await Listing();
        return new Page<GatewayMiles>(
        [.. Paid.Where(row => _lots.ContainsKey(row.Capture)).Select(row => new GatewayMiles(row.Key, "rec", IsRecredit: true, new Money(row.Minor, "MILES"), StatusOf(row.Key, row.Back), clock.GetUtcNow()))],
        null);
    }

    public Task<GatewayAnswer> RedeemAsync(RedeemMilesRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<GatewayAnswer> VoidAsync(VoidVoucherRequest request, CancellationToken cancellationToken) => CallAsync(request.Key, () =>
    {
        Voided.Add(request.Key.ToString());
        return new GatewaySucceeded("void-" + request.Key.Unit);
    });

    public Task<GatewayAnswer> SendAsync(Message message, CancellationToken cancellationToken) => CallAsync(message.Key, () =>
    {
        Sent.Add(message);
        return new GatewaySucceeded("msg-1");
    });

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken) => Task.FromResult<LookupAnswer>(
        !LooksUp ? new LookupUnavailable("down") : !Hides && _answers.TryGetValue(key.ToString(), out var known) ? new LookupFound(known.Now) : new LookupNotFound());

    /// <summary>What happens while a list of the gateway is read.</summary>
    public Func<Task> Listing { get; set; } = () => Task.CompletedTask;

    public async Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        await Listing();
        return new Page<GatewayRefund>(
        [.. Paid.Where(row => !_lots.ContainsKey(row.Capture)).Select(row => new GatewayRefund(row.Key, "ref", new Money(row.Minor, "USD"), StatusOf(row.Key, row.Back), clock.GetUtcNow()))], null);
    }

    public Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<GatewayAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<GatewayAnswer> ScanAsync(FraudRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<GatewayAnswer> IssueAsync(IssueRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A look-up tells how it stands; the same key sent again is answered as it was at first.</summary>
    private GatewayRefundStatus StatusOf(string key, bool back) =>
        back ? GatewayRefundStatus.Reversed : _answers[key].Now is GatewayPending ? GatewayRefundStatus.Pending : GatewayRefundStatus.Succeeded;

    private void Become(EffectKey key, GatewayAnswer now) => _answers[key.ToString()] = _answers[key.ToString()] with { Now = now };

    private async Task<GatewayAnswer> CallAsync(EffectKey key, Func<GatewayAnswer> act)
    {
        crash.Point($"before {key.Step}");
        Calls++;
        var weather = Weather(key);
        if (_answers.TryGetValue(key.ToString(), out var known) && clock.GetUtcNow() - known.At < KeyLives)
        {
            crash.Point($"after {key.Step}");
            return known.First;
        }

        switch (weather)
        {
            case Refunds.Weather.Busy:
                return new GatewayNotExecuted(ErrorCodes.GatewayBusy, "Busy.");
            case Refunds.Weather.LostBefore:
                return new GatewayUnknown("No answer.");
        }

        var answer = weather switch
        {
            Refunds.Weather.Refused => new GatewayRefused(ErrorCodes.RefundRefused, "No."),
            Refunds.Weather.Redeemed => new GatewayRefused(ErrorCodes.VoucherRedeemed, "The merchant has redeemed it."),
            _ => act(),
        };
        if (weather is Refunds.Weather.Pending && answer is GatewaySucceeded done)
        {
            _pending[key.ToString()] = done.ResultJson;
            answer = new GatewayPending("ref-" + key.Unit, "pending");
        }

        _answers[key.ToString()] = (answer, answer, clock.GetUtcNow());
        if (answer is not GatewayRefused)
            Did.Add(key.ToString());
        if (weather is Refunds.Weather.CallbackFirst)
        {
            await CallBack(new PaymentCallback(key, answer));
            await CallBack(new PaymentCallback(key, answer));
        }

        crash.Point($"after {key.Step}");
        return weather is Refunds.Weather.LostAfter ? new GatewayUnknown("No answer.") : answer;
    }
}

using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;

namespace BackOffice.Tests.Fakes;

/// <summary>All five gateways in one, answering what the test says by step name; counts every call by key.</summary>
internal sealed class FakeGateways : IPaymentGateway, IMilesGateway, IFraudGateway, IVoucherIssuer, INotifier
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private readonly Dictionary<string, GatewayAnswer> _took = [];

    public GatewayTerms Terms { get; set; } = new(TimeSpan.FromHours(24), CanLookUp: true);

    public int Score { get; set; } = 12;

    /// <summary>Asked for each call; null is success.</summary>
    public Func<EffectKey, GatewayAnswer?> Answer { get; set; } = _ => null;

    /// <summary>Asked for each look-up; null is what took effect.</summary>
    public Func<EffectKey, LookupAnswer?> LookUp { get; set; } = _ => null;

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>It took effect although the answer was lost.</summary>
    public GatewayUnknown TakeEffectSilently(EffectKey key)
    {
        lock (_lock)
            _took[key.ToString()] = Success(key);
        return new GatewayUnknown("timed out");
    }

    public Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> RefundAsync(RefundPaymentRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> ReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> RedeemAsync(RedeemMilesRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> RecreditAsync(RecreditMilesRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<Page<GatewayMiles>> MovementsAsync(string? cursor, int limit, CancellationToken cancellationToken) => Task.FromResult(Page<GatewayMiles>.Empty);

    public Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken) => Task.FromResult(Page<GatewayRefund>.Empty);

    public Task<GatewayAnswer> ScanAsync(FraudRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> IssueAsync(IssueRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> VoidAsync(VoidVoucherRequest request, CancellationToken cancellationToken) => CallAsync(request.Key);

    public Task<GatewayAnswer> SendAsync(Message message, CancellationToken cancellationToken) => CallAsync(message.Key);

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(LookUp(key) ?? (_took.TryGetValue(key.ToString(), out var took) ? new LookupFound(took) : new LookupNotFound()));
    }

    private Task<GatewayAnswer> CallAsync(EffectKey key)
    {
        lock (_lock)
        {
            _calls.Add(key.ToString());
            if (_took.TryGetValue(key.ToString(), out var took))
                return Task.FromResult(took);
            var answer = Answer(key) ?? Success(key);
            if (answer is GatewaySucceeded)
                _took[key.ToString()] = answer;
            return Task.FromResult(answer);
        }
    }

    private GatewaySucceeded Success(EffectKey key) => new(
        "ref-" + key.Step,
        key.Step == BackOffice.Core.Pipeline.StepNames.FraudScan
            ? JsonSerializer.Serialize(new FraudVerdict(Score, Reject: false, []), StoreJson.Default.FraudVerdict)
            : null);
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;
using Amount = BackOffice.Core.Common.Money;

namespace BackOffice.Tests.Torture.Money;

/// <summary>The ports to the outside, over HTTP to <see cref="GatewayChild"/>: what does not come back as an answer is unknown.</summary>
internal sealed class RemoteGateway(Uri origin) : IPaymentGateway, IMilesGateway, IVoucherIssuer, INotifier, IFraudGateway, IDisposable
{
    private static readonly string s_verdict = JsonSerializer.Serialize(new FraudVerdict(5, false, []), StoreJson.Default.FraudVerdict);
    private static readonly DateOnly s_far = new(2099, 12, 31);
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = origin, Timeout = TimeSpan.FromMilliseconds(800) };

    public GatewayTerms Terms => new(TimeSpan.FromHours(24), CanLookUp: true);

    public Task<GatewayAnswer> ScanAsync(FraudRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("scan", request.Key.ToString(), null, request.Amount.Minor, request.Amount.Unit, s_verdict));

    public Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("authorise", request.Key.ToString(), request.CardToken, request.Amount.Minor, request.Amount.Unit));

    public Task<GatewayAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("capture", request.Key.ToString(), request.AuthorisationId, request.Amount.Minor, request.Amount.Unit));

    public Task<GatewayAnswer> RefundAsync(RefundPaymentRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("refund", request.Key.ToString(), request.CaptureId, request.Amount.Minor, request.Amount.Unit));

    public Task<GatewayAnswer> ReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("release", request.Key.ToString(), request.AuthorisationId));

    public Task<GatewayAnswer> RedeemAsync(RedeemMilesRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("redeem", request.Key.ToString(), request.Member, request.Amount.Minor, request.Amount.Unit,
            JsonSerializer.Serialize(new MilesRedeemed([new MilesLot(request.Amount.Minor, s_far)]), StoreJson.Default.MilesRedeemed)));

    public Task<GatewayAnswer> RecreditAsync(RecreditMilesRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("recredit", request.Key.ToString(), request.RedemptionId, request.Amount.Minor, request.Amount.Unit,
            JsonSerializer.Serialize(new MilesRecredited(request.Amount.Minor, 0), StoreJson.Default.MilesRecredited)));

    public Task<GatewayAnswer> IssueAsync(IssueRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("issue", request.Key.ToString(), request.CodeHash, request.PaidValue.Minor, request.PaidValue.Unit));

    public Task<GatewayAnswer> VoidAsync(VoidVoucherRequest request, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("void", request.Key.ToString(), request.CodeHash));

    public Task<GatewayAnswer> SendAsync(Message message, CancellationToken cancellationToken) =>
        CallAsync(new GatewayCall("send", message.Key.ToString(), message.To, Body: message.Text));

    public async Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _http.GetFromJsonAsync<GatewayReply>("/look-up?key=" + Uri.EscapeDataString(key.ToString()), cancellationToken);
            return reply switch
            {
                null => new LookupUnavailable("No answer."),
                { Said: GatewayReply.Unknown } => new LookupNotFound(),
                _ => new LookupFound(AnswerOf(reply)),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new LookupUnavailable(e.GetType().Name);
        }
    }

    public Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken) => PageAsync(
        "/refunds", cursor, limit, line => new GatewayRefund(line.Key, line.Reference ?? "", AmountOf(line), StatusOf(line), DateTimeOffset.UnixEpoch), cancellationToken);

    public Task<Page<GatewayMiles>> MovementsAsync(string? cursor, int limit, CancellationToken cancellationToken) => PageAsync(
        "/miles", cursor, limit,
        line => new GatewayMiles(line.Key, line.Reference ?? "", line.Operation == "recredit", AmountOf(line), StatusOf(line), DateTimeOffset.UnixEpoch), cancellationToken);

    private async Task<Page<T>> PageAsync<T>(string path, string? cursor, int limit, Func<BookLine, T> of, CancellationToken cancellationToken)
    {
        var all = await _http.GetFromJsonAsync<List<BookLine>>(path, cancellationToken) ?? [];
        var from = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var page = all.Skip(from).Take(limit).Select(of).ToList();
        return new Page<T>(page, from + page.Count < all.Count ? (from + page.Count).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static Amount AmountOf(BookLine line) => new(line.Minor, line.Unit ?? "");

    private static GatewayRefundStatus StatusOf(BookLine line) => line.State switch
    {
        GatewayReply.Succeeded => GatewayRefundStatus.Succeeded,
        "failed" => GatewayRefundStatus.Failed,
        GatewayReply.Reversed => GatewayRefundStatus.Reversed,
        _ => GatewayRefundStatus.Pending,
    };

    public static GatewayAnswer AnswerOf(GatewayReply reply) => reply.Said switch
    {
        GatewayReply.Succeeded => new GatewaySucceeded(reply.Reference ?? "", reply.Body),
        GatewayReply.Refused => new GatewayRefused(reply.Code ?? ErrorCodes.OrderInvalid, reply.Message ?? "Refused."),
        GatewayReply.Busy => new GatewayNotExecuted(ErrorCodes.GatewayBusy, reply.Message ?? "Busy."),
        GatewayReply.Pending => new GatewayPending(reply.Reference ?? "", "pending"),
        GatewayReply.Reversed => new GatewayReversed(reply.Message ?? "It came back."),
        var other => new GatewayUnknown($"The gateway said {other}."),
    };

    public void Dispose() => _http.Dispose();

    private async Task<GatewayAnswer> CallAsync(GatewayCall call)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync("/call", call);
            return answer.StatusCode is HttpStatusCode.OK && await answer.Content.ReadFromJsonAsync<GatewayReply>() is { } reply
                ? AnswerOf(reply)
                : new GatewayUnknown($"The gateway answered {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or TaskCanceledException)
        {
            return new GatewayUnknown(e.GetType().Name);
        }
    }
}

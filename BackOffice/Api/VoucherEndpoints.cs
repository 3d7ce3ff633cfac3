using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Hosting;

namespace BackOffice.Api;

/// <summary>Vouchers by code: for merchants' clients and for those who answer their calls. The code never stays in the path, see <see cref="CodeHidingServer"/>.</summary>
internal static class VoucherEndpoints
{
    private static readonly NotFound s_notFound = new("voucher.not-found", "No voucher that you may see has this code.");

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/vouchers/{code}/redeem", RedeemAsync).WithName("RedeemVoucher").WithSummary("Use a voucher up, once")
            .WithDescription("Idempotency-Key names the redemption: the same key again gets the first answer. Every code that this client cannot redeem now is answered alike, "
                + "422 voucher.not-redeemable. happenedAt says that the goods were given earlier: such a report is kept for review even when the code cannot be redeemed any more.")
            .Accepts<RedeemBody>("application/json", ApiDocument.AnyType).Produces<RedeemedVoucher>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapGet("/vouchers/{code}", GetAsync).WithName("GetVoucherByCode").WithSummary("The voucher of a whole code").Produces<FoundVoucher>()
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapPost("/vouchers/find", FindAsync).WithName("FindVouchers").WithSummary("Vouchers by code, by its last four characters, or of an order; at most 50")
            .Accepts<FindVouchersBody>("application/json", ApiDocument.AnyType).Produces<VouchersAnswer>();
    }

    private static async Task<IResult> RedeemAsync(string code, HttpRequest request, Caller caller, IRedemptions redemptions, CancellationToken cancellationToken)
    {
        var body = new RedeemBody(null, null);
        if (request.ContentLength is > 0 || request.HasJsonContentType())
        {
            var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RedeemBody>(), cancellationToken);
            if (!read.IsSuccess)
                return ApiResults.Problem(read.Error);
            body = read.Value;
        }

        var command = new RedeemVoucher(CodeOf(request, code), request.Headers["Idempotency-Key"].ToString(), body.Reference, body.HappenedAt);
        return (await redemptions.RedeemAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> GetAsync(string code, HttpRequest request, Caller caller, IVouchers vouchers, CancellationToken cancellationToken)
    {
        var found = await vouchers.FindAsync(new FindVouchers(CodeOf(request, code), null, null), caller.Actor, cancellationToken);
        return found.Match(list => list is [var one, ..] ? ApiResults.Json(one) : ApiResults.Problem(s_notFound), ApiResults.Problem);
    }

    private static async Task<IResult> FindAsync(HttpRequest request, Caller caller, IVouchers vouchers, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<FindVouchersBody>(), cancellationToken);
        if (!read.IsSuccess)
            return ApiResults.Problem(read.Error);
        var found = await vouchers.FindAsync(new FindVouchers(read.Value.Code, read.Value.Last4, read.Value.Order), caller.Actor, cancellationToken);
        return found.Map(list => new VouchersAnswer(list)).ToResult();
    }

    private static string CodeOf(HttpRequest request, string inPath) => request.HttpContext.Features.Get<HiddenCode>()?.Value ?? inPath;
}

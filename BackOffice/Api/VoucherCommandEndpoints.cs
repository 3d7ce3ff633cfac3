using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>What can be done with the vouchers of an order: the same commands as in the console.</summary>
internal static class VoucherCommandEndpoints
{
    private delegate Task<Result<CommandOutcome>> Act(IVoucherCommands commands, VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders/{id}/vouchers/{voucher}", GetAsync).WithName("GetVoucher").WithSummary("One voucher with its history").Produces<VoucherView>();
        api.MapGet("/orders/{id}/vouchers/resend-check", CheckResendAsync).WithName("CheckResend").WithSummary("What sending the vouchers again would do; changes nothing").Produces<ResendCheck>();
        api.MapPost("/orders/{id}/vouchers/resend", ResendAsync).WithName("ResendVouchers").WithSummary("Send vouchers to the customer again")
            .Accepts<ResendBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        Command("void", "VoidVoucher", "Suspend it, ask the issuer, and void it on the issuer's word", (commands, command, actor, token) => commands.VoidAsync(command, actor, token));
        Command("reissue", "ReissueVoucher", "Void it and make another in its place, with a new code", (commands, command, actor, token) => commands.ReissueAsync(command, actor, token));
        Command("suspend", "SuspendVoucher", "Keep it from being redeemed", (commands, command, actor, token) => commands.SuspendAsync(command, actor, token));
        Command("release", "ReleaseVoucher", "Take back what people suspended", (commands, command, actor, token) => commands.ReleaseAsync(command, actor, token));
        Command("reverse-redemption", "ReverseRedemption", "Take the redemption back", (commands, command, actor, token) => commands.ReverseRedemptionAsync(command, actor, token));
        api.MapPost("/orders/{id}/vouchers/{voucher}/extend", ExtendAsync).WithName("ExtendVoucher").WithSummary("Move the end of the promotion or of the paid value")
            .Accepts<ExtendBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        api.MapPost("/orders/{id}/vouchers/{voucher}/settle-late", SettleAsync).WithName("SettleLateRedemption").WithSummary("Say what was decided about a redemption that came too late")
            .Accepts<SettleLateBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        api.MapPost("/orders/{id}/vouchers/{voucher}/reveal", RevealAsync).WithName("RevealCode").WithSummary("The code in clear, with a reason: audited and counted")
            .Accepts<VoucherBody>("application/json", ApiDocument.AnyType).Produces<RevealedCode>();
        api.MapPost("/orders/{id}/vouchers/{voucher}/view", ViewAsync).WithName("ViewVoucher").WithSummary("The code for the customer to see: the voucher is viewed")
            .Accepts<ViewCodeBody>("application/json", ApiDocument.AnyType).Produces<RevealedCode>();

        void Command(string path, string name, string summary, Act act) =>
            api.MapPost($"/orders/{{id}}/vouchers/{{voucher}}/{path}", (string id, string voucher, HttpRequest request, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken) =>
                    WithBodyAsync(request, ApiJson.Of<VoucherBody>(), body => (body.CommandId, body.ExpectedVersion, body.Reason), id, voucher, (_, command, _) => act(commands, command, caller.Actor, cancellationToken), cancellationToken))
                .WithName(name).WithSummary(summary).Accepts<VoucherBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
    }

    private static async Task<IResult> GetAsync(string id, string voucher, Caller caller, IVouchers vouchers, CancellationToken cancellationToken) =>
        (await vouchers.GetAsync(new OrderId(id), voucher, caller.Actor, cancellationToken)).ToResult();

    private static async Task<IResult> CheckResendAsync(string id, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken) =>
        (await commands.CheckResendAsync(new OrderId(id), caller.Actor, cancellationToken)).ToResult();

    private static Task<IResult> ResendAsync(string id, HttpRequest request, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken) => WithBodyAsync(
        request, ApiJson.Of<ResendBody>(), body => (body.CommandId, body.ExpectedVersion, body.Reason), id, "",
        (body, command, _) => commands.ResendAsync(
            new ResendVouchers(command.Order, body.Vouchers ?? [], command.CommandId, command.ExpectedVersion, command.Reason, body.AcceptAddress ?? false), caller.Actor, cancellationToken),
        cancellationToken);

    private static Task<IResult> ExtendAsync(string id, string voucher, HttpRequest request, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken) => WithBodyAsync(
        request, ApiJson.Of<ExtendBody>(), body => (body.CommandId, body.ExpectedVersion, body.Reason), id, voucher,
        async (body, command, required) =>
        {
            var which = required.Word<VoucherValue>("value", body.Value) ?? VoucherValue.Promotional;
            if (!DateOnly.TryParseExact(body.Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
                return new Invalid("/until", "A day is needed, as 2026-12-31.");
            return required.Error is { } wrong
                ? wrong
                : await commands.ExtendAsync(new ExtendVoucher(command.Order, command.Voucher, command.CommandId, command.ExpectedVersion, command.Reason, which, until), caller.Actor, cancellationToken);
        },
        cancellationToken);

    private static Task<IResult> SettleAsync(string id, string voucher, HttpRequest request, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken) => WithBodyAsync(
        request, ApiJson.Of<SettleLateBody>(), body => (body.CommandId, body.ExpectedVersion, body.Reason), id, voucher,
        (body, command, _) => commands.SettleLateAsync(
            new SettleLateRedemption(command.Order, command.Voucher, body.RedemptionId ?? "", command.CommandId, command.ExpectedVersion, command.Reason), caller.Actor, cancellationToken),
        cancellationToken);

    private static Task<IResult> RevealAsync(string id, string voucher, HttpRequest request, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken) => WithBodyAsync(
        request, ApiJson.Of<VoucherBody>(), body => (body.CommandId, body.ExpectedVersion ?? 0, body.Reason), id, voucher,
        (_, command, _) => commands.RevealAsync(command, caller.Actor, cancellationToken), cancellationToken);

    private static async Task<IResult> ViewAsync(string id, string voucher, HttpRequest request, Caller caller, IVoucherCommands commands, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<ViewCodeBody>(), cancellationToken);
        return read.IsSuccess
            ? (await commands.ViewAsync(new VoucherCommand(new OrderId(id), voucher, read.Value.CommandId ?? "", 0, ""), caller.Actor, cancellationToken)).ToResult()
            : ApiResults.Problem(read.Error);
    }

    private static async Task<IResult> WithBodyAsync<TBody, TOut>(
        HttpRequest request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TBody> shape, Func<TBody, (string? CommandId, long? Version, string? Reason)> common, string id, string voucher,
        Func<TBody, VoucherCommand, Required, Task<Result<TOut>>> act, CancellationToken cancellationToken)
        where TBody : class
    {
        var read = await RequestBody.ReadJsonAsync(request, shape, cancellationToken);
        if (!read.IsSuccess)
            return ApiResults.Problem(read.Error);
        var (commandId, version, reason) = common(read.Value);
        var required = new Required();
        var command = new VoucherCommand(
            new OrderId(id), voucher,
            required.Text("commandId", commandId, OrderCommandEndpoints.LongestCommandId),
            required.Value("expectedVersion", version, "The version of the order as you saw it is needed."),
            required.Text("reason", reason, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await act(read.Value, command, required)).ToResult();
    }
}

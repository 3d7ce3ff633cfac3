using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Api;

/// <summary>Messages to customers.</summary>
internal static class MailEndpoints
{
    private const int MaxLimit = 100;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/mail", ListAsync).WithName("ListMail").WithSummary("Messages to customers with what became of them, those changed last first")
            .WithDescription("order: its id. recipient: the start of an address. A page looks at up to limit orders, which may have no message. Recipients are masked without customers:reveal.")
            .Produces<Page<MailItem>>().WithQuery("order", "recipient", "cursor", "limit");
        api.MapGet("/mail/message", GetAsync).WithName("GetMail").WithSummary("One message with its text; codes of vouchers are masked")
            .WithDescription("key: of the message, as the list gives it: GC-…/checkout/notify-customer/1/1.").Produces<MailView>().WithQuery("key");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IMailDesk mail, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit(MaxLimit);
        var query = new MailQuery(reader.Text("order") is { } order ? new OrderId(order) : null, reader.Text("recipient"));
        return reader.Error is { } error ? ApiResults.Problem(error) : (await mail.ListAsync(query, reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> GetAsync(HttpRequest request, Caller caller, IMailDesk mail, CancellationToken cancellationToken) =>
        (await mail.GetAsync(new QueryReader(request.Query).Text("key") ?? "", caller.Actor, cancellationToken)).ToResult();
}

using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Pipeline;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Batches;

/// <summary>Batch jobs in words.</summary>
public static class BatchWords
{
    public static string Name(BatchJob job) => job switch
    {
        BatchJob.Fallback => T("Fallback"),
        BatchJob.Fraud => T("Fraud scan"),
        BatchJob.Payment => T("Payment"),
        BatchJob.Fulfilment => T("Fulfilment"),
    };

    public static string Does(BatchJob job) => job switch
    {
        BatchJob.Fallback => T("Takes up orders that were never dispatched by the time they should be done."),
        BatchJob.Fraud => T("Scans orders of the batch path, and holds what a person must look at."),
        BatchJob.Payment => T("Authorises the card."),
        BatchJob.Fulfilment => T("Makes the vouchers, takes the money and tells the customer."),
    };

    public static StatusLook Of(BatchOutcome outcome) => outcome switch
    {
        BatchOutcome.NotTaken => new(T("Not taken"), Icons.RemoveCircleOutline, StatusRole.Quiet),
        BatchOutcome.WentOn => new(T("Went on"), Icons.ArrowForward, StatusRole.Run, T("Waits for the next job.")),
        BatchOutcome.Held => StatusLook.Of(Headline.Held),
        BatchOutcome.Delivered => new(T("Delivered"), Icons.MarkEmailRead, StatusRole.Ok),
        BatchOutcome.Later => new(T("Tried again later"), Icons.Replay, StatusRole.Late, T("It failed, and a later run takes it up.")),
        BatchOutcome.Unknown => StatusLook.Of(Headline.Unknown),
        BatchOutcome.Stopped => new(T("Stopped"), Icons.Error, StatusRole.Fail, T("A person must act.")),
        BatchOutcome.Broken => new(T("Not readable"), Icons.BrokenImage, StatusRole.Fail, T("It could not be read or processed; the log has the cause.")),
    };

    /// <summary>The orders that may wait for the job; the list says which by status, the job knows by its own clock.</summary>
    public static string Waiting(BatchJob job) =>
        (OrdersUrl.All with { Text = job is BatchJob.Fallback ? $"{QueryFields.Status}:queued" : $"{QueryFields.Status}:queued,retrying {QueryFields.Path}:batch" }).ToString();
}

using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>A headline inside a sentence about an order: <c>it is failed</c>.</summary>
internal static class HeadlineWords
{
    public static Sentence Of(Headline headline) => headline switch
    {
        Headline.Unknown => "unknown",
        Headline.Stuck => "stuck",
        Headline.Held => "held",
        Headline.Failed => "failed",
        Headline.Refunding => "refunding",
        Headline.Retrying => "retrying",
        Headline.Running => "running",
        Headline.Queued => "queued",
        Headline.Cancelled => "cancelled",
        Headline.Refunded => "refunded",
        Headline.Done => "done",
    };
}

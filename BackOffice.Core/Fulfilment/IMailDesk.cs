using BackOffice.Core.Common;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <summary>The messages to customers: that they were sent is told by the orders' effects, what they say by the mail service.</summary>
public interface IMailDesk
{
    /// <summary>
    /// Messages of the orders that the query finds, those that were sent last first within a page. One page looks at no more than <paramref name="limit"/> (1 to 100) orders, which may
    /// have no message; the cursor goes on. Recipients are masked unless the actor has customers:reveal. Needs orders:read.
    /// </summary>
    Task<Result<Page<MailItem>>> ListAsync(MailQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>One message with what it says; codes of vouchers are always masked. Needs orders:read; NotFound <c>mail.not-found</c>.</summary>
    /// <param name="key">An effect's key as text: <c>GC-4417-0932/checkout/notify-customer/1/1</c>.</param>
    Task<Result<MailView>> GetAsync(string key, Actor actor, CancellationToken cancellationToken);
}

/// <summary>All messages, those changed last first; of one order; or to addresses that start so.</summary>
public sealed record MailQuery(OrderId? Order = null, string? Recipient = null);

/// <param name="Key">Names the message: the effect's key.</param>
/// <param name="Order">Whose.</param>
/// <param name="Operation"><c>checkout</c>, or the id of what it tells about.</param>
/// <param name="State">Of the effect that sent it.</param>
/// <param name="To">The customer's address, masked or in clear.</param>
/// <param name="SentAt">When it was handed to the mail service last; null while it never was.</param>
/// <param name="SettledAt">When its outcome was known.</param>
/// <param name="Reference">The mail service's id.</param>
/// <param name="ErrorCode">Why it was refused.</param>
/// <param name="ErrorMessage">In words.</param>
public sealed record MailItem(
    string Key, OrderId Order, string Operation, EffectState State, string To, DateTimeOffset? SentAt, DateTimeOffset? SettledAt, string? Reference, string? ErrorCode, string? ErrorMessage);

/// <param name="Item">As in the list.</param>
/// <param name="From">Null, with subject and text, when the mail service does not keep the message.</param>
/// <param name="Subject">As sent.</param>
/// <param name="Text">As sent, with the codes of vouchers masked but for four characters.</param>
/// <param name="TakenAt">When the mail service took it.</param>
public sealed record MailView(MailItem Item, string? From, string? Subject, string? Text, DateTimeOffset? TakenAt);

using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>
/// The one path of everything that changes an order: authorise, validate, one transaction with intent and audit, one external call with a
/// deterministic key, outcome and audit. The same command id again gets the first result.
/// </summary>
public interface IOrderCommands
{
    /// <summary>
    /// Places an order. The same client and key with the same body gets the first order (<see cref="PlacedOrder.Repeated"/>); with another
    /// body <see cref="Conflict"/> <c>order.key-reused</c>. Needs orders:write.
    /// </summary>
    Task<Result<PlacedOrder>> PlaceAsync(PlaceOrder command, Actor actor, CancellationToken cancellationToken);

    /// <summary>What a retry would do now, and why it may or may not be done. Changes nothing. Needs orders:retry.</summary>
    Task<Result<RetryCheck>> CheckRetryAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Retries from the failed step, starts a new run, or looks up what is unknown: what <see cref="CheckRetryAsync"/> said. Needs orders:retry.</summary>
    Task<Result<CommandOutcome>> RetryAsync(RetryOrder command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Approves or rejects an order held for review. Needs holds:decide.</summary>
    Task<Result<CommandOutcome>> DecideHoldAsync(DecideHold command, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Records with evidence what became of a call that nobody knows, and has the order, or the act on its vouchers, go on. What did not happen is a final failure: a
    /// person's retry makes a new attempt. Conflict <c>effect.settled</c> when its outcome is known by then, <c>effect.under-way</c> while an answer may still come;
    /// rejected <c>effect.needs-verdict</c> for a fraud check that is said to have happened. Needs effects:settle.
    /// </summary>
    Task<Result<CommandOutcome>> SettleCallAsync(SettleCall command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Needs notes:write.</summary>
    Task<Result<CommandOutcome>> AddNoteAsync(AddNote command, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Request">Parsed and checked by the intake.</param>
/// <param name="ClientId">Whose keys: the API client, or <c>import</c>.</param>
/// <param name="IdempotencyKey">1 to 200 characters; honoured for ever.</param>
/// <param name="BodySha256">Of the canonical body, hex.</param>
/// <param name="Process">False for history: no event, nothing processes it.</param>
public sealed record PlaceOrder(Intake.OrderRequest Request, string ClientId, string IdempotencyKey, string BodySha256, bool Process = true);

public sealed record PlacedOrder(OrderHead Head, bool Repeated);

/// <param name="CommandId">Made when the dialog opened; 1 to 64 characters.</param>
/// <param name="ExpectedVersion">The version the person saw.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RetryOrder(OrderId Order, string CommandId, long ExpectedVersion, string Reason);

public sealed record DecideHold(OrderId Order, string HoldId, bool Approve, string CommandId, long ExpectedVersion, string Reason);

/// <param name="Text">1 to 2,000 characters.</param>
public sealed record AddNote(OrderId Order, string CommandId, string Text, bool Pinned);

/// <param name="Version">The order's version after the command.</param>
/// <param name="Message">What the person is told: one plain sentence.</param>
/// <param name="Repeated">True when this command id had been done already.</param>
public sealed record CommandOutcome(OrderId Order, long Version, Sentence Message, bool Repeated = false);

public enum RetryMode
{
    /// <summary>An effect is unknown: the only retry is to look it up now.</summary>
    LookUp,

    /// <summary>The same execution goes on from the failed step.</summary>
    Redrive,

    /// <summary>A new execution; done effects return their stored outcome.</summary>
    NewRun,

    /// <summary>The batch jobs take the order up at their next run.</summary>
    NextBatch,

    /// <summary>See <see cref="RetryCheck.Why"/>.</summary>
    NotPossible,
}

/// <param name="Mode">What the retry would be.</param>
/// <param name="Why">One sentence for people.</param>
/// <param name="Version">To be sent with the command.</param>
/// <param name="Items">Each condition looked at, with its verdict.</param>
/// <param name="RunsAgain">Steps that run again, with why that is safe.</param>
/// <param name="StaysDone">Steps that do not.</param>
/// <param name="Until">When the redrive window closes.</param>
public sealed record RetryCheck(
    RetryMode Mode, Sentence Why, long Version, IReadOnlyList<CheckItem> Items, IReadOnlyList<Sentence> RunsAgain, IReadOnlyList<Sentence> StaysDone,
    DateTimeOffset? Until);

public enum CheckVerdict
{
    Good,
    Warning,
    Blocks,
}

public sealed record CheckItem(CheckVerdict Verdict, Sentence Text);

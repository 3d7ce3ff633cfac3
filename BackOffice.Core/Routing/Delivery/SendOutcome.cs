namespace BackOffice.Core.Routing.Delivery;

/// <summary>What became of one call for one parcel.</summary>
public abstract record SendOutcome;

/// <param name="Status">HTTP status, where there is one.</param>
/// <param name="Message">For people: <c>ticket 35436 was opened</c>.</param>
/// <param name="Answer">The start of the answer's body.</param>
public sealed record SendDone(int? Status, string? Message = null, string? Answer = null) : SendOutcome;

/// <summary>It is not its time yet: no call was made for it, and none is counted.</summary>
/// <param name="Until">UTC.</param>
/// <param name="Message">For people.</param>
public sealed record SendLater(DateTimeOffset Until, string Message) : SendOutcome;

/// <param name="Code">For grouping: <c>Http.503</c>, <c>Call.TimedOut</c>, <c>Call.Failed</c>, <c>Call.Interrupted</c>, <c>Address.Refused</c>, <c>Input.Unusable</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="MayPass">False for what no further try can mend: it becomes a dead letter at once.</param>
/// <param name="Status">HTTP status, where there is one.</param>
/// <param name="RetryAfter">What the receiver asked for; the whole destination waits.</param>
/// <param name="Answer">The start of the answer's body.</param>
public sealed record SendFailed(string Code, string Message, bool MayPass, int? Status = null, TimeSpan? RetryAfter = null, string? Answer = null) : SendOutcome;

using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>Every field is nullable here so that all that are missing can be named at once.</summary>
/// <param name="CommandId">Made by the client, 1 to 64 characters; the same again is the same command.</param>
/// <param name="ExpectedVersion">Of the order as the client saw it.</param>
/// <param name="Reason">1 to 500 characters.</param>
internal sealed record RetryBody(string? CommandId, long? ExpectedVersion, string? Reason);

internal sealed record DecisionBody(bool? Approve, string? CommandId, long? ExpectedVersion, string? Reason);

/// <param name="EffectKey">Of the call: its parts of the order's <c>effects</c> with slashes between, or as the voucher's <c>openCalls</c> names it.</param>
/// <param name="Happened">True when the other side did it.</param>
/// <param name="Reference">Its own; needed when it happened.</param>
/// <param name="Evidence">Where that can be seen, 1 to 500 characters.</param>
internal sealed record SettleCallBody(string? CommandId, long? ExpectedVersion, string? EffectKey, bool? Happened, string? Reference, string? Evidence);

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
/// <param name="Text">1 to 2,000 characters.</param>
/// <param name="Pinned">Shown first.</param>
internal sealed record NoteBody(string? CommandId, string? Text, bool? Pinned);

/// <summary>What is left out stays as it is. Dials are basis points: 4000 is 40.00 %.</summary>
internal sealed record RolloutBody(
    string? CommandId, long? ExpectedVersion, string? Reason, int? Dial, bool? Killed, Dictionary<string, int>? CityDials, List<string>? Allow, List<string>? Deny);

internal sealed record RedriveBody(string? CommandId, string? Reason);

internal sealed record QueuesAnswer(IReadOnlyList<QueueState> Items);

/// <param name="Id">Of the message.</param>
/// <param name="Key">The order.</param>
/// <param name="Receives">How often it was handed out.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="At">When.</param>
/// <param name="Body">The event's detail, JSON text; personal data and secrets are masked.</param>
internal sealed record DeadLetterAnswer(long Id, string Key, int Receives, string Reason, DateTimeOffset At, string Body);

internal sealed record DeadLettersAnswer(IReadOnlyList<DeadLetterAnswer> Items);

internal sealed record StatusAnswer(string Version, string Identity, string DataFolder, IReadOnlyDictionary<string, long> Orders, IReadOnlyList<QueueState> Queues);

/// <param name="Placed">Orders that are new.</param>
/// <param name="Repeated">Lines whose key and body were imported before.</param>
/// <param name="Bad">Lines left out, by number, with the reason.</param>
internal sealed record ImportAnswer(int Placed, int Repeated, IReadOnlyList<BadLine> Bad);

/// <param name="Line">Counted from 1 within the request, empty lines included.</param>
/// <param name="Reason">Every wrong field, for people.</param>
internal sealed record BadLine(long Line, string Reason);

using System.Text.Json.Serialization;

namespace BackOffice.Core.Pipeline;

/// <summary>JSON that steps hand to the workflow or keep with an intent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PreparedVoucher))]
[JsonSerializable(typeof(PreparedMessage))]
[JsonSerializable(typeof(FraudOutput))]
[JsonSerializable(typeof(ReviewOutput))]
[JsonSerializable(typeof(ReferenceOutput))]
[JsonSerializable(typeof(VouchersOutput))]
[JsonSerializable(typeof(OrderInput))]
[JsonSerializable(typeof(StepInput))]
[JsonSerializable(typeof(RefundInput))]
[JsonSerializable(typeof(UnwindInput))]
[JsonSerializable(typeof(RefundOutput))]
internal sealed partial class PipelineJson : JsonSerializerContext;

/// <summary>A voucher's code before it is issued: the same whenever the key is sent.</summary>
internal sealed record PreparedVoucher(string VoucherId, int LineId, int Unit, string CodeHash, string CodeLast4, string CodeCipher);

/// <summary>Where a message goes, without the address.</summary>
/// <param name="AddressDigest">Keyed, of the normalised address.</param>
/// <param name="Masked">As lists show it.</param>
internal sealed record PreparedMessage(string AddressDigest, string Masked);

/// <param name="Verdict"><c>pass</c> or <c>review</c>; a rejection fails the step.</param>
internal sealed record FraudOutput(int Score, string Verdict);

internal sealed record ReviewOutput(string Decision);

internal sealed record ReferenceOutput(string Reference);

internal sealed record VouchersOutput(int Vouchers);

/// <summary>The input of an order's execution.</summary>
internal sealed record OrderInput(string Order);

/// <summary>The input of each task.</summary>
/// <param name="Order">Its id.</param>
/// <param name="Execution">Its name, which owns the order.</param>
/// <param name="Refund">The case, in the tasks of <c>refund-order</c> and <c>unwind-order</c>; null in a checkout's.</param>
internal sealed record StepInput(string Order, string Execution, string? Refund = null);

/// <summary>The input of a refund's execution.</summary>
internal sealed record RefundInput(string Order, string Refund);

/// <summary>The input of an unwinding's execution.</summary>
/// <param name="Order">Its id.</param>
/// <param name="Unwind">The case.</param>
/// <param name="Executions">Whose effects it undoes; nothing else is touched.</param>
internal sealed record UnwindInput(string Order, string Unwind, IReadOnlyList<string> Executions);

/// <summary>What the definition's choices read: <c>go</c>, <c>again</c>, and for the deliverables <c>stop</c>.</summary>
internal sealed record RefundOutput(string Deliverables, string Money, string Message);

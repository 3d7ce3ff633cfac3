namespace BackOffice.Core.Pipeline;

/// <param name="Queue">Its name.</param>
/// <param name="Id">Of the message.</param>
/// <param name="CommandId">1 to 64 letters, digits, dashes or underscores.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record DiscardDeadLetter(string Queue, long Id, string CommandId, string Reason);

namespace BackOffice.Components.Shared;

/// <summary>What a person said in a <see cref="SettleDialog"/>.</summary>
/// <param name="CommandId">Made when the dialog opened.</param>
/// <param name="Happened">True when the gateway did it.</param>
/// <param name="Reference">The gateway's; null when it did not happen.</param>
/// <param name="Evidence">Where that can be seen.</param>
public sealed record SettledWord(string CommandId, bool Happened, string? Reference, string Evidence);

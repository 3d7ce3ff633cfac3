namespace BackOffice.Components.Shared;

/// <summary>What a <see cref="ReasonDialog"/> held when the person had to sign in again.</summary>
/// <param name="CommandId">The command's id, made when the dialog first opened.</param>
/// <param name="Reason">As typed.</param>
public sealed record KeptReason(string CommandId, string Reason);

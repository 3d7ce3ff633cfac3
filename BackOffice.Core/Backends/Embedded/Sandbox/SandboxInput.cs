namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>One documented input and what it provokes: a row of the table in the documentation.</summary>
/// <param name="Gateway">payment, miles, fraud, voucher or mail.</param>
/// <param name="Operation">The gateway's operation that misbehaves: authorise, capture, refund, release, redeem, recredit, scan, issue, void, send.</param>
/// <param name="Text">What to write.</param>
/// <param name="Fault">What happens.</param>
/// <param name="Effect">In words: what takes effect, what is answered.</param>
/// <param name="Settles">In words: what settles it.</param>
/// <param name="Numbered">True when the last capital N of <paramref name="Text"/> stands for a number from 1 to 99.</param>
public sealed record SandboxInput(
    string Gateway, string Operation, string Text, SandboxFault Fault, string Effect, string Settles, bool Numbered = false);

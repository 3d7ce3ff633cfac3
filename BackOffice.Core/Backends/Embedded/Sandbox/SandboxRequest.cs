using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>A call as the gateway's file sees it.</summary>
/// <param name="Operation">authorise, capture, refund, release, redeem, recredit, scan, issue, void, send.</param>
/// <param name="Key">The effect key.</param>
/// <param name="Hash">SHA-256 of everything else that was asked.</param>
/// <param name="Fault">What the input provokes.</param>
/// <param name="Prefix">Of the references this operation makes.</param>
internal readonly record struct SandboxRequest(string Operation, EffectKey Key, byte[] Hash, SandboxFault Fault, string Prefix)
{
    /// <summary>Separated by a character that no field has, so that ("ab","c") and ("a","bc") differ.</summary>
    public static byte[] HashOf(params ReadOnlySpan<string?> fields) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', fields!)));
}

/// <summary>What the gateway itself decided, once no fault stands in the way.</summary>
/// <param name="Answer">Succeeded (its reference is set by the file) or Refused.</param>
/// <param name="Minor">Minor units, where the operation has an amount.</param>
/// <param name="Unit">Of <paramref name="Minor"/>.</param>
/// <param name="Uses">Row of the effect that this one uses up: the authorisation of a capture, the issue of a void.</param>
internal readonly record struct SandboxDecision(GatewayAnswer Answer, long? Minor = null, string? Unit = null, long? Uses = null);

/// <summary>What goes over the wire.</summary>
/// <param name="Answer">The answer; Unknown where none comes.</param>
/// <param name="Delay">How long the caller waits for it.</param>
/// <param name="Row">The effect's row; 0 when there is none.</param>
/// <param name="Callbacks">How many callbacks overtake the answer.</param>
/// <param name="Fresh">True when this very call took effect.</param>
internal readonly record struct SandboxReply(GatewayAnswer Answer, TimeSpan Delay, long Row = 0, int Callbacks = 0, bool Fresh = false);

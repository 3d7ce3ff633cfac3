using System.Globalization;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The gateways' references: a prefix and the effect's row, <c>auth_0000000042</c>, so that a reference leads to its row without an index.</summary>
internal static class SandboxReference
{
    public static string Of(string prefix, long row) => prefix + "_" + row.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>The row, or null when it is not a reference of that prefix.</summary>
    public static long? RowOf(string prefix, string reference) =>
        reference.Length > prefix.Length + 1
        && reference.StartsWith(prefix, StringComparison.Ordinal)
        && reference[prefix.Length] == '_'
        && long.TryParse(reference.AsSpan(prefix.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? row
            : null;

    /// <summary>
    /// True when the effect under <paramref name="made"/> was made for the order of <paramref name="key"/>. A sandbox that began anew counts from one again: a reference of
    /// the old one would else lead to another order's effect.
    /// </summary>
    public static bool IsOf(EffectKey key, string made) => made.StartsWith(key.Order.Value + "/", StringComparison.Ordinal);
}

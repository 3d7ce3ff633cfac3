using System.Globalization;

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
}

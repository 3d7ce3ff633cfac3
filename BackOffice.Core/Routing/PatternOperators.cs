using System.Collections.Frozen;

namespace BackOffice.Core.Routing;

/// <summary>The words of the pattern language (EventBridge User Guide, "Comparison operators"; event-ruler, Constants).</summary>
internal static class PatternOperators
{
    public const string Or = "$or";
    public const string Exactly = "exactly";
    public const string EqualsIgnoreCase = "equals-ignore-case";
    public const string Prefix = "prefix";
    public const string Suffix = "suffix";
    public const string AnythingBut = "anything-but";
    public const string Exists = "exists";
    public const string Wildcard = "wildcard";
    public const string Numeric = "numeric";
    public const string Cidr = "cidr";

    /// <summary>What may stand in a match expression; <c>exactly</c> is AWS's undocumented spelling of a plain text.</summary>
    public static readonly string[] All = [AnythingBut, Cidr, EqualsIgnoreCase, Exactly, Exists, Numeric, Prefix, Suffix, Wildcard];

    /// <summary>Field names that may not stand inside <c>$or</c>: AWS keeps them for operators of today and tomorrow.</summary>
    public static readonly FrozenSet<string> ReservedInOr = All.Concat(
    [
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after", "date-before",
        "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range",
    ]).ToFrozenSet(StringComparer.Ordinal);
}

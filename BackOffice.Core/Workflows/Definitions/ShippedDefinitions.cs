using System.Text.RegularExpressions;

namespace BackOffice.Core.Workflows.Definitions;

/// <summary>The definitions that come with the product, as text with placeholders for their resources.</summary>
public static partial class ShippedDefinitions
{
    public const string InstantVoucher = "instant-voucher";

    /// <summary>The same for an order that is paid partly with miles.</summary>
    public const string MilesVoucher = "miles-voucher";

    public const string RefundOrder = "refund-order";

    /// <summary>Undoes what a failed order did.</summary>
    public const string UnwindOrder = "unwind-order";

    public static readonly IReadOnlyList<string> All = [InstantVoucher, MilesVoucher, RefundOrder, UnwindOrder];

    /// <summary>The definition's ASL with placeholders: <c>${activity:fraud-scan}</c>.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(ShippedDefinitions).Assembly.GetManifestResourceStream($"Definitions.{name}.asl.json")
            ?? throw new ArgumentException($"There is no shipped definition '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Puts the backend's resources in the placeholders' places.</summary>
    /// <param name="asl">A definition's text.</param>
    /// <param name="resource">The resource of an activity, by its name: its ARN, or a Lambda function's.</param>
    public static string FillIn(string asl, Func<string, string> resource) =>
        Placeholder().Replace(asl, match => resource(match.Groups[1].Value));

    [GeneratedRegex(@"\$\{activity:([A-Za-z0-9_-]{1,80})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

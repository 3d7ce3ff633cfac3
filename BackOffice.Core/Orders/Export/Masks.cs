using System.Globalization;

namespace BackOffice.Core.Orders.Export;

/// <summary>Personal data cut to what lets two people be told apart and nobody be found. Of the length nothing is left.</summary>
internal static class Masks
{
    private const string Hidden = "***";

    /// <summary>First letters: <c>D*** W***</c>.</summary>
    public static string Name(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(KeyNormaliser.MaxNameWords).Select(word => First(word) + Hidden));

    /// <summary>The first letter and nothing of the domain, which may be a family's own: <c>d***@***</c>.</summary>
    public static string Email(string email) => email.Length == 0 ? "" : First(email) + Hidden + "@" + Hidden;

    /// <summary>The last two characters, of anything that is longer than six: <c>***67</c>.</summary>
    public static string End(string text) => text.Length > 6 ? Hidden + text[^2..] : Hidden;

    private static string First(string text) => text.Length == 0 || text[0] == '@' ? "" : StringInfo.GetNextTextElement(text);
}

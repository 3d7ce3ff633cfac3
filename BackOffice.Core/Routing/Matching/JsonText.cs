using System.Text.Encodings.Web;

namespace BackOffice.Core.Routing.Matching;

/// <summary>A text as JSON writes it, escaped only where JSON must.</summary>
internal static class JsonText
{
    public static string Quote(string text) => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + "\"";
}

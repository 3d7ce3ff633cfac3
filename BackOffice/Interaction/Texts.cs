using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Interaction;

/// <summary>
/// Every text a person reads on a page, in their language. The key is the English text itself; holes are numbered: <c>T($"{n} orders wait")</c> asks for
/// <c>{0} orders wait</c>. A text without a translation is shown in English.
/// </summary>
public static class Texts
{
    public static string T(string english) => Translations.Of(Language.Current, english);

    /// <summary>An interpolated text, or one that Core gave. Numbers in its holes are written as the language writes them.</summary>
    public static string T(Sentence said) => said.In(T, Language.Current.Culture);

    /// <summary>Marks the English of a text that is given to <see cref="T(string)"/> later, in a table for instance.</summary>
    public static string Key(string english) => english;

    /// <summary>A text whose holes <c>{0}</c>, <c>{1}</c> are filled with markup: <c>Fill(T("Last changed {0}."), @&lt;TimeText At="at" /&gt;)</c>.</summary>
    public static RenderFragment Fill(string text, params RenderFragment[] parts) => builder =>
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0 || !int.TryParse(text.AsSpan(open + 1, close - open - 1), out var hole) || hole >= parts.Length)
            {
                builder.AddContent(0, text[at..]);
                return;
            }

            builder.AddContent(0, text[at..open]);
            builder.AddContent(1, parts[hole]);
            at = close + 1;
        }
    };
}

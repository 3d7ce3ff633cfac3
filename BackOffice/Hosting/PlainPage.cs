using System.Text.Encodings.Web;
using BackOffice.Interaction;

namespace BackOffice.Hosting;

/// <summary>A small page without script, for what lies before the sign-in and after the sign-out. Text is encoded here; the body is markup.</summary>
internal static class PlainPage
{
    public static IResult Create(string title, string bodyHtml, int status = StatusCodes.Status200OK, Language? language = null) =>
        Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="{(language ?? Language.Current).Tag}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)} · BackOffice</title>
            <link rel="stylesheet" href="/plain.css">
            </head>
            <body>
            <header><span class="mark" aria-hidden="true"></span><span class="name">BackOffice</span></header>
            <main>
            <h1>{Encode(title)}</h1>
            {bodyHtml}
            </main>
            </body>
            </html>
            """,
            "text/html; charset=utf-8",
            statusCode: status);

    /// <summary>A paragraph of plain text.</summary>
    public static string Text(string text) => $"<p>{Encode(text)}</p>";

    /// <summary>The way on from here.</summary>
    public static string Button(string href, string text) => $"<p><a class=\"button\" href=\"{href}\">{Encode(text)}</a></p>";

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}

using System.Text;
using System.Text.RegularExpressions;
using BackOffice.Components.Shared;
using BackOffice.Tests.Fakes;
using Bunit;
using MudBlazor;
using Xunit;

namespace BackOffice.Tests.Pages.Shared;

/// <summary>The theme is a static sheet, because the content security policy forbids the style tags that MudThemeProvider would print.</summary>
public sealed partial class ThemeSheetTests
{
    [Fact]
    public async Task ThemeSheet_OnDisk_IsWhatMudThemeProviderPrintsForBothPalettesAndOurTokens()
    {
        var path = Path.Combine(Repository.Root, "BackOffice", "wwwroot", "theme.css");
        var expected = await BuildAsync();
        if (Environment.GetEnvironmentVariable("BACKOFFICE_WRITE_THEME") == "1")
            await File.WriteAllTextAsync(path, expected);

        var actual = await File.ReadAllTextAsync(path);

        Assert.Equal(expected, actual.ReplaceLineEndings("\n"));
    }

    private static async Task<string> BuildAsync()
    {
        var light = await PrintAsync(dark: false);
        var dark = await PrintAsync(dark: true);
        var css = new StringBuilder();
        css.Append("/* Written from ConsoleTheme.cs and ThemeTokens.cs: set BACKOFFICE_WRITE_THEME=1 and run ThemeSheetTests. Do not edit. */\n");
        css.Append(":root {\n  color-scheme: light;\n").Append(ThemeTokens.Light.ToCss()).Append(light.Variables).Append("}\n\n");
        var darkBody = "  color-scheme: dark;\n" + ThemeTokens.Dark.ToCss() + dark.Variables;
        css.Append(":root[data-theme=\"dark\"] {\n").Append(darkBody).Append("}\n\n");
        css.Append("@media (prefers-color-scheme: dark) {\n:root:not([data-theme=\"light\"]) {\n").Append(darkBody).Append("}\n}\n\n");
        css.Append(light.Rules);
        return css.ToString();
    }

    /// <summary>The custom properties that the provider prints, and its other rules, each one a line.</summary>
    private static async Task<(string Variables, string Rules)> PrintAsync(bool dark)
    {
        await using var context = new ConsoleContext();
        var printed = context.Render<MudThemeProvider>(p => p
            .Add(provider => provider.Theme, ConsoleTheme.Theme)
            .Add(provider => provider.IsDarkMode, dark)
            .Add(provider => provider.DefaultScrollbar, true)).Markup;
        var sheets = string.Concat(StyleTag().Matches(printed).Select(match => match.Groups[1].Value));
        var variables = new StringBuilder();
        var rules = new StringBuilder();
        foreach (Match rule in Rule().Matches(sheets))
        {
            var body = rule.Groups[2].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (rule.Groups[1].Value.Trim() == ":root")
            {
                foreach (var line in body)
                    variables.Append("  ").Append(line).Append(";\n");
            }
            else
            {
                rules.Append(rule.Groups[1].Value.Trim()).Append(" { ").Append(string.Join("; ", body)).Append(" }\n");
            }
        }

        return (variables.ToString(), rules.ToString());
    }

    [GeneratedRegex("<style[^>]*>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleTag();

    [GeneratedRegex(@"([^{}]+)\{([^{}]*)\}", RegexOptions.Singleline)]
    private static partial Regex Rule();
}

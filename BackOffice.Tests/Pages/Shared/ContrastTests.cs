using System.Globalization;
using BackOffice.Components.Shared;
using Xunit;

namespace BackOffice.Tests.Pages.Shared;

/// <summary>Every pair of colours that meet on a page: 4.5 for text, 3.0 for shapes, focus and field borders (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public sealed class ContrastTests
{
    public static TheoryData<string> Themes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_OnEveryGround_HasRatioOfAtLeastFourAndAHalf(string theme)
    {
        var tokens = Of(theme);
        var texts = new List<(string Name, string Colour)>
        {
            ("text", tokens.Text), ("text2", tokens.Text2), ("ink", tokens.Ink), ("tide", tokens.Tide), ("sand", tokens.Sand),
        };
        texts.AddRange(Enum.GetValues<StatusRole>().Select(role => (role + " fg", tokens.Of(role).Fg)));

        var weak = from text in texts
                   from ground in Grounds(tokens)
                   let ratio = Ratio(text.Colour, ground.Colour)
                   where ratio < 4.5
                   select $"{text.Name} on {ground.Name}: {ratio:0.00}";

        Assert.Empty(weak);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Shapes_OnEveryGround_HaveRatioOfAtLeastThree(string theme)
    {
        var tokens = Of(theme);
        var shapes = new List<(string Name, string Colour)> { ("control", tokens.Control), ("focus", tokens.Focus) };
        shapes.AddRange(Enum.GetValues<StatusRole>().Select(role => (role + " solid", tokens.Of(role).Solid)));

        var weak = from shape in shapes
                   from ground in Grounds(tokens)
                   let ratio = Ratio(shape.Colour, ground.Colour)
                   where ratio < 3.0
                   select $"{shape.Name} on {ground.Name}: {ratio:0.00}";

        Assert.Empty(weak);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Chips_OfEveryRole_AreReadable(string theme)
    {
        var tokens = Of(theme);

        var weak = Enum.GetValues<StatusRole>()
            .SelectMany(role => new[] { (role, "fg", Ratio(tokens.Of(role).Fg, tokens.Of(role).Bg)), (role, "text", Ratio(tokens.Text, tokens.Of(role).Bg)), (role, "text2", Ratio(tokens.Text2, tokens.Of(role).Bg)) })
            .Where(pair => pair.Item3 < 4.5);

        Assert.Empty(weak);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void ContrastText_OnFilledColours_IsReadable(string theme)
    {
        var tokens = Of(theme);
        string[] filled =
        [
            tokens.Ink, tokens.InkHover, tokens.Tide, tokens.Sand, tokens.Of(StatusRole.Ok).Fg, tokens.Of(StatusRole.Wait).Fg, tokens.Of(StatusRole.Fail).Fg,
            tokens.Of(StatusRole.Run).Fg,
        ];

        Assert.All(filled, colour => Assert.True(Ratio(tokens.OnInk, colour) >= 4.5, $"{tokens.OnInk} on {colour}"));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void SoftGround_OfChosenSegment_CarriesText(string theme)
    {
        var tokens = Of(theme);

        Assert.True(Ratio(tokens.Text, tokens.TideSoft) >= 4.5);
    }

    [Fact]
    public void Ratio_OfBlackAndWhite_IsTwentyOne() => Assert.Equal(21, Ratio("#000000", "#FFFFFF"), 3);

    private static ThemeTokens Of(string theme) => theme == "dark" ? ThemeTokens.Dark : ThemeTokens.Light;

    private static (string Name, string Colour)[] Grounds(ThemeTokens tokens) =>
        [("paper", tokens.Paper), ("surface", tokens.Surface), ("sunken", tokens.Sunken), ("hover", tokens.Hover), ("selected", tokens.Selected)];

    private static double Ratio(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }
}

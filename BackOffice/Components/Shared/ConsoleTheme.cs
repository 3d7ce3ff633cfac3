using MudBlazor;

namespace BackOffice.Components.Shared;

/// <summary>
/// The one theme. The console does not render MudThemeProvider, whose style tags the content security policy forbids: <c>wwwroot/theme.css</c> holds
/// what it would print for both palettes, and a test keeps the two equal.
/// </summary>
public static class ConsoleTheme
{
    private static readonly string[] s_sans =
    [
        "-apple-system", "BlinkMacSystemFont", "'Segoe UI Variable Text'", "'Segoe UI'", "Roboto", "'Noto Sans'", "Ubuntu", "Cantarell",
        "'Helvetica Neue'", "Lato", "system-ui", "sans-serif",
    ];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = Fill(new PaletteLight(), ThemeTokens.Light),
        PaletteDark = Fill(new PaletteDark(), ThemeTokens.Dark),
        Shadows = new Shadow
        {
            Elevation = [.. Enumerable.Range(0, 26).Select(level => level == 0 ? "none" : level < 8 ? "0 8px 24px var(--shadow)" : "0 24px 60px var(--shadow)")],
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "52px", DrawerWidthLeft = "224px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_sans, FontSize = "14px", LineHeight = "20px", FontWeight = "400", LetterSpacing = "normal" },
            H3 = new H3Typography { FontFamily = s_sans, FontSize = "26px", LineHeight = "34px", FontWeight = "600", LetterSpacing = "-0.02em" },
            H4 = new H4Typography { FontFamily = s_sans, FontSize = "21px", LineHeight = "29px", FontWeight = "600", LetterSpacing = "-0.012em" },
            H5 = new H5Typography { FontFamily = s_sans, FontSize = "20px", LineHeight = "28px", FontWeight = "600", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = s_sans, FontSize = "14px", LineHeight = "20px", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = s_sans, FontSize = "14px", LineHeight = "20px", FontWeight = "400", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = s_sans, FontSize = "13px", LineHeight = "18px", FontWeight = "400", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = s_sans, FontSize = "12px", LineHeight = "16px", FontWeight = "400", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = s_sans, FontSize = "13px", LineHeight = "1", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none",
            },
        },
    };

    private static T Fill<T>(T palette, ThemeTokens tokens)
        where T : Palette
    {
        palette.Background = palette.AppbarBackground = palette.DrawerBackground = tokens.Paper;
        palette.Surface = tokens.Surface;
        palette.BackgroundGray = palette.TableStriped = tokens.Sunken;
        palette.TableHover = tokens.Hover;
        palette.LinesDefault = palette.TableLines = palette.Divider = palette.DividerLight = tokens.Line;
        palette.LinesInputs = tokens.Control;
        palette.TextPrimary = palette.AppbarText = palette.DrawerText = tokens.Text;
        palette.TextSecondary = palette.DrawerIcon = palette.ActionDefault = palette.TextDisabled = palette.ActionDisabled = tokens.Text2;
        palette.ActionDisabledBackground = tokens.Sunken;
        palette.Primary = palette.Dark = tokens.Ink;
        palette.Secondary = tokens.Tide;
        palette.Tertiary = tokens.Sand;
        palette.Success = tokens.Of(StatusRole.Ok).Fg;
        palette.Warning = tokens.Of(StatusRole.Wait).Fg;
        palette.Error = tokens.Of(StatusRole.Fail).Fg;
        palette.Info = tokens.Of(StatusRole.Run).Fg;
        palette.PrimaryContrastText = palette.SecondaryContrastText = palette.TertiaryContrastText = palette.SuccessContrastText =
            palette.WarningContrastText = palette.ErrorContrastText = palette.InfoContrastText = palette.DarkContrastText = tokens.OnInk;
        palette.OverlayDark = palette.OverlayLight = tokens.Scrim;
        palette.RippleOpacity = 0;
        palette.RippleOpacitySecondary = 0;
        palette.HoverOpacity = 0.06;
        return palette;
    }
}

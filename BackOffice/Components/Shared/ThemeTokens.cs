using System.Collections.Frozen;
using System.Text;

namespace BackOffice.Components.Shared;

/// <summary>Who must act, said by colour: see the visual language, principle 2.</summary>
public enum StatusRole
{
    Ok,
    Run,
    Wait,
    Late,
    Fail,
    Unknown,
    Quiet,
}

/// <summary>Text, ground and solid of a role, as #RRGGBB.</summary>
public sealed record RoleColours(string Fg, string Bg, string Solid);

/// <summary>Every colour of one theme, as #RRGGBB (the scrim and the shadow as rgba). What MudBlazor's palette lacks is a CSS custom property of the same name.</summary>
public sealed record ThemeTokens
{
    public required string Paper { get; init; }

    public required string Surface { get; init; }

    public required string Sunken { get; init; }

    public required string Hover { get; init; }

    public required string Selected { get; init; }

    public required string Line { get; init; }

    public required string LineStrong { get; init; }

    /// <summary>Borders of fields and checkboxes; 3.0 against every ground.</summary>
    public required string Control { get; init; }

    public required string Text { get; init; }

    public required string Text2 { get; init; }

    public required string Ink { get; init; }

    public required string InkHover { get; init; }

    public required string OnInk { get; init; }

    public required string Tide { get; init; }

    public required string TideSoft { get; init; }

    public required string Focus { get; init; }

    public required string Sand { get; init; }

    /// <summary>The line in the mark, and nothing else.</summary>
    public required string Gilt { get; init; }

    public required string Shadow { get; init; }

    public required string Scrim { get; init; }

    public required FrozenDictionary<StatusRole, RoleColours> Roles { get; init; }

    public static readonly ThemeTokens Light = new()
    {
        Paper = "#F7F5F1", Surface = "#FFFFFF", Sunken = "#F1EEE8", Hover = "#F5F2EC", Selected = "#E6F0F1", Line = "#E2DDD3", LineStrong = "#C9C2B5",
        Control = "#8A8373", Text = "#1B2336", Text2 = "#545B6B", Ink = "#1B2336", InkHover = "#2C3650", OnInk = "#FFFFFF", Tide = "#0B5E6B",
        TideSoft = "#DFEEF0", Focus = "#0B7285", Sand = "#7D6437", Gilt = "#B8892B", Shadow = "rgba(27,35,54,.16)", Scrim = "rgba(27,35,54,.42)",
        Roles = new Dictionary<StatusRole, RoleColours>
        {
            [StatusRole.Ok] = new("#17603A", "#E2F1E7", "#2C8A57"),
            [StatusRole.Run] = new("#1D4AA3", "#E4ECFB", "#3A6BD0"),
            [StatusRole.Wait] = new("#734A00", "#FBEFCF", "#AD7400"),
            [StatusRole.Late] = new("#963A0C", "#FCE7DA", "#C95A1C"),
            [StatusRole.Fail] = new("#A11B29", "#FBE3E3", "#C4303B"),
            [StatusRole.Unknown] = new("#662B96", "#F1E6F9", "#8A4DC0"),
            [StatusRole.Quiet] = new("#50555F", "#ECE9E3", "#7F8289"),
        }.ToFrozenDictionary(),
    };

    public static readonly ThemeTokens Dark = new()
    {
        Paper = "#12151B", Surface = "#1A1E26", Sunken = "#151920", Hover = "#212631", Selected = "#17313A", Line = "#2C323E", LineStrong = "#434B5A",
        Control = "#737C8D", Text = "#E9E6DF", Text2 = "#ADB2BD", Ink = "#E9E6DF", InkHover = "#FFFFFF", OnInk = "#161A22", Tide = "#6CC7D3",
        TideSoft = "#16323A", Focus = "#6CC7D3", Sand = "#D1B37C", Gilt = "#D3A84C", Shadow = "rgba(0,0,0,.55)", Scrim = "rgba(5,7,10,.62)",
        Roles = new Dictionary<StatusRole, RoleColours>
        {
            [StatusRole.Ok] = new("#7FD1A1", "#152E21", "#46A873"),
            [StatusRole.Run] = new("#9DBBF8", "#1A2947", "#5F8CE8"),
            [StatusRole.Wait] = new("#E9C26B", "#332810", "#C9952F"),
            [StatusRole.Late] = new("#F5A77E", "#3A2216", "#DB7440"),
            [StatusRole.Fail] = new("#F79A9C", "#3D1C20", "#DF5B62"),
            [StatusRole.Unknown] = new("#D2AEF2", "#2E2140", "#A877DA"),
            [StatusRole.Quiet] = new("#B3B7C0", "#262B35", "#858B98"),
        }.ToFrozenDictionary(),
    };

    public RoleColours Of(StatusRole role) => Roles[role];

    /// <summary>The theme's own custom properties, one a line, as <c>theme.css</c> holds them.</summary>
    public string ToCss()
    {
        var css = new StringBuilder();
        Add("paper", Paper);
        Add("surface", Surface);
        Add("sunken", Sunken);
        Add("hover", Hover);
        Add("selected", Selected);
        Add("line", Line);
        Add("line-strong", LineStrong);
        Add("control", Control);
        Add("text", Text);
        Add("text2", Text2);
        Add("ink", Ink);
        Add("ink-hover", InkHover);
        Add("on-ink", OnInk);
        Add("tide", Tide);
        Add("tide-soft", TideSoft);
        Add("focus", Focus);
        Add("sand", Sand);
        Add("gilt", Gilt);
        Add("shadow", Shadow);
        Add("scrim", Scrim);
        foreach (var role in Enum.GetValues<StatusRole>())
        {
            var name = role.ToString().ToLowerInvariant();
            Add(name + "-fg", Of(role).Fg);
            Add(name + "-bg", Of(role).Bg);
            Add(name + "-solid", Of(role).Solid);
        }

        return css.ToString();

        void Add(string name, string value) => css.Append("  --").Append(name).Append(": ").Append(value).Append(";\n");
    }
}

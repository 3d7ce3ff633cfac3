using System.CommandLine;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class CommonOptions
{
    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Addresses to listen on, separated by semicolons; default {ServerAddresses.Default}.",
        HelpName = "ADDRESSES",
    };

    public static readonly Option<string> Data = new("--data")
    {
        Description = "The data folder; default data in the working directory.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => "data",
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting that wins over file and environment, as Section:Key=value; may be repeated.",
        HelpName = "KEY=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
        Validators =
        {
            result =>
            {
                foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=') < 1))
                    result.AddError($"--set {token.Value}: KEY=VALUE is expected.");
            },
        },
    };

    public static ServerSettings SettingsOf(ParseResult parsed) => new()
    {
        Urls = parsed.GetValue(Urls),
        Data = parsed.GetRequiredValue(Data),
        Overrides = parsed.GetRequiredValue(Set).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]),
    };

    /// <summary>For programs: the answer as JSON on standard output and nothing else.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };
}

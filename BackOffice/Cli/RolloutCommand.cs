using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Rollouts;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class RolloutCommand
{
    private static readonly Option<string> s_flag = new("--flag")
    {
        Description = "The flag.",
        Recursive = true,
        DefaultValueFactory = _ => RolloutPolicy.CityOrdersInstantProcessing,
    };

    public static Command Build() => new("rollout", "The dial of the instant path.") { s_flag, Show(), Set() };

    private static Command Show()
    {
        var json = CommonOptions.Json();
        var command = new Command("show", "The policy in force.") { json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var response = await session.Client.GetAsync(PathOf(parsed), cancellationToken);
            return await AnswerAsync(response, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Command Set()
    {
        var dial = new Option<decimal?>("--dial")
        {
            Description = "The share that is processed instantly, in percent: 0 to 100 with at most two decimals.",
            HelpName = "PERCENT",
            CustomParser = result =>
            {
                if (decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                    && value <= 100 && decimal.Round(value, 2) == value)
                    return value;
                result.AddError($"--dial {result.Tokens[0].Value}: a number from 0 to 100 with at most two decimals is expected.");
                return null;
            },
        };
        var kill = new Option<bool>("--kill") { Description = "Switch the instant path off for everybody." };
        var revive = new Option<bool>("--revive") { Description = "Take the kill switch back." };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", DefaultValueFactory = _ => "" };
        var version = new Option<long?>("--expected-version") { Description = "The version that rollout show printed; another one is refused. Left out: the version in force now." };
        var json = CommonOptions.Json();
        var command = new Command("set", "Change the policy.") { dial, kill, revive, reason, version, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(kill) && result.GetValue(revive))
                result.AddError("--kill and --revive exclude each other.");
            else if (result.GetResult(dial) is null && !result.GetValue(kill) && !result.GetValue(revive))
                result.AddError("Say what to change: --dial, --kill or --revive.");
        });
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            if (parsed.GetValue(version) is not { } expected)
            {
                using var current = await session.Client.GetAsync(PathOf(parsed), cancellationToken);
                if (await Verb.ReadAsync(current, cancellationToken) is not { } shown || JsonSerializer.Deserialize(shown, ApiJson.Of<RolloutPolicy>()) is not { } policy)
                    return ExitCodes.Refused;
                expected = policy.Version;
            }

            var body = new RolloutBody(
                Guid.CreateVersion7().ToString("N"), expected, parsed.GetValue(reason),
                parsed.GetValue(dial) is { } value ? (int)(value * 100) : null,
                parsed.GetValue(kill) ? true : parsed.GetValue(revive) ? false : null,
                CityDials: null, Allow: null, Deny: null);
            using var response = await session.Client.PutAsJsonAsync(PathOf(parsed), body, ApiJson.Of<RolloutBody>(), cancellationToken);
            return await AnswerAsync(response, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static string PathOf(ParseResult parsed) => "/api/rollouts/" + Uri.EscapeDataString(parsed.GetRequiredValue(s_flag));

    private static async Task<int> AnswerAsync(HttpResponseMessage response, bool json, CancellationToken cancellationToken)
    {
        if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
            return ExitCodes.Refused;
        if (json)
        {
            Console.WriteLine(Encoding.UTF8.GetString(body));
            return ExitCodes.Success;
        }

        if (JsonSerializer.Deserialize(body, ApiJson.Of<RolloutPolicy>()) is not { } policy)
            return ExitCodes.Failure;
        Console.WriteLine(FormattableString.Invariant(
            $"{policy.Flag}: {(policy.Killed ? "killed (was " : "")}{policy.Dial / 100m:F2} %{(policy.Killed ? ")" : "")}, version {policy.Version}"));
        foreach (var (city, dial) in policy.CityDials)
            Console.WriteLine(FormattableString.Invariant($"  {city}: {dial / 100m:F2} %"));
        return ExitCodes.Success;
    }
}

using System.CommandLine;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Orders;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary><c>counters</c>: what is kept on write against what is there.</summary>
internal static class CountersCommand
{
    public static Command Build()
    {
        var repair = new Option<bool>("--repair") { Description = "Set the counters to what was counted." };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log; needed with --repair.", DefaultValueFactory = _ => "" };
        var json = CommonOptions.Json();
        var command = new Command("counters", $"Count every order anew and compare with the counters that are kept on write. Ends with {ExitCodes.Failure} when they differ and were not repaired.") { repair, reason, json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var response = await session.Client.PostAsync(
                parsed.GetValue(repair) ? "/api/counters/check?repair=true&reason=" + Uri.EscapeDataString(parsed.GetRequiredValue(reason)) : "/api/counters/check", content: null, cancellationToken);
            if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
                return ExitCodes.Refused;
            if (JsonSerializer.Deserialize(body, ApiJson.Of<CounterReport>()) is not { } report)
                return ExitCodes.Failure;
            if (parsed.GetValue(json))
                Console.WriteLine(Encoding.UTF8.GetString(body));
            else
                Print(report);
            return report.Differences.Count == 0 || report.Repaired ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static void Print(CounterReport report)
    {
        foreach (var difference in report.Differences)
            Console.WriteLine(FormattableString.Invariant($"{difference.Name}: {difference.Kept:N0} kept, {difference.Counted:N0} counted"));
        var verdict = report.Differences.Count == 0 ? "all equal" : FormattableString.Invariant($"{report.Differences.Count:N0} differ{(report.Repaired ? ", repaired" : "")}");
        Console.WriteLine(FormattableString.Invariant($"{report.Counters:N0} counters over {report.Orders:N0} orders: {verdict}."));
    }
}

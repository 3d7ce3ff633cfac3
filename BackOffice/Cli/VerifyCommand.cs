using System.CommandLine;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Audit;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class VerifyCommand
{
    public static Command Build()
    {
        var json = CommonOptions.Json();
        var command = new Command("verify", $"Check every chain and checkpoint of the audit log. Ends with {ExitCodes.AuditBroken} when something was edited, removed, reordered or cut off.") { json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var response = await session.Client.PostAsync("/api/audit/verify", content: null, cancellationToken);
            if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
                return ExitCodes.Refused;
            if (JsonSerializer.Deserialize(body, ApiJson.Of<AuditReport>()) is not { } report)
                return ExitCodes.Failure;
            if (parsed.GetValue(json))
                Console.WriteLine(Encoding.UTF8.GetString(body));
            else
                Print(report);
            return report.IsGreen ? ExitCodes.Success : ExitCodes.AuditBroken;
        });
        return command;
    }

    private static void Print(AuditReport report)
    {
        foreach (var finding in report.Findings)
            Console.WriteLine(FormattableString.Invariant($"{finding.Kind}: {finding.Subject} {finding.Number} {finding.Text}"));
        Console.WriteLine(FormattableString.Invariant(
            $"{(report.IsGreen ? "Green" : "BROKEN")}: {report.Entries:N0} entries of {report.Subjects:N0} subjects and {report.Checkpoints:N0} checkpoints checked in {report.Took.TotalSeconds:F1} s, {report.Findings.Count:N0} findings."));
    }
}

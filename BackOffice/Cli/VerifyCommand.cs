using System.CommandLine;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Audit;
using BackOffice.Core.Payments;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class VerifyCommand
{
    public static Command Build()
    {
        var json = CommonOptions.Json();
        var command = new Command("verify", $"Check every chain and checkpoint of the audit log, and the money of every order. Ends with {ExitCodes.AuditBroken} when the log was edited, removed, reordered or cut off, or an invariant of the money is broken.") { json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var response = await session.Client.PostAsync("/api/audit/verify", content: null, cancellationToken);
            if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
                return ExitCodes.Refused;
            if (JsonSerializer.Deserialize(body, ApiJson.Of<AuditReport>()) is not { } report)
                return ExitCodes.Failure;
            using var checkedMoney = await session.Client.PostAsync("/api/money/verify", content: null, cancellationToken);
            if (await Verb.ReadAsync(checkedMoney, cancellationToken) is not { } moneyBody)
                return ExitCodes.Refused;
            if (JsonSerializer.Deserialize(moneyBody, ApiJson.Of<MoneyReport>()) is not { } money)
                return ExitCodes.Failure;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Encoding.UTF8.GetString(body));
                Console.WriteLine(Encoding.UTF8.GetString(moneyBody));
            }
            else
            {
                Print(report);
                Print(money, Console.Out);
            }

            return report.IsGreen && money.IsGreen ? ExitCodes.Success : ExitCodes.AuditBroken;
        });
        return command;
    }

    internal static void Print(MoneyReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
            output.WriteLine($"{finding.Invariant}: {finding.Order} {finding.Text}");
        foreach (var one in report.Invariants)
            output.WriteLine(FormattableString.Invariant($"{one.Name,-3} {one.Checked,10:N0} checked {one.Broken,6:N0} broken  {one.Meaning}"));
        if (report.Comparison is { } compared)
        {
            output.WriteLine(FormattableString.Invariant(
                $"Our refunds and the gateway's: {compared.Ours:N0} and {compared.Theirs:N0}, {compared.Same:N0} the same, {compared.Open:N0} still open, {compared.Different:N0} different."));
        }

        if (report.Unreadable > 0)
            output.WriteLine(FormattableString.Invariant($"{report.Unreadable:N0} orders cannot be read."));
        output.WriteLine(FormattableString.Invariant(
            $"{(report.IsGreen ? "Green" : "BROKEN")}: the money of {report.Orders:N0} orders with {report.Refunds:N0} refunds and {report.Vouchers:N0} vouchers checked in {report.Took.TotalSeconds:F1} s."));
    }

    private static void Print(AuditReport report)
    {
        foreach (var finding in report.Findings)
            Console.WriteLine(FormattableString.Invariant($"{finding.Kind}: {finding.Subject} {finding.Number} {finding.Text}"));
        Console.WriteLine(FormattableString.Invariant(
            $"{(report.IsGreen ? "Green" : "BROKEN")}: {report.Entries:N0} entries of {report.Subjects:N0} subjects and {report.Checkpoints:N0} checkpoints checked in {report.Took.TotalSeconds:F1} s, {report.Findings.Count:N0} findings."));
    }
}

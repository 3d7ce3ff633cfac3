using System.CommandLine;
using BackOffice.Core.Orders.Export;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary><c>export</c>: orders of a query into a file, which has its name only once it is whole.</summary>
internal static class ExportCommand
{
    public static Command Build()
    {
        var query = new Option<string>("--query") { Description = "As in the console's box: status:failed placed:today. Left out: all orders.", DefaultValueFactory = _ => "" };
        var file = new Option<FileInfo>("--out") { Description = "Where to.", HelpName = "FILE", Required = true };
        var format = new Option<ExportFormat>("--format") { Description = "csv or jsonl.", DefaultValueFactory = _ => ExportFormat.Csv };
        var zone = new Option<string>("--zone") { Description = "Where the query's dates begin at midnight, as an IANA name.", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" };
        var clear = new Option<bool>("--in-clear") { Description = "Names, e-mails, phones and user ids as they are; needs --reason." };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", DefaultValueFactory = _ => "" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there." };
        var command = new Command("export", $"Export orders. Ends with {ExitCodes.ExportCut} when there were more than an export may have.") { query, file, format, zone, clear, reason, force };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file)?.Tokens.Count > 0 && result.GetValue(file) is { Exists: true, FullName: var name } && !result.GetValue(force))
                result.AddError($"{name} is there already; --force replaces it.");
            if (result.GetValue(clear) && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--in-clear needs --reason.");
        });
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            var chosen = parsed.GetValue(format);
            var address = $"/api/orders/export?query={Escape(parsed.GetValue(query))}&zone={Escape(parsed.GetValue(zone))}&format={chosen.ToString().ToLowerInvariant()}"
                + (parsed.GetValue(clear) ? "&inClear=true" : "") + (parsed.GetValue(reason) is { Length: > 0 } why ? "&reason=" + Escape(why) : "");
            using var response = await session.Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                await Verb.ReadAsync(response, cancellationToken);
                return ExitCodes.Refused;
            }

            return await ReceiveAsync(response, parsed.GetRequiredValue(file), chosen, parsed.GetValue(force), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ReceiveAsync(HttpResponseMessage response, FileInfo file, ExportFormat format, bool replace, CancellationToken cancellationToken)
    {
        var part = file.FullName + ".part";
        try
        {
            ExportEnd? end;
            await using (var body = await response.Content.ReadAsStreamAsync(cancellationToken))
                end = await ExportPart.ReceiveAsync(body, part, format, cancellationToken);
            if (end is null)
            {
                await Console.Error.WriteLineAsync("The export ended before its last line, so it is not whole and nothing is kept. Run it again.");
                return ExitCodes.Failure;
            }

            File.Move(part, file.FullName, replace);
            Console.WriteLine(FormattableString.Invariant($"{end.Rows:N0} orders in {file.FullName}, SHA-256 {end.Sha256}"));
            if (!end.IsCut)
                return ExitCodes.Success;
            await Console.Error.WriteLineAsync("There are more orders than an export may have (Export:MaxRows): the file was cut. Narrow the query, by placed: for example.");
            return ExitCodes.ExportCut;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The export broke off and nothing is kept: {failure.Message}");
            return ExitCodes.Failure;
        }
        finally
        {
            if (File.Exists(part))
                File.Delete(part);
        }
    }

    private static string Escape(string? text) => Uri.EscapeDataString(text ?? "");
}

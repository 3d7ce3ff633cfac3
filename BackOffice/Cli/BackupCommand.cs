using System.CommandLine;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Installation;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary><c>backup --to DIR</c>: a data folder of one moment, written while the server works, or without one.</summary>
internal static class BackupCommand
{
    public static Command Build()
    {
        var to = new Option<string>("--to") { Description = "A folder that is empty or does not exist, best on another disk. It can be given as --data.", HelpName = "DIR", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("backup", "Copy orders, workflows, audit log and keys as they are at one moment. Holds keys and personal data: keep it as safe as the data itself.") { to, json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            using var body = JsonContent.Create(new BackupBody(Path.GetFullPath(parsed.GetRequiredValue(to))), ApiJson.Of<BackupBody>());
            using var response = await session.Client.PostAsync("/api/backups", body, cancellationToken);
            if (await Verb.ReadAsync(response, cancellationToken) is not { } answer)
                return ExitCodes.Refused;
            if (JsonSerializer.Deserialize(answer, ApiJson.Of<BackupMade>()) is not { } made)
                return ExitCodes.Failure;
            Console.WriteLine(parsed.GetValue(json)
                ? Encoding.UTF8.GetString(answer)
                : FormattableString.Invariant($"{made.Files.Count} files, {made.Bytes:N0} bytes in {made.Folder}, in {made.Took.TotalSeconds:F1} s; writers waited {made.Held.TotalMilliseconds:F0} ms."));
            return ExitCodes.Success;
        });
        return command;
    }
}

using System.CommandLine;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary><c>rule export</c> and <c>rule import</c>: the server's rules as files for a repository, and back.</summary>
internal static class RuleTransfer
{
    public static Command Export()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = $"Gets a file NAME{RuleFile.Extension} for every rule; made when it is not there." };
        var template = new Option<FileInfo?>("--cloudformation") { Description = "Write a CloudFormation template as well.", HelpName = "FILE" };
        var command = new Command("export", "Write the rules as canonical JSON, so that two exports differ only where rules do.") { folder, template };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            if (await ReadAsync(session, cancellationToken) is not { } rules)
                return ExitCodes.Refused;
            var root = parsed.GetRequiredValue(folder);
            root.Create();
            foreach (var (name, rule) in rules)
                await File.WriteAllTextAsync(Path.Combine(root.FullName, name + RuleFile.Extension), RuleText.Write(rule.Content), cancellationToken);
            if (parsed.GetValue(template) is { } file)
                await File.WriteAllTextAsync(file.FullName, RuleTemplate.Write(rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Content))), cancellationToken);
            Console.WriteLine(FormattableString.Invariant($"{rules.Count} rules in {root.FullName}"));
            return ExitCodes.Success;
        });
        return command;
    }

    public static Command Import()
    {
        var source = new Argument<FileSystemInfo>("PATH") { Description = $"A folder with files that end in {RuleFile.Extension}, or a CloudFormation template that rule export wrote." };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", Required = true };
        var command = new Command("import", "Save every rule that differs from the server's. Nothing is deleted; what needs a second person waits for one.") { source, reason };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            if (Wanted(parsed.GetRequiredValue(source)) is not { } wanted || await ReadAsync(session, cancellationToken) is not { } known)
                return ExitCodes.Refused;
            var refused = 0;
            foreach (var (name, content) in wanted)
                refused += await SaveAsync(session, name, content, known.GetValueOrDefault(name), parsed.GetRequiredValue(reason), cancellationToken) ? 0 : 1;
            return refused == 0 ? ExitCodes.Success : ExitCodes.Refused;
        });
        return command;
    }

    private static async Task<bool> SaveAsync(ServerSession session, string name, RuleContent content, Known? known, string reason, CancellationToken cancellationToken)
    {
        if (known is not null && RuleText.Write(known.Content) == RuleText.Write(content))
        {
            Console.WriteLine($"same     {name}");
            return true;
        }

        var answer = ContentAnswer.Of(content);
        var body = new RuleBody(
            content.Description, answer.Pattern, content.State is RuleState.Enabled ? "enabled" : "disabled", content.Targets, answer.Samples, Guid.CreateVersion7().ToString("N"), known?.Version ?? 0, reason);
        using var response = await session.Client.PutAsJsonAsync("/api/rules/" + Uri.EscapeDataString(name), body, ApiJson.Of<RuleBody>(), cancellationToken);
        if (await Verb.ReadAsync(response, cancellationToken) is not { } saved || JsonSerializer.Deserialize(saved, ApiJson.Of<RuleOutcomeAnswer>()) is not { } outcome)
        {
            Console.WriteLine($"refused  {name}");
            return false;
        }

        Console.WriteLine($"{(outcome.Waits ? "waits   " : "saved   ")} {name}: {outcome.Message}");
        return true;
    }

    private static async Task<IReadOnlyDictionary<string, Known>?> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        using var response = await session.Client.GetAsync("/api/rules", cancellationToken);
        return await Verb.ReadAsync(response, cancellationToken) is { } body && JsonSerializer.Deserialize(body, ApiJson.Of<RulesAnswer>()) is { } rules
            ? rules.Items.ToDictionary(rule => rule.Name, rule => new Known(rule.Version, ContentOf(rule.Content)))
            : null;
    }

    private static RuleContent ContentOf(ContentAnswer content) => new()
    {
        Description = content.Description, Pattern = content.Pattern.GetRawText(), State = content.State, Targets = content.Targets,
        Samples = [.. content.Samples.Select(sample => new RuleSample(sample.Name, sample.MustMatch, sample.Event.GetRawText()))],
    };

    /// <summary>Null when something cannot be read, which is told.</summary>
    private static SortedDictionary<string, RuleContent>? Wanted(FileSystemInfo source)
    {
        var wanted = new SortedDictionary<string, RuleContent>(StringComparer.Ordinal);
        try
        {
            if (Directory.Exists(source.FullName))
            {
                foreach (var file in Directory.GetFiles(source.FullName, "*" + RuleFile.Extension))
                {
                    var read = RuleText.Read(File.ReadAllBytes(file));
                    if (read.Error is { } wrong)
                        return Tell(Path.GetFileName(file), wrong);
                    wanted[Path.GetFileName(file)[..^RuleFile.Extension.Length]] = read.Value;
                }

                return wanted;
            }

            var template = RuleTemplate.Read(File.ReadAllText(source.FullName, Encoding.UTF8));
            if (template.Error is { } refused)
                return Tell(source.Name, refused);
            foreach (var (name, content) in template.Value)
                wanted[name] = content;
            return wanted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{source}: {e.Message}");
            return null;
        }
    }

    private static SortedDictionary<string, RuleContent>? Tell(string file, Error error)
    {
        Console.Error.WriteLine(error is PatternRefusal refusal ? FormattableString.Invariant($"{file}({refusal.Line},{refusal.Column}): {refusal.Path}: {refusal.Message}") : $"{file}: {error.Message}");
        foreach (var field in (error as Invalid)?.Fields ?? [])
            Console.Error.WriteLine($"  {field.Field}: {field.Message}");
        return null;
    }

    private sealed record Known(long Version, RuleContent Content);
}

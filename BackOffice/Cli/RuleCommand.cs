using System.CommandLine;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary>Routing rules as files: no server and no data folder is needed.</summary>
internal static class RuleCommand
{
    /// <summary>The event does not match, or an example of a rule comes out wrong.</summary>
    public const int No = 1;

    /// <summary>A file cannot be read, or what is in it is no pattern, event or rule.</summary>
    public const int BadInput = ExitCodes.Usage;

    public static Command Build() => new("rule", "Routing rules as files.") { Test(), Check(), RuleTransfer.Export(), RuleTransfer.Import() };

    private static Command Test()
    {
        var pattern = new Option<FileInfo>("--pattern") { Description = "A file with an event pattern.", HelpName = "FILE", Required = true };
        var json = new Option<FileInfo>("--event") { Description = "A file with an event, envelope and all.", HelpName = "FILE", Required = true };
        var existing = Existing();
        var command = new Command("test", $"Say whether a pattern matches an event, and why. Ends with 0 when it does, {No} when it does not, {BadInput} for bad input.")
        {
            pattern, json, existing,
        };
        command.SetAction(parsed =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var file = parsed.GetRequiredValue(pattern);
            if (Read(file, errors) is not { } text || Read(parsed.GetRequiredValue(json), errors) is not { } eventJson)
                return BadInput;
            var rule = EventPattern.Parse(text, Reading(parsed, existing));
            if (rule.Error is not null)
            {
                Tell(errors, file.Name, rule.Error);
                return BadInput;
            }

            foreach (var warning in rule.Value.Warnings)
                errors.WriteLine($"{file.Name}: {warning.Path}: {warning.Message}");
            var explained = rule.Value.Explain(eventJson);
            if (explained.Error is not null)
            {
                Tell(errors, parsed.GetRequiredValue(json).Name, explained.Error);
                return BadInput;
            }

            if (EventEnvelope.Missing(eventJson) is { IsSuccess: true, Value: { Count: > 0 } missing })
                errors.WriteLine($"{parsed.GetRequiredValue(json).Name}: not a whole event, AWS would not test it: it lacks {string.Join(", ", missing)}.");
            output.Write(explained.Value.ToString());
            return explained.Value.Matched ? ExitCodes.Success : No;
        });
        return command;
    }

    private static Command Check()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = $"Searched for files that end in {RuleFile.Extension}." };
        var existing = Existing();
        var command = new Command("check", $"Run the examples of every rule file. Ends with 0 when all come out as they must, {No} when one does not, {BadInput} for bad input.")
        {
            folder, existing,
        };
        command.SetAction(parsed =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var root = parsed.GetRequiredValue(folder);
            var files = root.Exists ? root.GetFiles("*" + RuleFile.Extension, SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList() : [];
            if (files.Count == 0)
            {
                errors.WriteLine($"{root}: there is no file that ends in {RuleFile.Extension}.");
                return BadInput;
            }

            var worst = files.Select(file => CheckFile(file, Path.GetRelativePath(root.FullName, file.FullName), Reading(parsed, existing), output, errors)).ToList();
            output.WriteLine(FormattableString.Invariant($"{files.Count} rules: {worst.Count(code => code == ExitCodes.Success)} good, {worst.Count(code => code != ExitCodes.Success)} not"));
            return worst.Max();
        });
        return command;
    }

    private static int CheckFile(FileInfo file, string name, PatternReading reading, TextWriter output, TextWriter errors)
    {
        if (Read(file, errors) is not { } text)
            return BadInput;
        var rule = RuleFile.Parse(text, reading);
        if (rule.Error is not null)
        {
            Tell(errors, name, rule.Error);
            return BadInput;
        }

        foreach (var warning in rule.Value.Pattern.Warnings)
            errors.WriteLine($"{name}: {warning.Path}: {warning.Message}");
        var failing = rule.Value.Failing().ToList();
        output.WriteLine(FormattableString.Invariant($"{(failing.Count == 0 ? "ok    " : "failed")}  {name}: {rule.Value.Examples.Count} examples, {failing.Count} wrong"));
        foreach (var example in failing)
        {
            output.WriteLine($"        \"{example.Name}\" {(example.MustMatch ? "must match" : "must not match")}:");
            var explained = rule.Value.Pattern.Explain(example.EventJson.Span);
            var lines = explained.IsSuccess ? explained.Value.ToString() : explained.Error.Message;
            foreach (var line in lines.TrimEnd('\n').Split('\n'))
                output.WriteLine("        " + line);
        }

        return failing.Count == 0 ? ExitCodes.Success : No;
    }

    private static Option<bool> Existing() => new("--existing") { Description = "Read patterns as AWS reads rules that it has: a malformed $or is a field's name." };

    private static PatternReading Reading(ParseResult parsed, Option<bool> existing) =>
        parsed.GetValue(existing) ? PatternReading.Existing : PatternReading.Strict;

    private static byte[]? Read(FileInfo file, TextWriter errors)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{file}: {e.Message}");
            return null;
        }
    }

    private static void Tell(TextWriter errors, string file, Error error)
    {
        if (error is not PatternRefusal refusal)
        {
            errors.WriteLine($"{file}: {error.Message}");
            return;
        }

        errors.WriteLine(FormattableString.Invariant($"{file}({refusal.Line},{refusal.Column}): {refusal.Path}: {refusal.Message}"));
        if (refusal.Suggestion is not null)
            errors.WriteLine($"  try: {refusal.Suggestion}");
        if (refusal.AwsReason is not null)
            errors.WriteLine($"  AWS: {refusal.AwsReason}");
    }
}

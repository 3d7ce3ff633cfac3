using System.CommandLine;
using System.CommandLine.Parsing;
using BackOffice.Core.Workflows.Definitions;

namespace BackOffice.Cli.Workflows;

/// <summary>A definition that the command line names: a file, or one that comes with the program.</summary>
/// <param name="Name">As a state machine may be named.</param>
/// <param name="Asl">Its text.</param>
internal sealed record DefinitionSource(string Name, string Asl)
{
    public static Argument<DefinitionSource> Argument(string name) => new(name)
    {
        Description = $"A file of Amazon States Language, or one that comes with the program: {string.Join(", ", ShippedDefinitions.All)}.",
        CustomParser = Parse,
    };

    private static DefinitionSource? Parse(ArgumentResult result)
    {
        var named = result.Tokens.Single().Value;
        if (File.Exists(named))
            return Read(named, result);
        if (ShippedDefinitions.All.Contains(named))
            return new DefinitionSource(named, ShippedDefinitions.Read(named));
        result.AddError($"{named}: there is no such file, and no definition of that name comes with the program.");
        return null;
    }

    private static DefinitionSource? Read(string path, ArgumentResult result)
    {
        try
        {
            var name = string.Concat(Path.GetFileName(path).Split('.')[0].Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(80));
            return new DefinitionSource(name.Length == 0 ? "definition" : name, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            result.AddError($"{path}: {e.Message}");
            return null;
        }
    }
}

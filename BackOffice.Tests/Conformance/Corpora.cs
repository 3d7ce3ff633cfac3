using System.Text.Json;

namespace BackOffice.Tests.Conformance;

/// <summary>Where recorded behaviour lies: beside the repository, or where BACKOFFICE_CORPORA says.</summary>
internal static class Corpora
{
    /// <summary>The file's path, or null when there are no corpora on this machine.</summary>
    public static string? Find(string file)
    {
        if (Environment.GetEnvironmentVariable("BACKOFFICE_CORPORA") is { Length: > 0 } named)
            return Existing(Path.Combine(named, file));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            // The repository's root; in a worktree .git is a file.
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                return Existing(Path.Combine(folder.FullName, "..", "shared", "corpora", file));
        }

        return null;
    }

    /// <summary>The rows of a corpus that is there.</summary>
    public static IEnumerable<JsonElement> Rows(string file)
    {
        foreach (var line in File.ReadLines(Find(file) ?? throw new InvalidOperationException($"There is no corpus {file}.")))
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}

/// <summary>A test that needs a corpus, skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute(string file)
    {
        if (Corpora.Find(file) is null)
            Skip = $"The corpus {file} is neither in $BACKOFFICE_CORPORA nor in ../shared/corpora.";
    }
}

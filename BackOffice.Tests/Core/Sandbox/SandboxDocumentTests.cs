using System.Runtime.CompilerServices;
using BackOffice.Core.Backends.Embedded.Sandbox;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxDocumentTests
{
    /// <summary>BACKOFFICE_WRITE_DOCS=1 writes the table instead of comparing it.</summary>
    [Fact]
    public void Document_Table_EqualsTheCode()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "sandbox.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var begin = text.IndexOf(SandboxTable.Begin, StringComparison.Ordinal) + SandboxTable.Begin.Length;
        var end = text.IndexOf(SandboxTable.End, StringComparison.Ordinal);
        var expected = "\n\n" + SandboxTable.Markdown();
        if (Environment.GetEnvironmentVariable("BACKOFFICE_WRITE_DOCS") == "1")
        {
            text = text[..begin] + expected + text[end..];
            File.WriteAllText(path, text);
            end = text.IndexOf(SandboxTable.End, StringComparison.Ordinal);
        }

        Assert.Equal(expected, text[begin..end]);
    }

    private static string RepositoryRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "BackOffice.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository's root was not found.");
    }
}

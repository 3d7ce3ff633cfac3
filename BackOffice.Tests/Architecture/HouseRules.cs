using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BackOffice.Core.Common;

namespace BackOffice.Tests.Architecture;

/// <summary>The rules of the house, read from the assemblies and the source.</summary>
public sealed partial class HouseRules
{
    private static readonly string s_root = Root();

    [Fact]
    public void Core_References_NeitherAspNetNorMudBlazor()
    {
        var references = typeof(OrderId).Assembly.GetReferencedAssemblies().Select(name => name.Name ?? "").ToList();

        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("MudBlazor", StringComparison.Ordinal));
    }

    [Fact]
    public void OutsideBackends_NothingNamesSqliteOrAmazonTypes() => AssertNoLine(
        Sources("BackOffice.Core").Concat(Sources("BackOffice")).Where(file => !file.Contains("/Backends/", StringComparison.Ordinal)),
        ForeignStores());

    [Fact]
    public void OutsideComposition_TheProgramNamesNoBackend() => AssertNoLine(
        Sources("BackOffice").Where(file => !file.StartsWith("BackOffice/Hosting/", StringComparison.Ordinal) && !file.StartsWith("BackOffice/Cli/", StringComparison.Ordinal)),
        Backends());

    [Fact]
    public void CoreFeatures_NameNoBackend() => AssertNoLine(
        Sources("BackOffice.Core").Where(file => !file.Contains("/Backends/", StringComparison.Ordinal)), Backends());

    [Fact]
    public void ProductCode_AsksTheInjectedClock() => AssertNoLine(Sources("BackOffice.Core").Concat(Sources("BackOffice")), WallClock());

    [Fact]
    public void SharedComponents_KnowNoFeaturesCommands() => AssertNoLine(Sources("BackOffice/Components/Shared"), Commands());

    [Fact]
    public void SeededBugs_ExistInDebugAlone()
    {
        foreach (var file in Sources("BackOffice.Core").Where(file => !file.EndsWith("SeededBugs.cs", StringComparison.Ordinal)))
        {
            var depth = 0;
            foreach (var line in File.ReadLines(Path.Combine(s_root, file)))
            {
                if (line.StartsWith("#if DEBUG", StringComparison.Ordinal))
                    depth++;
                else if (line.StartsWith("#endif", StringComparison.Ordinal))
                    depth--;
                else
                    Assert.False(depth <= 0 && line.Contains("SeededBugs.", StringComparison.Ordinal), $"{file}: {line.Trim()}");
            }
        }
    }

    private static void AssertNoLine(IEnumerable<string> files, Regex forbidden)
    {
        var found = (from file in files
                     from line in File.ReadLines(Path.Combine(s_root, file)).Select((text, index) => (text, number: index + 1))
                     where !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(line.text)
                     select $"{file}:{line.number}: {line.text.Trim()}").ToList();

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(s_root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"\bMicrosoft\.Data\.Sqlite\b|\bSqlite[A-Z]\w+|\busing Amazon\b|\bAmazon\.\w")]
    private static partial Regex ForeignStores();

    [GeneratedRegex(@"BackOffice\.Core\.Backends|\bBackends\.(Embedded|Aws)")]
    private static partial Regex Backends();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now)\b|\bStopwatch\.StartNew\(\).*DateTime")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\bI(OrderCommands|Orders|Rollouts|AuditLog|Workflows|Store)\b")]
    private static partial Regex Commands();
}

using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Xunit.Abstractions;

namespace BackOffice.Tests.Architecture.Languages;

/// <summary>The resource files against the sources: nothing missing, nothing left over, holes as in the English text.</summary>
public sealed class ResourceTests(ITestOutputHelper output)
{
    private static readonly string s_root = Root();

    [Fact]
    public void Portuguese_EveryTextOfTheSources_IsTranslated()
    {
        var known = Resources("pt-BR").Select(text => text.Key).ToHashSet(StringComparer.Ordinal);

        var missing = TextKeys.Read(s_root).Where(pair => !known.Contains(pair.Key)).Select(pair => $"{pair.Value}: {pair.Key}").ToList();

        foreach (var line in missing)
            output.WriteLine(line);
        Assert.True(missing.Count == 0, $"{missing.Count} texts have no translation:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Portuguese_EveryTranslation_IsUsed()
    {
        var used = TextKeys.Read(s_root);

        var left = Resources("pt-BR").Where(text => !used.ContainsKey(text.Key)).Select(text => $"{text.File}: {text.Key}").ToList();

        Assert.True(left.Count == 0, $"{left.Count} translations are of no text:\n{string.Join('\n', left)}");
    }

    [Fact]
    public void Portuguese_Holes_AreThoseOfTheEnglishText()
    {
        var wrong = Resources("pt-BR").Where(text => !Same(text.Key, text.Value)).Select(text => $"{text.File}: {text.Key} | {text.Value}").ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Portuguese_Keys_StandOnceAndDifferInMoreThanCaseWithinAFile()
    {
        var texts = Resources("pt-BR").ToList();

        Assert.Empty(texts.GroupBy(text => text.Key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(texts.GroupBy(text => text.File + text.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.DoesNotContain(texts, text => text.Value.Trim().Length == 0);
    }

    /// <summary>A number as a word may ask for its feminine form; nothing else about a hole changes.</summary>
    private static bool Same(string key, string value) => TextKeys.HolesOf(key).SequenceEqual(TextKeys.HolesOf(value.Replace(":f}", "}", StringComparison.Ordinal)));

    private static IEnumerable<(string File, string Key, string Value)> Resources(string language) =>
        from path in Directory.EnumerateFiles(Path.Combine(s_root, "BackOffice", "Resources"), $"*.{language}.resx").Order(StringComparer.Ordinal)
        from data in XDocument.Load(path).Root!.Elements("data")
        select (Path.GetFileName(path), data.Attribute("name")!.Value, data.Element("value")!.Value);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}

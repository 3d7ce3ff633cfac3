using System.Runtime.CompilerServices;
using System.Xml.Linq;
using BackOffice.Interaction;

namespace BackOffice.Tests.Architecture.Languages;

/// <summary>The resource files against the sources: nothing missing, nothing left over, holes as in the English text.</summary>
public sealed class ResourceTests
{
    private static readonly string s_root = Root();

    /// <summary>Those that have files.</summary>
    public static TheoryData<string> Languages => [.. Language.All.Where(language => language != Language.English).Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void EveryTextOfTheSources_IsTranslated(string language)
    {
        var known = Resources(language).Select(text => text.Key).ToHashSet(StringComparer.Ordinal);

        var missing = TextKeys.Read(s_root).Where(pair => !known.Contains(pair.Key)).Select(pair => $"{pair.Value}: {pair.Key}").ToList();

        Assert.True(missing.Count == 0, $"{missing.Count} texts have no translation:\n{string.Join('\n', missing)}");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void EveryTranslation_IsUsed(string language)
    {
        var used = TextKeys.Read(s_root);

        var left = Resources(language).Where(text => !used.ContainsKey(text.Key)).Select(text => $"{text.File}: {text.Key}").ToList();

        Assert.True(left.Count == 0, $"{left.Count} translations are of no text:\n{string.Join('\n', left)}");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Holes_AreThoseOfTheEnglishText(string language)
    {
        var wrong = Resources(language).Where(text => !Same(text.Key, text.Value)).Select(text => $"{text.File}: {text.Key} | {text.Value}").ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Keys_StandOnceAndDifferInMoreThanCaseWithinAFile(string language)
    {
        var texts = Resources(language).ToList();

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

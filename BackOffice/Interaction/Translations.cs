using System.Collections;
using System.Collections.Frozen;
using System.Resources;

namespace BackOffice.Interaction;

/// <summary>The resource files, read once: a file a room and language, <c>Resources/Orders.pt-BR.resx</c>, all in one table. English has none.</summary>
internal static class Translations
{
    private static readonly FrozenDictionary<Language, FrozenDictionary<string, string>> s_texts =
        Language.All.Where(language => language != Language.English).ToFrozenDictionary(language => language, Read);

    /// <summary>The translation, or the English text where there is none.</summary>
    public static string Of(Language language, string english) => s_texts.TryGetValue(language, out var texts) ? texts.GetValueOrDefault(english, english) : english;

    /// <summary>Out of the satellite assembly. Resource names differ in more than their case within one file, so what differs in case alone is in two.</summary>
    private static FrozenDictionary<string, string> Read(Language language)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var satellite = typeof(Translations).Assembly.GetSatelliteAssembly(language.UiCulture);
        foreach (var room in satellite.GetManifestResourceNames())
        {
            using var reader = new ResourceReader(satellite.GetManifestResourceStream(room) ?? throw new MissingManifestResourceException(room));
            foreach (DictionaryEntry text in reader)
                texts.TryAdd((string)text.Key, (string)(text.Value ?? "")); // A test finds a key that stands twice; a page must not.
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

using System.Text.RegularExpressions;
using BackOffice.Core.Common;

namespace BackOffice.Tests.Architecture.Languages;

/// <summary>
/// The English texts of the sources that need a translation: what is given to <c>T</c> and <c>Key</c>, what a page says it reads, and the sentences of Core that
/// reach a page.
/// </summary>
internal static partial class TextKeys
{
    /// <summary>Rooms of Core whose sentences only programs and operators see: the store, the engine, definitions and rules given on the command line, the body of an order.</summary>
    private static readonly string[] s_notOnPages =
    [
        "/Backends/", "/Workflows/", "/Routing/", "/Orders/Intake/", "/Common/ChangeSet", "/OrderId.cs", "Options.cs", "/AuditCanonical.cs", "/SealedAudit.cs", "/OrderDraft.cs", "/EffectLedger.cs",
        "/PaymentCallbacks.cs", "/BatchJobs.cs", "/Dispatcher.cs", "/Resume.cs",
    ];

    /// <summary>Of these rooms what pages show all the same.</summary>
    private static readonly string[] s_onPages = ["/Routing/DeliveryDesk.cs", "/Routing/DeliveryBook.cs", "/Routing/Replays/"];

    /// <summary>Between commands and the store; a page never shows it.</summary>
    private const string Nothing = "Nothing to write.";

    /// <summary>Key to where it stands first.</summary>
    public static Dictionary<string, string> Read(string root)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var records = Records();
        foreach (var (file, source) in Pages(root))
        {
            Add(keys, file, source, Asked());
            Add(keys, file, source, new Regex($@"\bnew (?:{records})\(", RegexOptions.CultureInvariant), IsSentence);
        }

        var takers = new Regex($@"(?:\bnew (?:{records})|\b(?:{Methods(root)})|[(\s,]new)\(", RegexOptions.CultureInvariant);
        foreach (var (file, source) in Sources(root, "BackOffice.Core").Where(pair => !Array.Exists(s_notOnPages, pair.File.Contains) || Array.Exists(s_onPages, pair.File.Contains)))
        {
            // What else is given beside a sentence is a code or a name.
            Add(keys, file, source, takers, text => IsSentence(text) || (file.EndsWith("/QueryFields.cs", StringComparison.Ordinal) && text.Contains(' ', StringComparison.Ordinal)));
            Add(keys, file, Matches(source, Cast()).Select(match => SourceLiteral.At(source, match)));
            foreach (var match in Matches(source, Returned()))
                Add(keys, file, source[match - 1] is '{' ? SourceLiteral.InBrackets(source, match) : SourceLiteral.ToSemicolon(source, match));
        }

        return keys;
    }

    /// <summary>True for a text that is the same in every language: without a letter outside its holes.</summary>
    public static bool IsUniversal(string key) => !Hole().Replace(key, "").Any(char.IsLetter);

    /// <summary>The holes with their formats, each once, in the order of their numbers.</summary>
    public static IEnumerable<string> HolesOf(string text) => Hole().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    private static void Add(Dictionary<string, string> keys, string file, string source, Regex before, Func<string, bool>? isText = null)
    {
        foreach (var match in Matches(source, before))
            Add(keys, file, SourceLiteral.InBrackets(source, match).Where(isText ?? (_ => true)));
    }

    private static void Add(Dictionary<string, string> keys, string file, IEnumerable<string> found)
    {
        foreach (var key in found.Where(key => !IsUniversal(key) && key != Nothing))
            keys.TryAdd(key, file);
    }

    /// <summary>Where matches end that are not in a comment.</summary>
    private static IEnumerable<int> Matches(string source, Regex before) =>
        from match in before.Matches(source)
        let line = source[(source.LastIndexOf('\n', match.Index) + 1)..match.Index]
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select match.Index + match.Length;

    private static bool IsSentence(string text) => text.Contains(' ', StringComparison.Ordinal) && text[^1] is '.' or '?';

    /// <summary>Records whose constructor takes a sentence.</summary>
    private static string Records() => string.Join('|', typeof(Sentence).Assembly.GetTypes().Concat(typeof(Interaction.Texts).Assembly.GetTypes())
        .Where(type => type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(Sentence))))
        .Select(type => type.Name));

    /// <summary>Methods of Core that take a sentence.</summary>
    private static string Methods(string root) => string.Join('|', Sources(root, "BackOffice.Core").SelectMany(source => Taking().Matches(source.Text)).Select(match => match.Groups[1].Value).Distinct());

    private static IEnumerable<(string File, string Text)> Pages(string root) =>
        Sources(root, "BackOffice/Components").Concat(Sources(root, "BackOffice/Interaction")).Concat(Sources(root, "BackOffice/Hosting"));

    private static IEnumerable<(string File, string Text)> Sources(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (File: Path.GetRelativePath(root, file).Replace('\\', '/'), Path: file))
            .Where(pair => !pair.File.Contains("/obj/", StringComparison.Ordinal) && !pair.File.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(pair => pair.File, StringComparer.Ordinal)
            .Select(pair => (pair.File, File.ReadAllText(pair.Path)));

    [GeneratedRegex(@"(?<![\w.<])(?:T|Key|Reader\.ReadAsync|Texts\.T)\(")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\(Sentence\??\)(?=[$@""])")]
    private static partial Regex Cast();

    [GeneratedRegex(@"\bSentence\?? \w+(?:\((?:[^()]|\([^()]*\))*\))?\s*(?:=>|=|\{)")]
    private static partial Regex Returned();

    [GeneratedRegex(@"\b(\w+)\([^()]*\bSentence\?? \w+[^()]*\)\s*(?:=>|\{|\n)")]
    private static partial Regex Taking();

    [GeneratedRegex(@"\{\d+(?::[^{}]*)?\}")]
    private static partial Regex Hole();
}

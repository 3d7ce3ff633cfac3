using System.Globalization;

namespace BackOffice.Interaction;

/// <summary>
/// A language of the console: its texts, and how it writes numbers, dates and money. The one of a request or circuit is its <see cref="CultureInfo.CurrentUICulture"/>;
/// the culture itself stays invariant, so that nothing that is stored, sent or parsed depends on who looks.
/// </summary>
public sealed class Language
{
    public static readonly Language English = new("en", "English", CultureInfo.GetCultureInfo("en-US"));

    public static readonly Language Portuguese = new("pt-BR", "Português", Brazil());

    private Language(string tag, string name, CultureInfo culture)
    {
        Tag = tag;
        Name = name;
        Culture = culture;
        UiCulture = CultureInfo.GetCultureInfo(tag);
    }

    /// <summary>The first is what is spoken with somebody whose languages we do not have.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, Portuguese];

    public static Language Current => Of(CultureInfo.CurrentUICulture);

    /// <summary>As in HTML and in the cookie: <c>pt-BR</c>.</summary>
    public string Tag { get; }

    /// <summary>In the language itself.</summary>
    public string Name { get; }

    /// <summary>For numbers and dates that a person reads.</summary>
    public CultureInfo Culture { get; }

    internal CultureInfo UiCulture { get; }

    /// <summary>By its exact tag; null for a language that we do not have.</summary>
    public static Language? Find(string? tag) => All.FirstOrDefault(language => language.Tag == tag);

    /// <summary>What is nearest to a tag that a browser sends: <c>pt</c> and <c>pt-PT</c> are Portuguese of Brazil, <c>en-GB</c> is English; null for others.</summary>
    public static Language? Near(string tag)
    {
        var primary = tag.Split('-', 2)[0];
        return All.FirstOrDefault(language => primary.Equals(language.Tag.Split('-', 2)[0], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// The act in the language of whoever asked for it, for callbacks that come from a timer or feed of the whole process: a circuit renders in the language of
    /// the thread that calls it.
    /// </summary>
    public static Action Keep(Action act)
    {
        var language = CultureInfo.CurrentUICulture;
        return () =>
        {
            var before = CultureInfo.CurrentUICulture;
            CultureInfo.CurrentUICulture = language;
            try
            {
                act();
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        };
    }

    private static Language Of(CultureInfo culture) => Find(culture.Name) ?? English;

    /// <summary>Months without the dot that ICU gives them and that no table has room for.</summary>
    private static CultureInfo Brazil()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("pt-BR").Clone();
        string[] months = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez", ""];
        culture.DateTimeFormat.AbbreviatedMonthNames = months;
        culture.DateTimeFormat.AbbreviatedMonthGenitiveNames = months;
        return CultureInfo.ReadOnly(culture);
    }
}

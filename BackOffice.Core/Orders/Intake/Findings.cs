using System.Text;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Intake;

/// <summary>Collects what is wrong with a document, each with its JSON pointer (RFC 6901). Values are never repeated: they may be personal data.</summary>
internal sealed class Findings
{
    /// <summary>More helps nobody, and a hostile body has thousands.</summary>
    public const int Most = 100;

    private const int LongestName = 64;

    private readonly List<FieldError> _errors = [];
    private bool _more;

    public bool Any => _errors.Count > 0;

    public void Add(string pointer, string message)
    {
        if (_errors.Count < Most)
            _errors.Add(new(pointer, message));
        else
            _more = true;
    }

    public Invalid ToError()
    {
        if (_more)
            _errors.Add(new("", $"has more than {Most} faults; the first {Most} are named"));
        _more = false;
        return new(_errors);
    }

    /// <summary>
    /// The pointer of a member. A name that the client made up is cut and loses what a terminal would act on, because the pointer is shown and logged.
    /// </summary>
    public static string Join(string pointer, string name)
    {
        var text = new StringBuilder(pointer).Append('/');
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (++length > LongestName)
                return text.Append('…').ToString();
            text.Append(rune.Value switch
            {
                '~' => "~0",
                '/' => "~1",
                _ when Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format => "?",
                _ => rune.ToString(),
            });
        }
        return text.ToString();
    }

    public static string Join(string pointer, int index) => pointer + "/" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

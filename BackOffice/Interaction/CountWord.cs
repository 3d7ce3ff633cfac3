using static BackOffice.Interaction.Texts;

namespace BackOffice.Interaction;

/// <summary>
/// A number as a word where it is small: <c>two</c>. Portuguese has two forms of some: a translation asks for the feminine one with the format <c>f</c>,
/// <c>{0:f} mensagens</c>.
/// </summary>
public readonly record struct CountWord(long Number) : IFormattable
{
    private static readonly string[] s_words = [Key("one"), Key("two"), Key("three"), Key("four"), Key("five"), Key("six"), Key("seven"), Key("eight"), Key("nine")];

    public static implicit operator string(CountWord word) => word.ToString();

    public override string ToString() => ToString(null, null);

    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (Number is < 1 or > 9)
            return Formats.Number(Number);
        return format == "f" && Number == 1 ? T("one, feminine")
            : format == "f" && Number == 2 ? T("two, feminine")
            : T(s_words[Number - 1]);
    }
}

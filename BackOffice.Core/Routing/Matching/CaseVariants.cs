using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// Text compared without regard to case the way the engine does it: each character of the pattern stands for its lower or its upper form in the
/// root locale (event-ruler, EqualsIgnoreCaseParser). That is neither OrdinalIgnoreCase nor case folding: the upper form of ß is SS, so the
/// pattern ß matches SS and the pattern SS does not match ß.
/// </summary>
internal sealed class CaseVariants
{
    private readonly byte[][] _lower;
    private readonly byte[][] _upper;

    public CaseVariants(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        _lower = [.. runes.Select(rune => Encoding.UTF8.GetBytes(Lower(rune)))];
        _upper = [.. runes.Select(rune => Encoding.UTF8.GetBytes(Upper(rune)))];
    }

    /// <summary>How many bytes at the start of the text the whole pattern takes; -1 when it does not start so.</summary>
    public int MatchStart(ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (var i = 0; i < _lower.Length; i++)
        {
            if (text[at..].StartsWith(_lower[i]))
                at += _lower[i].Length;
            else if (text[at..].StartsWith(_upper[i]))
                at += _upper[i].Length;
            else
                return -1;
        }

        return at;
    }

    public bool MatchesEnd(ReadOnlySpan<byte> text)
    {
        for (var i = _lower.Length - 1; i >= 0; i--)
        {
            if (text.EndsWith(_lower[i]))
                text = text[..^_lower[i].Length];
            else if (text.EndsWith(_upper[i]))
                text = text[..^_upper[i].Length];
            else
                return false;
        }

        return true;
    }

    /// <summary>One character's two forms, as a witness or a language needs them.</summary>
    public IEnumerable<(byte[] Lower, byte[] Upper)> Characters => _lower.Zip(_upper);

    private static string Lower(Rune rune) => rune.Value switch
    {
        0x0130 => "i\u0307",
        0x212A => "k",
        _ => Rune.ToLowerInvariant(rune).ToString(),
    };

    private static string Upper(Rune rune) => rune.Value switch
    {
        0x0131 => "I",
        0x017F => "S",
        _ when s_specialUpper.TryGetValue(rune.Value, out var special) => special,
        _ => Rune.ToUpperInvariant(rune).ToString(),
    };

    /// <summary>The unconditional upper forms of more than one character in Unicode's SpecialCasing.txt, which Rune does not know.</summary>
    private static readonly FrozenDictionary<int, string> s_specialUpper = ReadSpecialUpper();

    private static FrozenDictionary<int, string> ReadSpecialUpper()
    {
        const string Listed =
            "DF=53 53;149=2BC 4E;1F0=4A 30C;390=399 308 301;3B0=3A5 308 301;587=535 552;1E96=48 331;1E97=54 308;1E98=57 30A;1E99=59 30A;1E9A=41 2BE;" +
            "1F50=3A5 313;1F52=3A5 313 300;1F54=3A5 313 301;1F56=3A5 313 342;" +
            "1FB2=1FBA 399;1FB3=391 399;1FB4=386 399;1FB6=391 342;1FB7=391 342 399;1FBC=391 399;" +
            "1FC2=1FCA 399;1FC3=397 399;1FC4=389 399;1FC6=397 342;1FC7=397 342 399;1FCC=397 399;" +
            "1FD2=399 308 300;1FD3=399 308 301;1FD6=399 342;1FD7=399 308 342;" +
            "1FE2=3A5 308 300;1FE3=3A5 308 301;1FE4=3A1 313;1FE6=3A5 342;1FE7=3A5 308 342;" +
            "1FF2=1FFA 399;1FF3=3A9 399;1FF4=38F 399;1FF6=3A9 342;1FF7=3A9 342 399;1FFC=3A9 399;" +
            "FB00=46 46;FB01=46 49;FB02=46 4C;FB03=46 46 49;FB04=46 46 4C;FB05=53 54;FB06=53 54;" +
            "FB13=544 546;FB14=544 535;FB15=544 53B;FB16=54E 546;FB17=544 53D";
        var upper = Listed.Split(';').Select(entry => entry.Split('=')).ToDictionary(
            entry => Code(entry[0]),
            entry => string.Concat(entry[1].Split(' ').Select(code => char.ConvertFromUtf32(Code(code)))));

        // Greek letters with an iota beneath: sixteen in a row share eight upper forms.
        foreach (var (first, upperFirst) in new[] { (0x1F80, 0x1F08), (0x1F90, 0x1F28), (0x1FA0, 0x1F68) })
        {
            for (var i = 0; i < 16; i++)
                upper[first + i] = $"{(char)(upperFirst + (i % 8))}\u0399";
        }

        return upper.ToFrozenDictionary();
    }

    private static int Code(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

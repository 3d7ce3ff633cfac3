using System.Text.Json;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Editing;
using CsCheck;

namespace BackOffice.Tests.Core.Routing.Editing;

public sealed class PatternRowsTests
{
    private const int Tries = 20_000;

    [Fact]
    public void RowsAndBack_AnyPattern_MeansTheSame() => Run(text =>
    {
        var written = PatternRows.Write(PatternRows.Read(text).Value);
        return Patterns.Good(written).Canonical == Patterns.Good(text).Canonical && (!written.Contains('\n', StringComparison.Ordinal) || PatternRows.Write(PatternRows.Read(written).Value) == written);
    });

    [Fact]
    public void RowsAndBack_AnyPattern_MatchesTheSameEvents() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new RandomRouting(new Random(seed));
        var text = random.Pattern();
        var written = PatternRows.Write(PatternRows.Read(text).Value);
        return Enumerable.Range(0, 10).Select(_ => random.Event()).All(json => ReferenceMatcher.Matches(text, json) == ReferenceMatcher.Matches(written, json));
    }, iter: Tries / 10);

    [Fact]
    public void RowsAndBack_AnyPattern_KeepsEveryRow() => Run(text =>
    {
        var rows = PatternRows.Read(text).Value;
        return Leaves(PatternRows.Read(PatternRows.Write(rows)).Value).SequenceEqual(Leaves(rows));
    });

    [Fact]
    public void RowsAndBack_MostPatterns_HaveNoPartThatIsJsonAlone()
    {
        var (rows, json) = (0, 0);
        Run(text =>
        {
            var leaves = Leaves(PatternRows.Read(text).Value).ToList();
            Interlocked.Add(ref rows, leaves.Count);
            Interlocked.Add(ref json, leaves.Count(leaf => leaf.StartsWith("json", StringComparison.Ordinal)));
            return true;
        });

        // Lists that mix comparisons are JSON alone; the generator makes many of them. Neither kind is rare.
        Assert.InRange(json, rows / 20, rows * 3 / 4);
    }

    /// <summary>A person types into rows; JSON whose shape is wrong still has rows that lose nothing.</summary>
    [Theory]
    [InlineData("""{"source":"orders"}""")]
    [InlineData("""{"detail":{}}""")]
    [InlineData("""{"detail":{"$or":"x","a":[[1]]}}""")]
    [InlineData("""{"$or":[]}""")]
    [InlineData("""{"$or":[{"a":["x"]}]}""")]
    [InlineData("""{"a":[{"numeric":["<",5,">",1]}],"b":[{"prefix":"a","suffix":"b"}],"c":[{"unheard-of":1}]}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"$or":[{"detail":{"a":["x"]}},{}]}""")]
    public void RowsAndBack_OfWhatIsRefused_KeepsItAsItIs(string text)
    {
        Assert.False(EventPattern.Parse(text).IsSuccess);

        Assert.Equal(Compact(text), Compact(PatternRows.Write(PatternRows.Read(text).Value)));
    }

    [Theory]
    [InlineData("""{"a":["x"]""")]
    [InlineData("""["x"]""")]
    [InlineData("")]
    public void Read_OfWhatIsNoObject_IsTheRefusalWithItsPlace(string text) => Assert.IsType<PatternRefusal>(PatternRows.Read(text).Error);

    [Fact]
    public void Write_FieldsOfOneObject_StandTogetherInTheOrderOfTheirFirst()
    {
        var rows = new PatternRow[]
        {
            new ConditionRow("detail.city", RowTest.IsOneOf, ["\"Boston\""]), new ConditionRow("source", RowTest.IsOneOf, ["\"orders\""]),
            new ConditionRow("detail.amount.minor", RowTest.NumberAtLeast, ["10000"]),
        };

        Assert.Equal("""{"detail":{"city":["Boston"],"amount":{"minor":[{"numeric":[">=",10000]}]}},"source":["orders"]}""", Compact(PatternRows.Write(rows)));
    }

    [Fact]
    public void Write_ChoiceWhoseRowsLeaveItsObject_IsWrittenAbove()
    {
        var rows = new PatternRow[]
        {
            new ChoiceRow("detail", [[new ConditionRow("detail.city", RowTest.IsOneOf, ["\"Boston\""])], [new ConditionRow("source", RowTest.IsOneOf, ["\"orders\""])]]),
        };

        Assert.Equal("""{"$or":[{"detail":{"city":["Boston"]}},{"source":["orders"]}]}""", Compact(PatternRows.Write(rows)));
    }

    [Fact]
    public void Write_MoreThanAPatternMayHave_IsWrittenWithoutWhiteSpace()
    {
        var rows = Enumerable.Range(0, 60).Select(i => (PatternRow)new ConditionRow($"detail.field{i}.deep.deeper", RowTest.IsOneOf, [$"\"{i}\""])).ToList();

        Assert.DoesNotContain('\n', PatternRows.Write(rows));
    }

    [Fact]
    public void Value_AnyTokenShownAndTyped_IsTheSameValue() => Gen.Select(Gen.String[0, 6], Gen.Int[0, (int)RowTest.IsAbsent]).Sample(pair =>
    {
        var (text, test) = (pair.Item1, (RowTest)pair.Item2);
        if (text.Any(char.IsSurrogate))
            return true;
        var token = JsonSerializer.Serialize(text);
        return RowValue.TextIn(RowValue.Read(RowValue.Show(token, test), test)) == text;
    }, iter: Tries);

    [Theory]
    [InlineData("42", RowTest.IsOneOf, "42")]
    [InlineData("\"42\"", RowTest.IsOneOf, "\"42\"")]
    [InlineData("true", RowTest.IsOneOf, "true")]
    [InlineData("true", RowTest.IsNoneOf, "\"true\"")]
    [InlineData("Boston", RowTest.IsOneOf, "\"Boston\"")]
    [InlineData("42", RowTest.StartsWith, "\"42\"")]
    [InlineData("3e2", RowTest.NumberAtLeast, "3e2")]
    [InlineData("ten", RowTest.NumberAtLeast, "\"ten\"")]
    public void Value_Typed_IsNumberOrTextAsItsTestTakesIt(string typed, RowTest test, string token) => Assert.Equal(token, RowValue.Read(typed, test));

    private static void Run(Func<string, bool> holds) =>
        Gen.Int[0, int.MaxValue].Sample(seed => holds(new RandomRouting(new Random(seed)).Pattern()), iter: Tries, print: seed => new RandomRouting(new Random(seed)).Pattern());

    private static IEnumerable<string> Leaves(IReadOnlyList<PatternRow> rows) => rows.SelectMany(row => row switch
    {
        ConditionRow condition => [$"{condition.Path} {condition.Test} {string.Join(',', condition.Values)}"],
        JsonRow json => [$"json {json.Path} {Compact(json.Json)}"],
        ChoiceRow choice => choice.Branches.SelectMany((branch, index) => Leaves(branch).Select(leaf => $"{index}: {leaf}")),
        _ => throw new InvalidOperationException(),
    }).Order(StringComparer.Ordinal);

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_plain);

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

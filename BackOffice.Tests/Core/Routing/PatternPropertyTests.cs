using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Explaining;
using CsCheck;

namespace BackOffice.Tests.Core.Routing;

/// <summary>What must hold for any pattern and any event.</summary>
public sealed class PatternPropertyTests
{
    private const int Tries = 20_000;

    [Fact]
    public void Matches_AnyPatternAndEvent_IsAsTheReferenceSays()
    {
        var matched = 0;
        Run((random, _) =>
        {
            var (pattern, json) = (random.Pattern(), random.Event());
            var answer = Patterns.Good(pattern).Matches(Patterns.Utf8(json)).Value;
            if (answer)
                Interlocked.Increment(ref matched);
            return answer == ReferenceMatcher.Matches(pattern, json);
        });

        // Neither side of the question is rare.
        Assert.InRange(matched, Tries / 20, Tries * 19 / 20);
    }

    [Fact]
    public void Explain_AnyPatternAndEvent_AgreesWithMatchAndWithItsOwnParts() => Run((random, _) =>
    {
        var (pattern, json) = (Patterns.Good(random.Pattern()), Patterns.Utf8(random.Event()));

        var explained = pattern.Explain(json).Value;

        return explained.Matched == pattern.Matches(json).Value
            && explained.Root.Outcome is PartOutcome.Matched == explained.Matched
            && (explained.Note is not null || Holds(explained.Root with { Outcome = PartOutcome.Failed }) == explained.Matched)
            && explained.ToString().Length > 0;
    });

    [Fact]
    public void RuleSet_AnyPatternsAndEvent_AgreesWithMatchingOneByOne() => Run((random, plain) =>
    {
        var patterns = Enumerable.Range(0, plain.Next(1, 90)).Select(_ => Patterns.Good(random.Pattern())).ToList();
        var set = new RuleSet<int>(patterns.Select((pattern, index) => KeyValuePair.Create(index, pattern)));
        return Enumerable.Range(0, 10).All(_ =>
        {
            var json = Patterns.Utf8(random.Event());
            var together = new List<int>();
            return set.Match(json, together).Value == together.Count
                && together.SequenceEqual(Enumerable.Range(0, patterns.Count).Where(index => patterns[index].Matches(json).Value));
        });
    }, Tries / 50);

    [Fact]
    public void Canonical_AnyPattern_MatchesTheSameEventsAndIsItsOwnCanonical() => Run((random, _) =>
    {
        var pattern = Patterns.Good(random.Pattern());
        var canonical = Patterns.Good(pattern.Canonical);
        return canonical.Canonical == pattern.Canonical && Enumerable.Range(0, 10).All(_ =>
        {
            var json = Patterns.Utf8(random.Event());
            return canonical.Matches(json).Value == pattern.Matches(json).Value;
        });
    }, Tries / 4);

    [Fact]
    public void Witness_AnyPattern_Matches()
    {
        var found = 0;
        Run((random, _) =>
        {
            var pattern = random.Pattern();
            var witness = PatternWitness.For(Patterns.Good(pattern));
            if (witness is null)
                return true;
            Interlocked.Increment(ref found);
            return ReferenceMatcher.Matches(pattern, witness);
        }, Tries / 4);

        Assert.True(found > Tries / 8, $"{found} witnesses");
    }

    [Fact]
    public void Witness_AnyTwoPatterns_MatchesBoth()
    {
        var found = 0;
        Run((random, _) =>
        {
            var (left, right) = (random.Pattern(), random.Pattern());
            var witness = PatternWitness.ForBoth(Patterns.Good(left), Patterns.Good(right));
            if (witness is null)
                return true;
            Interlocked.Increment(ref found);
            return ReferenceMatcher.Matches(left, witness) && ReferenceMatcher.Matches(right, witness);
        }, Tries / 4);

        Assert.True(found > Tries / 16, $"{found} witnesses");
    }

    [Fact]
    public void Parse_AnyBytes_IsAPatternOrARefusalWithItsPlace() => Gen.Byte.Array[0, 120].Sample(bytes => IsAnswer(EventPattern.Parse(bytes)), iter: Tries);

    [Fact]
    public void Parse_SpoiltPattern_IsAPatternOrARefusalWithItsPlace() => Run((random, plain) =>
    {
        var text = Patterns.Utf8(random.Pattern()).ToList();
        for (var i = plain.Next(1, 4); i > 0 && text.Count > 0; i--)
        {
            var at = plain.Next(text.Count);
            if (plain.Next(2) == 0)
                text.RemoveAt(at);
            else
                text[at] = plain.Next(2) == 0 ? (byte)plain.Next(256) : "{}[],:\"\\*"u8[plain.Next(9)];
        }

        return IsAnswer(EventPattern.Parse([.. text])) && IsAnswer(EventPattern.Parse([.. text], PatternReading.Existing));
    });

    [Fact]
    public void Matches_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 120].Sample(bytes =>
    {
        var answer = Patterns.Good("""{"a":[{"exists":false}],"b":{"c":["x"]}}""").Matches(bytes);
        return answer.IsSuccess || answer.Error is Rejected;
    }, iter: Tries);

    private static void Run(Func<RandomRouting, Random, bool> holds, int tries = Tries) => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new Random(seed);
        return holds(new RandomRouting(random), random);
    }, iter: tries, print: seed => new RandomRouting(new Random(seed)).Pattern());

    private static bool IsAnswer(Result<EventPattern> answer) =>
        answer.IsSuccess ? answer.Value.Canonical.Length > 0 : answer.Error is PatternRefusal { Line: >= 1, Column: >= 1, Path: ['$', ..], Message.Length: > 0 };

    /// <summary>The outcome as it follows from the fields alone.</summary>
    private static bool Holds(ExplainedPart part) => part.Kind switch
    {
        PartKind.Field => part.Outcome is PartOutcome.Matched,
        PartKind.All => part.Parts.All(Holds),
        PartKind.Any => part.Parts.Any(Holds),
    };
}

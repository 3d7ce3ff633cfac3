using BackOffice.Core.Routing.Explaining;

namespace BackOffice.Tests.Core.Routing;

public sealed class ExplainTests
{
    [Theory]
    [InlineData("42", "\"42\"", "The event has the text \"42\"; the pattern asks for a number, and a text never is one.")]
    [InlineData("\"42\"", "42", "The event has the number 42; the pattern asks for a text, \"42\" in quotes.")]
    [InlineData("true", "\"true\"", "The event has the text \"true\"; the pattern asks for true without quotes.")]
    [InlineData("{\"numeric\":[\">\",40]}", "\"42\"", "The event has the text \"42\"; the pattern asks for a number, and a text never is one.")]
    [InlineData("{\"numeric\":[\">\",50]}", "\"42\"", null)]
    [InlineData("\"Failed\"", "\"failed\"", "Right but for case.")]
    [InlineData("\"Failed\"", "\"Failed \"", "Right but for white space around it.")]
    [InlineData("\"Failed\"", "\" failed\"", "Right but for case and white space.")]
    [InlineData("{\"wildcard\":\"*/Dir/*\"}", "\"a/dir/b\"", "Right but for case.")]
    [InlineData("{\"anything-but\":\"x\"}", "\"x\"", "It is one of those that are left out.")]
    [InlineData("{\"exists\":false}", "1", "It must not be there at all.")]
    [InlineData("{\"cidr\":\"10.0.0.0/8\"}", "\"10.1\"", "It is not an IP address in four decimal groups or in hexadecimal groups.")]
    [InlineData("\"a\"", "\"b\"", null)]
    public void Explain_WrongValue_SaysHowNearItCame(string matcher, string value, string? miss)
    {
        var part = Only($"{{\"detail\":{{\"f\":[{matcher}]}}}}", $"{{\"detail\":{{\"f\":{value}}}}}");

        Assert.Equal((PartOutcome.Failed, value, "detail.f", miss), (part.Outcome, part.Actual, part.Place, part.NearMiss));
    }

    [Theory]
    [InlineData("""{"detail":{"Amount":1}}""", "The event has \"detail.Amount\": right but for case.")]
    [InlineData("""{"detail":{"amount ":1}}""", "The event has \"detail.amount \": right but for white space.")]
    [InlineData("""{"Detail":{"amount":1}}""", "The event has \"Detail\": right but for case.")]
    [InlineData("""{"detail":"{\"amount\":1}"}""", "detail is a text, not an object.")]
    [InlineData("""{"detail":{"amount":{"minor":1}}}""", "It is an object; a pattern looks at the values in it, never at the object.")]
    [InlineData("""{"detail":{"amount":[]}}""", "It is an empty list, which counts as absent.")]
    [InlineData("""{"detail":{}}""", null)]
    public void Explain_AbsentField_SaysWhatIsThereInstead(string json, string? miss)
    {
        var part = Only("""{"detail":{"amount":[1]}}""", json);

        Assert.Equal((PartOutcome.Absent, null, miss), (part.Outcome, part.Actual, part.NearMiss));
    }

    [Fact]
    public void Explain_Arrays_ShowTheElementThatMatched()
    {
        var explained = Explain("""{"d":{"items":{"sku":["b"],"n":[2]}}}""", """{"d":{"items":[{"sku":"b","n":1},[{"sku":"b","n":2}]]}}""");

        Assert.True(explained.Matched);
        Assert.Equal(["d.items[1][0].sku", "d.items[1][0].n"], explained.Root.Parts.Select(part => part.Place));
    }

    [Fact]
    public void Explain_PartsInDifferentElements_SaysSo()
    {
        var explained = Explain("""{"d":{"a":[1],"b":[2]}}""", """{"d":[{"a":1},{"b":2}]}""");

        Assert.False(explained.Matched);
        Assert.All(explained.Root.Parts, part => Assert.Equal(PartOutcome.Matched, part.Outcome));
        Assert.Contains("different elements", explained.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_AMiss_IsReadable()
    {
        var text = Explain(
            """{"source":["orders"],"detail":{"$or":[{"amount":[{"numeric":[">=",100]}]},{"vip":[true],"city":["Boston","Paris"]}],"gone":[{"exists":false}]}}""",
            """{"source":"orders","detail":{"amount":42,"city":"boston"}}""").ToString();

        Assert.Equal(
            """
            The event does not match.
              matched  source is "orders": it is "orders"
              failed   one of
                failed   detail.amount is at least 100: it is 42
                failed   all of
                  absent   detail.vip is true
                  failed   detail.city is "Boston" or "Paris": it is "boston"
                           Right but for case.
              matched  detail.gone is absent: the event does not have it

            """.ReplaceLineEndings("\n"), text);
    }

    private static ExplainedPart Only(string pattern, string json) => Assert.Single(Explain(pattern, json).Root.Parts);

    private static PatternExplanation Explain(string pattern, string json) => Patterns.Good(pattern).Explain(Patterns.Utf8(json)).Value;
}
